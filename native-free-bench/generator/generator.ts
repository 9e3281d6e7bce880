import type { BurstName } from './device-kind.js';
import { ALL_DEVICES } from './devices/all-devices.js';
import { FEWEST_DEVICES, Fleet, type Incident } from './fleet.js';
import { LineWriter } from './line-writer.js';
import { needleMessage } from './needle-lines.js';
import {
  checkNeedles,
  defaultNeedles,
  type Needle,
  NeedlePlan,
  type NeedleReport,
} from './needles.js';
import { ODD_SORTS, type OddSort, writeOdd } from './odd-lines.js';
import { Random } from './random.js';
import { Timeline } from './timeline.js';
import { World } from './world.js';

/** How much earlier than the line before it a line may be stamped: some devices' messages arrive late. */
export const LARGEST_DISORDER_MILLIS = 2000;

const CHUNK_BYTES = 1024 * 1024;
const DEFAULT_DEVICES = 120;
const MOST_DEVICES = 10_000;
const DEFAULT_ODD_EVERY = 2048;
const LATE_ONE_IN = 200;
/** Of the lines within a burst, one in so many is somebody else's. */
const STRANGER_ONE_IN = 10;
/** 9999-12-31, after which a year takes five digits. */
const LAST_TIME = 253_402_214_400_000;

/** How much of what time. */
export interface RunOptions {
  /** Any whole number: the same seed and options give the same bytes, on every machine. */
  readonly seed: number;
  /** How many lines, exactly: as many LFs. */
  readonly lines: number;
  /** The time of the first line, milliseconds since 1970. */
  readonly start: number;
  /** The last line is before `start + spanMillis`. */
  readonly spanMillis: number;
}

export interface GeneratorOptions extends RunOptions {
  /** How many machines send; at least one of each kind. 120 by default. */
  readonly devices?: number;
  /** Whether lines begin with `<PRI>`, as on the wire; else as collectors write them to files. True by default. */
  readonly pri?: boolean;
  /** Whether a few lines are unfriendly (`ODD_SORTS`). True by default. */
  readonly odd?: boolean;
  /** One odd message in so many lines. 2048 by default: fewer than one line in a thousand. */
  readonly oddEvery?: number;
  /** What to hide; by default one needle of each sort (none in runs of fewer than 50 lines). */
  readonly needles?: readonly Needle[];
}

/** What a finished run wrote. */
export interface GeneratorReport {
  readonly lines: number;
  readonly bytes: number;
  /** Lines of each kind of device; with `odd`'s they add up to `lines`. */
  readonly kinds: Readonly<Record<string, number>>;
  /** Lines of each sort of odd message. */
  readonly odd: Readonly<Record<OddSort, number>>;
  /** Lines that belong to bursts, by what happened; they are counted in `kinds` too. */
  readonly bursts: Readonly<Record<BurstName, number>>;
  readonly needles: readonly NeedleReport[];
}

/** One run: go through it once, then ask for the report. */
export interface LogGenerator extends Iterable<Buffer> {
  /** What was written so far; complete after the last chunk. */
  report(): GeneratorReport;
}

/**
 * A made-up exhibition network's syslog: chunks of about 1 MiB, each the caller's to keep, of complete lines ended by LF,
 * in order of time but for a few that are late by up to `LARGEST_DISORDER_MILLIS`. Stamps without a zone are UTC.
 * Throws a RangeError for options that cannot be met.
 */
export function createGenerator(options: GeneratorOptions): LogGenerator {
  return new Run(options);
}

class Run implements LogGenerator {
  readonly #options: Required<GeneratorOptions>;
  readonly #world: World;
  readonly #fleet: Fleet;
  readonly #timeline: Timeline;
  readonly #plan: NeedlePlan;
  readonly #kinds: Record<string, number> = {};
  readonly #odd: Record<OddSort, number>;
  readonly #bursts: Record<BurstName, number>;
  #incident: Incident | undefined;
  #lines = 0;
  #bytes = 0;
  #oddTurn = 0;

  constructor(options: GeneratorOptions) {
    this.#options = withDefaults(options);
    const { seed, lines, start, spanMillis, devices, pri, needles } = this.#options;
    this.#world = new World(seed, { pri });
    this.#fleet = new Fleet(new Random(seed, 2), devices);
    this.#timeline = new Timeline(seed, lines, start, spanMillis);
    this.#plan = new NeedlePlan(needles, lines, new Random(seed, 3));
    for (const kind of ALL_DEVICES) this.#kinds[kind.name] = 0;
    this.#odd = Object.fromEntries(ODD_SORTS.map((sort) => [sort, 0])) as Record<OddSort, number>;
    this.#bursts = { 'link-flap': 0, 'port-scan': 0, 'login-attack': 0 };
  }

  *[Symbol.iterator](): Generator<Buffer, void, undefined> {
    const out = new LineWriter(CHUNK_BYTES);
    while (this.#lines < this.#options.lines) {
      this.#writeNext(out);
      if (out.isFull) yield this.#take(out);
    }
    if (out.length > 0) yield this.#take(out);
  }

  report(): GeneratorReport {
    return {
      lines: this.#lines,
      bytes: this.#bytes,
      kinds: { ...this.#kinds },
      odd: { ...this.#odd },
      bursts: { ...this.#bursts },
      needles: this.#plan.report(),
    };
  }

  #take(out: LineWriter): Buffer {
    const chunk = out.take();
    this.#bytes += chunk.length;
    return chunk;
  }

  /** One message: a line, but for stack traces. */
  #writeNext(out: LineWriter): void {
    const world = this.#world;
    const { random } = world;
    const { start, odd, oddEvery, lines } = this.#options;
    let time = this.#timeline.next();
    if (random.oneIn(LATE_ONE_IN)) {
      time = Math.max(start, time - 1 - random.below(LARGEST_DISORDER_MILLIS));
    }
    world.time = time;
    const untilNeedle = this.#plan.nextAt - this.#lines;
    if (untilNeedle <= 0) {
      const { device, write } = needleMessage(this.#plan.take(), this.#fleet, world);
      write(out, device, world);
      this.#count(out, device.kind.name);
    } else if (odd && random.oneIn(oddEvery)) {
      const sort = ODD_SORTS[this.#oddTurn++ % ODD_SORTS.length]!;
      const device = this.#fleet.pickOf('linux-sshd', random);
      const most = Math.min(untilNeedle, lines - this.#lines);
      const written = writeOdd(out, device, world, sort, most);
      for (let line = 1; line < written; line++) this.#timeline.next();
      this.#odd[sort] += written;
      this.#lines += written;
    } else if (this.#timeline.inBurst && !random.oneIn(STRANGER_ONE_IN)) {
      this.#writeBurst(out);
    } else {
      const device = this.#fleet.pick(random);
      device.kind.write(out, device, world);
      this.#count(out, device.kind.name);
    }
  }

  #writeBurst(out: LineWriter): void {
    const { burstNumber, burstStep } = this.#timeline;
    if (this.#incident?.number !== burstNumber)
      this.#incident = this.#fleet.incident(this.#world, burstNumber);
    const { name, device, burst } = this.#incident;
    burst.step = burstStep;
    device.kind.bursts[name]!(out, device, this.#world, burst);
    this.#bursts[name]++;
    this.#count(out, device.kind.name);
  }

  #count(out: LineWriter, kind: string): void {
    out.endLine();
    this.#kinds[kind]!++;
    this.#lines++;
  }
}

function withDefaults(options: GeneratorOptions): Required<GeneratorOptions> {
  const all = {
    devices: DEFAULT_DEVICES,
    pri: true,
    odd: true,
    oddEvery: DEFAULT_ODD_EVERY,
    needles: defaultNeedles(options.lines),
    ...options,
  };
  checkRun(all);
  checkWhole('devices', all.devices, FEWEST_DEVICES, MOST_DEVICES);
  checkWhole('oddEvery', all.oddEvery, 1, Number.MAX_SAFE_INTEGER);
  checkNeedles(all.needles, all.lines);
  return all;
}

/** Throws a RangeError for what cannot be met. */
export function checkRun({ seed, lines, start, spanMillis }: RunOptions): void {
  checkWhole('seed', seed, Number.MIN_SAFE_INTEGER, Number.MAX_SAFE_INTEGER);
  checkWhole('lines', lines, 0, 1e12);
  checkWhole('start', start, 0, LAST_TIME);
  checkWhole('spanMillis', spanMillis, 0, LAST_TIME - start);
}

function checkWhole(name: string, value: number, least: number, most: number): void {
  if (Number.isSafeInteger(value) && value >= least && value <= most) return;
  throw new RangeError(`${name}: expected a whole number from ${least} to ${most}, got ${value}`);
}
