/** A hot structure against its plain twin: the same work on the same input, done the fast way and the plain way. */
export type Duel = {
  /** The structure, and the item that the time is told for: `tokenise and sort, per message`. */
  row: string;
  /** Items that one call works through. */
  items: number;
  hayabusa(): unknown;
  plain(): unknown;
  /** Throws when the two do not give the same result. */
  check(): void;
};

/** The two sides of a duel, with what they return, and how that is compared. */
export type Sides<Ours, Plain> = {
  row: string;
  items: number;
  hayabusa(): Ours;
  plain(): Plain;
  same(ours: Ours, plain: Plain): boolean;
};

/** A duel whose check runs both sides once, exactly as they are timed, and compares what they return. */
export function duel<Ours, Plain>(sides: Sides<Ours, Plain>): Duel {
  const { row, items, hayabusa, plain, same } = sides;
  return {
    row,
    items,
    hayabusa,
    plain,
    check() {
      if (!same(hayabusa(), plain())) throw new Error(`${row}: the plain twin has another result`);
    },
  };
}

/** Whether two lists hold the same numbers in the same order. */
export function sameNumbers(a: ArrayLike<number>, b: ArrayLike<number>): boolean {
  if (a.length !== b.length) return false;
  for (let i = 0; i < a.length; i++) if (a[i] !== b[i]) return false;
  return true;
}
