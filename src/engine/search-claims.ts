import { monotonicMillis } from '../base/monotonic-clock.js';

/**
 * Who searches what, of a search that several threads share: plain numbers that all of them see and set. A thread takes a pack
 * to look its words up, which is done once then, and claims its blocks one by one, so that others can help with the last packs.
 */
export class SearchClaims {
  /** Int32: of each pack 1 when a thread has taken it; of each pack its blocks that nobody has claimed; of each block 1 when claimed. */
  readonly shared: Int32Array;
  readonly #packs: number;
  readonly #tellNews: () => void;

  /** `tellNews` wakes the threads that wait until a pack is looked up or given back. */
  constructor(shared: Int32Array, packs: number, tellNews: () => void) {
    this.shared = shared;
    this.#packs = packs;
    this.#tellNews = tellNews;
  }

  /** Of so many packs, that have so many blocks together. */
  static of(packs: number, blocks: number, tellNews: () => void): SearchClaims {
    const shared = new Int32Array(new SharedArrayBuffer(4 * (2 * packs + blocks)));
    return new SearchClaims(shared, packs, tellNews);
  }

  /** Whether the caller is the one to look words up in a pack. */
  takePack(pack: number): boolean {
    return Atomics.compareExchange(this.shared, pack, 0, 1) === 0;
  }

  /** Says that the caller has taken a pack and cannot search it. */
  giveBack(pack: number): void {
    Atomics.store(this.shared, pack, 0);
    this.#tellNews();
  }

  /** Says how many blocks of a pack can hold an answer: before any of them is claimed. All who ask find the same. */
  lookedUp(pack: number, candidates: number): void {
    Atomics.compareExchange(this.shared, this.#packs + pack, 0, candidates + 1);
    this.#tellNews();
  }

  /** How many blocks of a pack nobody has claimed; undefined before it was looked up. */
  left(pack: number): number | undefined {
    const left = Atomics.load(this.shared, this.#packs + pack);
    return left === 0 ? undefined : left - 1;
  }

  /** Whether the caller is to search a block; `block` counts through all packs. */
  takeBlock(pack: number, block: number): boolean {
    if (Atomics.compareExchange(this.shared, 2 * this.#packs + block, 0, 1) !== 0) return false;
    Atomics.sub(this.shared, this.#packs + pack, 1);
    return true;
  }

  /** The pack with the most blocks that nobody has claimed: of those it is worth most to help with. Undefined: none has any. */
  mostLeft(): { pack: number; blocks: number } | undefined {
    let most: { pack: number; blocks: number } | undefined;
    for (let pack = 0; pack < this.#packs; pack++) {
      const blocks = this.left(pack) ?? 0;
      if (blocks > (most?.blocks ?? 0)) most = { pack, blocks };
    }
    return most;
  }

  /** Whether some pack was not looked up yet. */
  get isAnyUnknown(): boolean {
    for (let pack = 0; pack < this.#packs; pack++) if (this.left(pack) === undefined) return true;
    return false;
  }
}

/** What a thread has spent on things of one kind so far. */
class Cost {
  count = 0;
  millis = 0;

  /** Does one more, which counts even when it fails. */
  of<T>(action: () => T): T {
    const start = monotonicMillis();
    try {
      return action();
    } finally {
      this.millis += monotonicMillis() - start;
      this.count++;
    }
  }

  get mean(): number {
    return this.millis / this.count;
  }
}

/** What a thread has spent on looking words up in packs, and on searching blocks of them. */
export class SearchCosts {
  readonly packs: Cost = new Cost();
  readonly blocks: Cost = new Cost();

  /** Whether half of some blocks take longer than to look words up in their pack once more. */
  areWorthHelp(blocks: number): boolean {
    return this.blocks.mean * (blocks / 2) > this.packs.mean;
  }
}

/** How a thread learns that claims have changed. */
export type ClaimNews = {
  /** A number that changes with them. */
  readonly seen: () => number;
  /** Returns when it is no longer what it was. */
  readonly wait: (seen: number) => void;
};

/** A pack that a thread is to go through: taken by itself, or with the help of another. */
export type PackTurn = { readonly pack: number; readonly isTaken: boolean };

/** The packs that a thread is to go through: in its order those that nobody has taken, then those of others that are not done. */
export function* packTurns(
  claims: SearchClaims,
  order: readonly number[],
  costs: SearchCosts,
  news: ClaimNews,
): Generator<PackTurn> {
  const tried = new Set<number>();
  for (;;) {
    for (const pack of order)
      if (!tried.has(pack) && claims.takePack(pack)) {
        tried.add(pack);
        yield { pack, isTaken: true };
      }
    const seen = news.seen();
    const most = claims.mostLeft();
    if (most !== undefined && costs.areWorthHelp(most.blocks))
      yield { pack: most.pack, isTaken: false };
    else if (claims.isAnyUnknown) news.wait(seen);
    else return;
  }
}
