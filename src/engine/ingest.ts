import { HayabusaError } from '../base/errors.js';
import type { InputProgress } from '../catalog/catalog-format.js';
import { expandInputs, type Input, openInput } from '../input/input.js';
import { LineClock, type LineClockState } from '../syslog/line-clock.js';
import type { TimeZone } from '../syslog/time-zones.js';
import { Intake } from './intake.js';
import type { MessageRouter } from './message-router.js';
import { followRenamed, isOf } from './renamed-inputs.js';
import { resumedFrom } from './resume.js';
import type { StoreWriter } from './store-writer.js';

export type IngestOptions = {
  /** Zone of times that name none. */
  zone: TimeZone;
  /** Year of the first line, for dates without one; else taken from the file's modification time. */
  year?: number;
  framing?: 'newline' | 'octet';
  /** Read only what is not in the store yet of files that an earlier ingest read, or began to read. */
  resume?: boolean;
  recursive?: boolean;
  /** Read files that look binary. */
  force?: boolean;
  /** Told after every chunk. */
  onProgress?: (progress: IngestProgress) => void;
  /** Stops after the current chunk: everything read is committed. */
  signal?: AbortSignal;
};

export type IngestProgress = {
  file: string;
  /** Bytes read of all files as they are on disk, and their sum; undefined while one of them has no size. */
  bytesRead: number;
  bytesTotal: number | undefined;
  messages: number;
};

export type IngestSummary = {
  messages: number;
  bytes: number;
  /** Hours that messages went to. */
  hours: number;
  unrecognised: number;
  /** Messages without a time of their own. */
  inherited: number;
  /** Messages whose clock was plainly wrong. */
  implausible: number;
  pieces: number;
  /** Years given to dates without one. */
  years: number[];
  warnings: string[];
  /** Files that could not be read, or not to their end. */
  errors: HayabusaError[];
  interrupted: boolean;
};

/** Inputs that can be read, and why others cannot. */
export type OpenedInputs = {
  readonly inputs: readonly Input[];
  readonly errors: readonly HayabusaError[];
};

/** Bytes that are worked on before the event loop has its turn: some milliseconds. */
const TURN_BYTES = 1 << 20;

/** Opens what paths name ('-' is standard input), without reading more than the first bytes of each. */
export async function openInputs(
  paths: readonly string[],
  options: Pick<IngestOptions, 'recursive' | 'force'>,
): Promise<OpenedInputs> {
  const inputs: Input[] = [];
  const errors: HayabusaError[] = [];
  for (const name of expandInputs(paths, { recursive: options.recursive ?? false })) {
    try {
      inputs.push(await openInput(name, { force: options.force ?? false }));
    } catch (error) {
      if (!(error instanceof HayabusaError)) throw error;
      errors.push(error);
    }
  }
  return { inputs, errors };
}

/**
 * Reads inputs one after the other into a store. Commits whenever enough is in memory, and at the end, when the hours
 * that were written to are sealed. An input that cannot be read is reported in the summary, and the next one is read.
 */
export async function ingest(
  writer: StoreWriter,
  opened: OpenedInputs,
  options: IngestOptions,
): Promise<IngestSummary> {
  const run = new IngestRun(writer, opened, options);
  // Compressed or not: what is large on disk is large.
  writer.expect(opened.inputs.reduce((sum, { size }) => sum + (size ?? 0), 0));
  if (options.resume) await run.followRenamed(opened.inputs);
  for (const input of opened.inputs) await run.read(input);
  return run.finish();
}

/** How far an input was read, besides what it is known by. */
type InputState = Omit<InputProgress, 'path' | 'size' | 'modified' | 'fingerprint'>;

/** Whether it is a file: what standard input and pipes give comes once. */
function canResume(input: Input): input is Input & { readonly path: string } {
  return input.path !== undefined && input.size !== undefined;
}

class IngestRun {
  readonly #writer: StoreWriter;
  readonly #options: IngestOptions;
  readonly #years = new Set<number>();
  readonly #hours = new Set<number>();
  readonly #summary: IngestSummary;
  /** By path: what earlier runs read, and this one. */
  readonly #progress = new Map<string, InputProgress>();
  #nextSequence: number;
  #bytesBefore = 0;
  readonly #bytesTotal: number | undefined;

  constructor(writer: StoreWriter, opened: OpenedInputs, options: IngestOptions) {
    this.#writer = writer;
    this.#options = options;
    this.#nextSequence = writer.catalog.nextSequence;
    for (const input of writer.catalog.inputs) this.#progress.set(input.path, input);
    this.#summary = {
      messages: 0,
      bytes: 0,
      hours: 0,
      unrecognised: 0,
      inherited: 0,
      implausible: 0,
      pieces: 0,
      years: [],
      warnings: [],
      errors: [...opened.errors],
      interrupted: false,
    };
    let total: number | undefined = 0;
    for (const { size } of opened.inputs)
      total = total === undefined || size === undefined ? undefined : total + size;
    this.#bytesTotal = total;
  }

  followRenamed(inputs: readonly Input[]): Promise<void> {
    return followRenamed(inputs, this.#progress);
  }

  async read(input: Input): Promise<void> {
    const { signal } = this.#options;
    if (signal?.aborted) {
      this.#summary.interrupted = true;
      return;
    }
    const framing = this.#options.framing ?? 'newline';
    const before = this.#startOf(input);
    if (before === undefined) {
      this.#bytesBefore += input.size ?? 0;
      return;
    }
    const from = await resumedFrom(input, before, framing);
    if (from.offset < before.offset)
      this.#summary.warnings.push(
        `${input.name} ended inside a line when it was read before: the ${before.unended} bytes that there were of it stay a ` +
          'message, and it is read once more, whole',
      );
    const intake = new Intake(this.#writer, {
      source: input.name,
      framing,
      from,
      nextSequence: this.#nextSequence,
      clock: (first) => this.#clock(input, first ?? input.modified, from.clock),
      isFresh: from.clock === undefined,
    });
    const messages = () => intake.router?.counts.messages ?? 0;
    const note = (finished: boolean) => {
      this.#nextSequence = intake.router?.nextSequence ?? this.#nextSequence;
      this.#note(input, {
        ...intake.position,
        unended: intake.position.offset === from.offset ? from.unended : intake.unended,
        messages: from.messages + messages(),
        finished,
        clock: intake.clock.state(),
      });
    };

    const place = (bytes: number) => intake.place(bytes);
    // What comes once cannot be read again: the beginning of a line is kept, and its end is not waited for.
    const comesOnce = !canResume(input);
    let stopped = false;
    let failed = false;
    let unheard = 0;
    try {
      for await (const chunk of input.chunks(from.offset, place, signal)) {
        intake.push(chunk);
        this.#options.onProgress?.({
          file: input.name,
          bytesRead: this.#bytesBefore + input.consumed(),
          bytesTotal: this.#bytesTotal,
          messages: this.#summary.messages + messages(),
        });
        this.#writer.endTurn(chunk.length);
        // Not inside a line in pieces: that would make two messages of it. Nor does a signal end the reading there.
        if (this.#writer.commitDue && !intake.isInsideLine) {
          note(false);
          this.#commit();
        }
        // Lets a signal be heard.
        unheard += chunk.length;
        if (unheard >= TURN_BYTES) {
          await new Promise((resolve) => setImmediate(resolve));
          unheard = 0;
        }
        stopped = (signal?.aborted ?? false) && !intake.isInsideLine;
        if (stopped) break;
      }
      if (comesOnce) stopped = signal?.aborted ?? false;
      if (!stopped || comesOnce) intake.finish();
    } catch (error) {
      if (!(error instanceof HayabusaError) || error.code !== 'input') throw error;
      // What could be read is kept.
      intake.finish();
      // Packed data is cut off where it is given up.
      stopped = comesOnce && (signal?.aborted ?? false);
      failed = !stopped;
      if (failed) this.#summary.errors.push(error);
    }
    note(!stopped && !failed);
    if (stopped) this.#summary.interrupted = true;
    this.#bytesBefore += input.size ?? 0;
    if (intake.router !== undefined) this.#collect(input, intake.router, intake.clock, from.clock);
    if (intake.framing !== undefined) this.#collectFraming(input, intake.framing);
  }

  finish(): IngestSummary {
    this.#commit();
    this.#writer.seal();
    this.#summary.hours = this.#hours.size;
    this.#summary.years = [...this.#years].sort((a, b) => a - b);
    return this.#summary;
  }

  #clock(input: Input, fallback: number, state: unknown): LineClock {
    const { zone, year } = this.#options;
    return new LineClock(
      {
        zone,
        reference: input.modified,
        now: Date.now(),
        fallback,
        ...(year === undefined ? {} : { year }),
      },
      state as LineClockState | undefined,
    );
  }

  /** Where to begin; undefined when there is nothing left to read, or it is another file now. */
  #startOf(input: Input): InputProgress | undefined {
    const fresh = this.#progressOf(input, {
      ...{ offset: 0, messages: 0, finished: false, continuing: false, rest: 0, unended: 0 },
      clock: undefined,
    });
    const { resume } = this.#options;
    if (!canResume(input)) {
      const name = input.path === undefined ? 'standard input' : `the pipe ${input.name}`;
      if (resume)
        this.#summary.warnings.push(
          `${name} cannot be resumed: everything that comes from it is read as new`,
        );
      return fresh;
    }
    const before = this.#progress.get(input.path);
    if (before === undefined) return fresh;
    if (!resume) {
      this.#summary.warnings.push(
        `${input.name} was read before: its messages are now in the store twice (--resume reads only what is new)`,
      );
      return fresh;
    }
    if (!isOf(input, before)) {
      const error = new HayabusaError(
        `${input.name} is not the file that was read before: expected one that begins alike and has at least ` +
          `${before.size} bytes, got ${input.size} bytes: if that was rotated, name it too; ingest this one without --resume if it is a new file`,
        { code: 'input', file: input.name },
      );
      // Like a file that cannot be read: the others are read all the same.
      this.#summary.errors.push(error);
      return undefined;
    }
    if (before.finished && input.size === before.size) {
      this.#summary.warnings.push(`${input.name} is in the store already: nothing left to read`);
      return undefined;
    }
    return before;
  }

  #collectFraming(input: Input, { malformed, truncated }: NonNullable<Intake['framing']>): void {
    if (malformed > 0)
      this.#summary.warnings.push(
        `${input.name} has ${malformed} ${malformed === 1 ? 'line' : 'lines'} without an octet count: kept as they are; ` +
          'leave out --framing octet if the file has one message a line',
      );
    if (truncated > 0)
      this.#summary.warnings.push(
        `${input.name} ends inside a message: what there is of it was kept`,
      );
  }

  #note(input: Input, state: InputState): void {
    if (canResume(input)) this.#progress.set(input.path, this.#progressOf(input, state));
  }

  #progressOf(input: Input, state: InputState): InputProgress {
    const size = input.size ?? 0;
    const { path = '', modified } = input;
    return { path, size, modified, fingerprint: input.fingerprint(size), ...state };
  }

  #commit(): void {
    this.#writer.commit({
      nextSequence: this.#nextSequence,
      inputs: [...this.#progress.values()],
    });
  }

  /** `resumedFrom` is the state that `clock` began with, if any: what it had counted belongs to an earlier run. */
  #collect(input: Input, router: MessageRouter, clock: LineClock, resumedFrom: unknown): void {
    const summary = this.#summary;
    const before = (resumedFrom as LineClockState | undefined)?.counters;
    summary.messages += router.counts.messages;
    summary.bytes += router.counts.bytes;
    summary.unrecognised += router.counts.unrecognised;
    summary.pieces += router.counts.pieces;
    summary.inherited += clock.counters.inherited - (before?.inherited ?? 0);
    summary.implausible += clock.counters.implausible - (before?.implausible ?? 0);
    for (const hour of router.hours) this.#hours.add(hour);
    for (const year of clock.years) this.#years.add(year);
    if (clock.pastReference)
      summary.warnings.push(
        `${input.name} runs past ${new Date(input.modified).toISOString().slice(0, 10)}, when it was last written: ` +
          (this.#options.year === undefined
            ? 'its dates name no year, and the one assumed seems wrong; say it with --year'
            : `if ${this.#options.year} is not the year of its first line, say another one with --year`),
      );
  }
}
