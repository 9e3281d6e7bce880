/**
 * The times of lines, as src/syslog/line-clock.ts works them out. Years, zones and what a date says of those behind it are
 * its business: it is asked for each new hour. Hours that it has worked out are kept for as long as its anchor stays.
 */
import { HeaderFields } from '../syslog/header-fields';

/** Takes what was counted, times the line whose header was read last, and tells its state again. */
declare function workOut(): f64;

const EARLIEST: f64 = 631_152_000_000;
/** How many hours are kept. */
const KEPT: u32 = 64;

/** Doubles that the clock lends, see `LineClock.lend`, and where each stands. */
const clock: usize = memory.data(9 * 8, 16);
const LAST: usize = 0;
const KEY: usize = 8;
const START: usize = 16;
const GUESSED: usize = 24;
const TIMED: usize = 32;
const INHERITED: usize = 40;
const IMPLAUSIBLE: usize = 48;
const KEEPS: usize = 56;
const LATEST: usize = 64;

export function clockAt(): usize {
  return clock;
}

/** Of each hour that is kept: its key, the instant that it begins, and whether its year was guessed. */
const hours: usize = memory.data(KEPT * 24, 16);

/** The anchor has moved: another year may be meant from here on. */
export function forgetHours(): void {
  for (let i: u32 = 0; i < KEPT; i++) store<f64>(hours + <usize>(i * 24), -1);
}

/** The time of the line whose header this is. */
export function timeOf(header: HeaderFields): f64 {
  if (header.timeEnd === header.timeStart) {
    count(INHERITED);
    return load<f64>(clock, LAST);
  }
  if (header.month === 0) return workOut();
  const key = keyOf(header);
  if (key !== load<f64>(clock, KEY) && !find(key)) {
    const time = workOut();
    if (load<f64>(clock, KEEPS) !== 0) keep();
    return time;
  }
  const second = header.minute * 60 + header.second;
  const time = load<f64>(clock, START) + <f64>(second * 1000 + header.millisecond);
  if (load<f64>(clock, GUESSED) === 0 && (time < EARLIEST || time > load<f64>(clock, LATEST))) {
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

function placeOf(key: f64): usize {
  const hash = <u64>key * 0x9e3779b97f4a7c15;
  return hours + <usize>(<u32>(hash >> 58) * 24);
}

/** Makes an hour that is kept the one of the line before. */
function find(key: f64): bool {
  const place = placeOf(key);
  if (load<f64>(place) !== key) return false;
  store<f64>(clock, key, KEY);
  store<f64>(clock, load<f64>(place, 8), START);
  store<f64>(clock, load<f64>(place, 16), GUESSED);
  return true;
}

function keep(): void {
  const key = load<f64>(clock, KEY);
  const place = placeOf(key);
  store<f64>(place, key);
  store<f64>(place, load<f64>(clock, START), 8);
  store<f64>(place, load<f64>(clock, GUESSED), 16);
}
