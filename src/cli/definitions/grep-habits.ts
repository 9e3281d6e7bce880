import { type Command, Option } from 'commander';

/** Options of grep that fingers type by themselves and that mean the same here, or what is so anyway. */
export function acceptGrepHabits(command: Command): void {
  command
    .addOption(new Option('-i, --ignore-case').hideHelp())
    .addOption(new Option('-m, --max-count <number>').hideHelp());
}

/** What to type in place of an option of grep that is none here. */
const HINTS: readonly (readonly [RegExp, string])[] = [
  [/^-[EGP]|^--(?:extended|basic|perl)-regexp/, "a regular expression is written '/like this/'"],
  [/^-F|^--fixed-strings/, "words are found as they are, and a part of a word by '*part*'"],
  [/^--invert-match/, "write 'NOT word', or -- -word"],
  [/^-[lLH]|^--with-filename/, 'the file that a message came from is {source} of --format'],
  [/^-[A-Za-z0-9]/, "to exclude a word write 'NOT word', or -- -word"],
];

/** The complaint of an option that nobody knows, with what a user of grep may have meant. */
export function withGrepHint(complaint: string): string {
  const [, option] = /unknown option '([^']+)'/.exec(complaint) ?? [];
  const hint = HINTS.find(([options]) => option !== undefined && options.test(option))?.[1];
  return hint === undefined ? complaint : complaint.replace(/'\n/, `': ${hint}\n`);
}
