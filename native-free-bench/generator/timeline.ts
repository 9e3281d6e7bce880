import { mix, Random } from './random.js';

/** Lines a slot of the timeline holds, about: what bursts and quiet minutes are measured in. */
const LINES_PER_SLOT = 512;
const FEWEST_LINES_WITH_BURST = 24;
const SLOTS_PER_BURST = 4;
const LONGEST_BURST_MILLIS = 20_000;
const MILLIS_PER_HOUR = 3_600_000;

/** How busy the network is by hour of the day (UTC; the venue is in Japan, nine hours ahead). */
const HOURLY: readonly number[] = [
  90, 120, 130, 125, 118, 124, 130, 126, 112, 96, 84, 76, 70, 62, 55, 48, 44, 42, 40, 40, 44, 52,
  64, 78,
];

/**
 * When each line happens. The span is cut into slots of equal length, each with lines in proportion to how busy its
 * hour is; inside a slot the lines are spread evenly with some chance, and a quarter of the slots hold a burst: lines
 * packed into a few seconds. `next` is called once a line; times never go back.
 */
export class Timeline {
  /** Whether the line of the last `next` belongs to a burst. */
  inBurst = false;
  /** The number of that line in its burst, from 0. */
  burstStep = 0;
  /** The number of the newest burst, from 1; 0 before the first. */
  burstNumber = 0;

  readonly #random: Random;
  readonly #salt: number;
  readonly #lines: number;
  readonly #start: number;
  readonly #span: number;
  readonly #slots: number;
  readonly #totalWeight: number;

  #slot = -1;
  #weight = 0;
  #linesBefore = 0;

  #slotStart = 0;
  #slotSpan = 0;
  #quiet = 0;
  #quietCount = 0;
  #quietTime = 0;
  #burst = 0;
  #burstCount = 0;
  #burstStart = 0;
  #burstSpan = 0;

  constructor(seed: number, lines: number, start: number, spanMillis: number) {
    this.#random = new Random(seed, 1);
    this.#salt = this.#random.next();
    this.#lines = lines;
    this.#start = start;
    this.#span = spanMillis;
    this.#slots = Math.max(1, Math.ceil(lines / LINES_PER_SLOT));
    let total = 0;
    for (let slot = 0; slot < this.#slots; slot++) total += this.#weightOf(slot);
    this.#totalWeight = total;
  }

  /** The time of the next line, from `start` to before `start + spanMillis`. */
  next(): number {
    while (this.#quiet === this.#quietCount && this.#burst === this.#burstCount) this.#enterSlot();
    const burstTime =
      this.#burst < this.#burstCount
        ? this.#burstStart + Math.floor((this.#burst * this.#burstSpan) / this.#burstCount)
        : Number.POSITIVE_INFINITY;
    if (this.#quiet < this.#quietCount && this.#quietTime <= burstTime) {
      this.inBurst = false;
      const time = this.#quietTime;
      this.#quiet++;
      this.#quietTime = this.#timeOfQuiet();
      return time;
    }
    this.inBurst = true;
    this.burstStep = this.#burst++;
    return burstTime;
  }

  #enterSlot(): void {
    this.#slot++;
    this.#weight += this.#weightOf(this.#slot);
    const last = this.#slot === this.#slots - 1;
    const linesAfter = last
      ? this.#lines
      : Math.floor((this.#lines * this.#weight) / this.#totalWeight);
    const count = linesAfter - this.#linesBefore;
    this.#linesBefore = linesAfter;
    this.#slotStart = this.#timeOfSlot(this.#slot);
    this.#slotSpan = this.#timeOfSlot(this.#slot + 1) - this.#slotStart;
    this.#burst = 0;
    this.#burstCount = 0;
    if (count >= FEWEST_LINES_WITH_BURST && this.#random.oneIn(SLOTS_PER_BURST)) {
      this.burstNumber++;
      this.#burstCount = 8 + this.#random.below(Math.floor(count / 2) - 8);
      this.#burstStart = this.#slotStart + this.#random.below(Math.ceil(this.#slotSpan / 2));
      const longest = Math.min(LONGEST_BURST_MILLIS, Math.floor(this.#slotSpan / 2));
      this.#burstSpan = this.#random.below(longest + 1);
    }
    this.#quiet = 0;
    this.#quietCount = count - this.#burstCount;
    this.#quietTime = this.#timeOfQuiet();
  }

  #timeOfSlot(slot: number): number {
    return this.#start + Math.floor((this.#span / this.#slots) * slot);
  }

  /** The line's even share of the slot, and a chance place within it: never before the line ahead of it. */
  #timeOfQuiet(): number {
    const share = (this.#quiet * 1024 + this.#random.below(1024)) / (this.#quietCount * 1024);
    return this.#slotStart + Math.floor(share * this.#slotSpan);
  }

  #weightOf(slot: number): number {
    const hour = Math.floor(this.#timeOfSlot(slot) / MILLIS_PER_HOUR) % 24;
    return HOURLY[hour]! * (80 + (mix(slot, this.#salt) & 63));
  }
}
