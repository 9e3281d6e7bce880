/** Reading the times that generated lines carry, independently of the parser of `src/syslog`. */

const MONTHS = 'JanFebMarAprMayJunJulAugSepOctNovDec';
const ISO = /([0-9]{4})-([0-9]{2})-([0-9]{2})T([0-9:]{8})\.([0-9]{3})[0-9]*(Z|\+09:00) /;
const KEYS = /^(?:<[0-9]+>)?date=([0-9]{4})-([0-9]{2})-([0-9]{2}) time=([0-9:]{8}) /;
const YEAR_FIRST = /^(?:<[0-9]+>)?([0-9]{4}) ([A-Z][a-z]{2}) ([ 0-9][0-9]) ([0-9:]{8}) /;
const BARE_ACCESS =
  /^[0-9a-f.:]+ - \S+ \[([0-9]{2})\/([A-Z][a-z]{2})\/([0-9]{4}):([0-9:]{8}) \+0900\] /;
const BSD = /([A-Z][a-z]{2}) ([ 0-9][0-9]) (?:([0-9]{4}) )?([0-9:]{8})(?:\.([0-9]{3}))?[ :]/;
const JAPAN = 9 * 3_600_000;

/** The time of a line, and how exact it is; undefined for lines that carry none. */
export function stampOf(
  line: string,
  year: number,
): { time: number; precision: 1 | 1000 } | undefined {
  let found = ISO.exec(line);
  if (found !== null) {
    const [, y, month, day, clock, millis, zone] = found;
    const time = utc(y!, Number(month), day!, clock!) + Number(millis);
    return { time: zone === 'Z' ? time : time - JAPAN, precision: 1 };
  }
  found = KEYS.exec(line);
  if (found !== null)
    return { time: utc(found[1]!, Number(found[2]), found[3]!, found[4]!), precision: 1000 };
  found = YEAR_FIRST.exec(line);
  if (found !== null)
    return { time: utc(found[1]!, monthOf(found[2]!), found[3]!, found[4]!), precision: 1000 };
  found = BARE_ACCESS.exec(line);
  if (found !== null) {
    const time = utc(found[3]!, monthOf(found[2]!), found[1]!, found[4]!) - JAPAN;
    return { time, precision: 1000 };
  }
  found = BSD.exec(line.slice(0, 80));
  if (found === null) return undefined;
  const [, month, day, ownYear, clock, millis] = found;
  const time = utc(ownYear ?? `${year}`, monthOf(month!), day!, clock!) + Number(millis ?? 0);
  return { time, precision: millis === undefined ? 1000 : 1 };
}

function monthOf(name: string): number {
  return MONTHS.indexOf(name) / 3 + 1;
}

function utc(year: string, month: number, day: string, clock: string): number {
  const [hour, minute, second] = clock.split(':').map(Number);
  return Date.UTC(Number(year), month - 1, Number(day), hour, minute, second);
}
