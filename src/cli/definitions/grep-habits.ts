import { type Command, Option } from 'commander';

/** Options of grep that fingers type by themselves and that mean the same here, or what is so anyway. */
export function acceptGrepHabits(command: Command): void {
  command
    .addOption(new Option('-i, --ignore-case').hideHelp())
    .addOption(new Option('-m, --max-count <number>').hideHelp())
    // Without context: as it is anyway. With an option of a digit, commander takes `-5` for one as well, and not for a word.
    .addOption(new Option('-0').hideHelp());
}

/** What journalctl, docker and logcli have for `--from` and `--to`. */
export function acceptTimeHabits(command: Command): void {
  command
    .addOption(new Option('--since <time>').hideHelp())
    .addOption(new Option('--until <time>').hideHelp());
}

/**
 * What to type in place of an option of another tool that is none here. Letters are one, or two together: `-root` is a word that
 * somebody would not have.
 */
const HINTS: readonly (readonly [RegExp, string])[] = [
  [/^-.*\s/s, "what is looked for and begins with a dash stands behind --, as in -- '- - text'"],
  [
    /^-\d/,
    "so many messages around each is -C N, so many of the newest -n N; to exclude a number write 'NOT 5'",
  ],
  [
    /^-[EGP].?$|^--(?:extended|basic|perl)-regexp|^--regexp/,
    "a regular expression is written '/like this/'",
  ],
  [/^-F.?$|^--fixed-strings/, "words are found as they are, and a part of a word by '*part*'"],
  [/^-x.?$|^--line-regexp/, "what a whole line is like is written '/^like this$/'"],
  [/^--word-regexp/, 'whole words are found without it'],
  [/^--(?:invert-match|exclude$|not$)/, "write 'NOT word', or -- -word"],
  [/^-[lL]$|^--files-with(?:out)?-match/, 'in which files there are how many says --by source'],
  [
    /^-[lLHh].?$|^--(?:with|no)-filename/,
    "the file that a message came from is {source} of --format, as in --format '{source}:{raw}'",
  ],
  [/^--(?:include|exclude|glob|type)/, "messages of some files are found by 'source:*.log'"],
  [
    /^--line-number/,
    'messages have no line numbers: {sequence} of --format says in which order they arrived',
  ],
  [
    /^-[rR].?$|^--recursive/,
    'all of the store is searched; the newest come first with --newest-first',
  ],
  [/^--(?:reverse|desc|sort)/, 'the newest come first with --newest-first'],
  [/^--(?:forward|asc)/, 'the oldest come first without it'],
  [/^--before$/, 'what comes before each is -B N, and what was before a time --to TIME'],
  [/^--after$/, 'what comes after each is -A N, and what was from a time on --from TIME'],
  [/^--(?:output|fmt)/, "the form is said by --json, --raw, --format '{time} {message}' or -o"],
  [/^-f$|^--follow/, 'what came in since the last search is found with --cursor'],
  [
    /^--tail/,
    'the newest N are -n N, and what came in since the last search is found with --cursor',
  ],
  [/^--lines/, 'the newest N are -n N'],
  [/^--(?:head|first)/, 'the first N are printed by | head -n N'],
  [/^-[SU]$/, 'any case is found without it, and the time is said by --from and --to'],
  [
    /^-b$|^--(?:boot|on$|at$|date|day|today|between|range|start|end)/,
    'the time is said by --from and --to, --last 2h or --around TIME',
  ],
  [/^-[az]$|^--(?:text|smart-case|no-ignore)/, 'any case and any bytes are found without it'],
  [/^-g$|^--grep/, "words stand by themselves, and a regular expression is written '/like this/'"],
  [
    /^-[utpk]$|^--(?:host|unit|identifier|app|program|level|severity|priority|facility|dmesg)/,
    "fields are part of the query: 'host:gw*', 'app:sshd', 'severity<=err'",
  ],
  [/^--group-by|^--stats/, 'how many there are of each value says --by, over time --histogram'],
  [/^-[A-Za-z]/, "to exclude a word write 'NOT word', or -- -word"],
];

/** The complaint of an option that nobody knows, with what a user of another tool may have meant. */
export function withGrepHint(complaint: string): string {
  const [, option] = /unknown option '([^']+)'/.exec(complaint) ?? [];
  const hint = HINTS.find(([options]) => option !== undefined && options.test(option))?.[1];
  // What commander guesses from the letters alone is not said beside it.
  return hint === undefined
    ? complaint
    : complaint.replace(/'\n(?:\(Did you mean.*\n)?/, `': ${hint}\n`);
}
