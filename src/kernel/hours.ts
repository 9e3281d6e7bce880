/**
 * The times of lines, as src/syslog/line-clock.ts works them out. Years, zones and what a date says of those behind it are
 * its business: it is asked for each new hour. Hours that it has worked out are kept, with the dates that were its anchor then:
 * devices in several zones write of several hours at once, and of two days.
 */
import { DIALECTS } from '../syslog/dialects';
import { HeaderFields } from '../syslog/header-fields';

/** Takes what was counted, times the line whose header was read last, and tells its state again. */
declare function workOut(): f64;

const EARLIEST: f64 = 631_152_000_000;
/** How many hours are kept, a power of two, and by how much a hash is shifted for one of them. */
const KEPT: u32 = 256;
const KEPT_SHIFT: u64 = 64 - 8;
/** Dates no further apart than this, two months, give each other the same year: see `switchTo`. */
const NEAR: f64 = 64;

/** Doubles that the clock lends, see `LineClock.lend`, and where each stands. */
const clock: usize = memory.data(10 * 8, 16);
const LAST: usize = 0;
const KEY: usize = 8;
const START: usize = 16;
const GUESSED: usize = 24;
const TIMED: usize = 32;
const INHERITED: usize = 40;
const IMPLAUSIBLE: usize = 48;
const KEEPS: usize = 56;
const LATEST: usize = 64;
const ANCHOR: usize = 72;

export function clockAt(): usize {
  return clock;
}

/** Of each hour that is kept: its key, the instant that it begins, whether its year was guessed, and its date, the anchor. */
const HOUR_BYTES: u32 = 32;
const hours: usize = memory.data(KEPT * HOUR_BYTES, 16);

/** The time of the line whose header this is. */
export function timeOf(header: HeaderFields): f64 {
  if (header.timeEnd === header.timeStart) {
    count(INHERITED);
    return load<f64>(clock, LAST);
  }
  if (header.month === 0) return workOut();
  const key = keyOf(header);
  if (key !== load<f64>(clock, KEY) && !find(key, header)) {
    const time = workOut();
    if (load<f64>(clock, KEEPS) !== 0) keep();
    return time;
  }
  const time = load<f64>(clock, START) + millisInHour(header);
  if (load<f64>(clock, GUESSED) === 0 && !isPlausible(time)) {
    count(IMPLAUSIBLE);
    return load<f64>(clock, LAST);
  }
  store<f64>(clock, time, LAST);
  count(TIMED);
  return time;
}

function count(what: usize): void {
  store<f64>(clock + what, load<f64>(clock + what) + 1);
}

/** One number for the stated year, month, day, hour and zone. */
function keyOf(header: HeaderFields): f64 {
  const day = (header.year * 13 + header.month) * 32 + header.day;
  const zone = header.zoneMinutes;
  return <f64>(day * 24 + header.hour) * 2881 + (isNaN(zone) ? 0 : zone + 1440);
}

function millisInHour(header: HeaderFields): f64 {
  return <f64>((header.minute * 60 + header.second) * 1000 + header.millisecond);
}

function isPlausible(time: f64): bool {
  return time >= EARLIEST && time <= load<f64>(clock, LATEST);
}

function placeOf(key: f64): usize {
  const hash = <u64>key * 0x9e3779b97f4a7c15;
  return hours + <usize>(<u32>(hash >> KEPT_SHIFT) * HOUR_BYTES);
}

/** Makes an hour that is kept the one of the line before. */
function find(key: f64, header: HeaderFields): bool {
  const place = placeOf(key);
  if (load<f64>(place) !== key) return false;
  if (load<f64>(place, 24) !== load<f64>(clock, ANCHOR) && !switchTo(place, header)) return false;
  store<f64>(clock, key, KEY);
  store<f64>(clock, load<f64>(place, 8), START);
  store<f64>(clock, load<f64>(place, 16), GUESSED);
  return true;
}

/**
 * Moves the anchor to the date of an hour that is kept, as the clock would: the date is near, so that it has the same year as
 * when it was the anchor itself. False where that depends on more than the hour.
 */
function switchTo(place: usize, header: HeaderFields): bool {
  const date = load<f64>(place, 24);
  if (Math.abs(date - load<f64>(clock, ANCHOR)) > NEAR) return false;
  // A date within a message, the day of a clock that was never set, a time that cannot be: these move no anchor.
  if (header.dialect === DIALECTS.embedded) return false;
  if (header.day === 1 && (header.month === 1 || header.month === 3)) return false;
  if (!isPlausible(load<f64>(place, 8) + millisInHour(header))) return false;
  store<f64>(clock, date, ANCHOR);
  return true;
}

function keep(): void {
  const key = load<f64>(clock, KEY);
  const place = placeOf(key);
  store<f64>(place, key);
  store<f64>(place, load<f64>(clock, START), 8);
  store<f64>(place, load<f64>(clock, GUESSED), 16);
  store<f64>(place, load<f64>(clock, ANCHOR), 24);
}
