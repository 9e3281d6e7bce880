import type { Arrival } from '../pack/arrival.js';
import type { BlockReader } from '../pack/block-reader.js';
import { HIT_BATCH, type Hit } from './hit-merge.js';
import type { Candidate } from './pack-search.js';
import type { Place, Timeline } from './timeline.js';

/** How many messages are given before and after each hit. */
export type ContextSize = { readonly before: number; readonly after: number };

/** A message to be given: a hit, or one around it; `beginsGroup` when some lie between the one before and it. */
export type ContextHit = Hit & { readonly isContext: boolean; readonly beginsGroup: boolean };

/** Timelines that are kept between hits, beyond those with messages yet to come. Others are made anew. */
const MAX_KEPT = 64;

/** Messages among which context is looked for: all, or those of one host. */
class Neighbours {
  readonly name: string;
  /** Undefined when it was given up for others. */
  timeline: Timeline | undefined;
  /** The last message given; the timeline stands right behind it. */
  given: Place | undefined;
  /** Messages yet to come behind the last hit. */
  left = 0;

  constructor(name: string) {
    this.name = name;
  }
}

/**
 * Hits, which come in their order, with the messages around them, each once: a hit within reach of another one is given as a
 * hit. The order is that of the hits; where `nameOf` tells groups of messages (hosts) apart, those before a hit may stand
 * behind hits of other groups, as they are looked for when the hit is there: memory is bounded.
 */
export class ContextSearch {
  readonly #size: ContextSize;
  readonly #isBackwards: boolean;
  readonly #block: (candidate: Candidate) => BlockReader;
  readonly #nameOf: (hit: Hit) => string | undefined;
  readonly #timelineOf: (name: string) => Timeline;
  readonly #all = new Map<string, Neighbours>();
  /** Those with a timeline; the one asked for last is the last. */
  readonly #kept = new Set<Neighbours>();
  /** Those with messages yet to come. */
  readonly #pending = new Set<Neighbours>();
  #found: ContextHit[] = [];
  #hasGiven = false;
  /** The block of the last hit, and of its rows the times and the arrival. */
  #candidate: Candidate | undefined;
  #times: Float64Array | undefined;
  #arrival: Arrival | undefined;

  constructor(
    options: ContextSize & {
      readonly isBackwards: boolean;
      readonly block: (candidate: Candidate) => BlockReader;
      /** The group that a hit belongs to; undefined when the message cannot be read: it is left out. */
      readonly nameOf: (hit: Hit) => string | undefined;
      /** All messages of a group, from their beginning. */
      readonly timelineOf: (name: string) => Timeline;
    },
  ) {
    this.#size = options;
    this.#isBackwards = options.isBackwards;
    this.#block = options.block;
    this.#nameOf = options.nameOf;
    this.#timelineOf = options.timelineOf;
  }

  *around(hits: Iterable<readonly Hit[]>): Generator<ContextHit[]> {
    for (const batch of hits) {
      for (const hit of batch) {
        const name = this.#nameOf(hit);
        if (name === undefined) continue;
        const place = this.#placeOf(hit);
        while (this.#givePending(place)) if (this.#found.length >= HIT_BATCH) yield this.#take();
        this.#giveHit(this.#neighboursOf(name), hit, place);
        if (this.#found.length >= HIT_BATCH) yield this.#take();
      }
      yield this.#take();
    }
    while (this.#givePending(undefined)) if (this.#found.length >= HIT_BATCH) yield this.#take();
    if (this.#found.length > 0) yield this.#take();
  }

  #take(): ContextHit[] {
    const found = this.#found;
    this.#found = [];
    return found;
  }

  #placeOf({ candidate, row }: Hit): Place {
    if (this.#times === undefined || candidate !== this.#candidate) {
      const reader = this.#block(candidate);
      this.#times = reader.times();
      this.#arrival = reader.arrival();
      this.#candidate = candidate;
    }
    const time = this.#times[row]!;
    return { key: this.#isBackwards ? -time : time, sequence: this.#arrival!.sequence(row) };
  }

  /** Gives the first of the messages that are yet to come, if it stands before a place. */
  #givePending(until: Place | undefined): boolean {
    let first: Neighbours | undefined;
    let firstPlace: ReturnType<Timeline['peek']>;
    for (const neighbours of this.#pending) {
      const timeline = neighbours.timeline!;
      if (until !== undefined && timeline.compareTo(until) >= 0) continue;
      if (firstPlace !== undefined && timeline.compareTo(firstPlace) >= 0) continue;
      const place = timeline.peek();
      if (place === undefined) this.#pending.delete(neighbours);
      else {
        first = neighbours;
        firstPlace = place;
      }
    }
    if (first === undefined || firstPlace === undefined) return false;
    this.#give(first, firstPlace, firstPlace, false, true);
    first.left--;
    if (first.left === 0) this.#pending.delete(first);
    first.timeline!.next();
    return true;
  }

  #giveHit(neighbours: Neighbours, hit: Hit, place: Place): void {
    const timeline = this.#timelineAt(neighbours);
    const isAdjacent = this.#moveBefore(timeline, neighbours.given !== undefined, place);
    let beginsGroup = !isAdjacent && this.#hasGiven;
    let order = timeline.compareTo(place);
    for (; order < 0; order = timeline.compareTo(place)) {
      const at = timeline.peek()!;
      this.#give(neighbours, at, at, beginsGroup, true);
      beginsGroup = false;
      timeline.next();
    }
    this.#give(neighbours, hit, place, beginsGroup, false);
    if (order === 0) timeline.next();
    if (this.#size.after > 0 && neighbours.left === 0) this.#pending.add(neighbours);
    neighbours.left = this.#size.after;
  }

  /**
   * Moves to the first message to be given before a hit, at most to where the timeline stands if that is right behind what
   * was given; says whether it is there.
   */
  #moveBefore(timeline: Timeline, hasGiven: boolean, hit: Place): boolean {
    if (hasGiven && timeline.compareTo(hit) === 0) return true;
    const standing = hasGiven ? timeline.peek() : undefined;
    timeline.seek(hit);
    for (let i = 0; i < this.#size.before && timeline.back(); i++)
      if (standing !== undefined && timeline.compareTo(standing) === 0) return true;
    return false;
  }

  #give(
    neighbours: Neighbours,
    { candidate, row }: Hit,
    place: Place,
    beginsGroup: boolean,
    isContext: boolean,
  ): void {
    this.#found.push({ candidate, row, isContext, beginsGroup });
    neighbours.given = place;
    this.#hasGiven = true;
  }

  #neighboursOf(name: string): Neighbours {
    let neighbours = this.#all.get(name);
    if (neighbours === undefined) {
      neighbours = new Neighbours(name);
      this.#all.set(name, neighbours);
    }
    return neighbours;
  }

  #timelineAt(neighbours: Neighbours): Timeline {
    if (neighbours.timeline !== undefined && this.#kept.size === 1) return neighbours.timeline;
    this.#kept.delete(neighbours);
    this.#kept.add(neighbours);
    if (neighbours.timeline !== undefined) return neighbours.timeline;
    if (this.#kept.size > MAX_KEPT)
      for (const each of this.#kept) {
        if (each.left > 0) continue;
        each.timeline = undefined;
        this.#kept.delete(each);
        break;
      }
    const timeline = this.#timelineOf(neighbours.name);
    if (neighbours.given !== undefined) {
      timeline.seek(neighbours.given);
      timeline.next();
    }
    neighbours.timeline = timeline;
    return timeline;
  }
}
