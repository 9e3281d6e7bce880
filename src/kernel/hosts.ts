/** Messages by host: the twin of src/messagelog/host-counts.ts, whose strings TypeScript makes, once a host. */
import { copy, equal, hashOf } from './bytes';

/** A host that is not counted here: its name is longer than what is kept of one. */
declare function countLong(start: usize, length: u32): void;
/** As many hosts as are kept are known: their counts are to be taken, and then `forgetHosts` called. */
declare function takeHosts(): void;

const KEPT: u32 = 512;
/** Twice as many, a power of two. */
const SLOTS: u32 = 1024;
/** How often it was seen, how long it is, its hash and a gap; then its name. */
const ENTRY: u32 = 80;
const NAME: usize = 16;
const LONGEST: u32 = 60;

const slots: usize = memory.data(SLOTS * 4, 16);
const entries: usize = memory.data(KEPT * ENTRY, 16);
let known: u32 = 0;
/** The entry of the message before. */
let last: usize = 0;

export function hostsAt(): usize {
  return entries;
}

export function knownHosts(): u32 {
  return known;
}

export function forgetHosts(): void {
  known = 0;
  last = 0;
  memory.fill(slots, 0, SLOTS * 4);
}

/** Counts a message of the host of `length` bytes; without any, one that names none. */
export function countHost(start: usize, length: u32): void {
  if (length > LONGEST) {
    countLong(start, length);
    return;
  }
  if (last === 0 || !isHost(last, start, length)) last = entryOf(start, length);
  store<u32>(last, load<u32>(last) + 1);
}

function isHost(entry: usize, start: usize, length: u32): bool {
  return load<u32>(entry, 4) === length && equal(entry + NAME, start, length);
}

function entryOf(start: usize, length: u32): usize {
  const hash = hashOf(start, length);
  let slot = hash & (SLOTS - 1);
  for (;;) {
    const place = load<u32>(slots + ((<usize>slot) << 2));
    if (place === 0) break;
    const entry = entries + <usize>((place - 1) * ENTRY);
    if (load<u32>(entry, 8) === hash && isHost(entry, start, length)) return entry;
    slot = (slot + 1) & (SLOTS - 1);
  }
  if (known === KEPT) {
    takeHosts();
    return entryOf(start, length);
  }
  const entry = entries + <usize>(known * ENTRY);
  known++;
  store<u32>(slots + ((<usize>slot) << 2), known);
  store<u32>(entry, 0);
  store<u32>(entry, length, 4);
  store<u32>(entry, hash, 8);
  copy(entry + NAME, start, length);
  return entry;
}
