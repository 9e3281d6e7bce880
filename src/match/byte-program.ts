import type { Assertion, RegexNode } from './regex-parser.js';

/** What a program does at one of its places. */
export type Step =
  /** Takes one byte: of those that are 1 in `bytes`. */
  | { readonly kind: 'byte'; readonly bytes: Uint8Array; readonly next: number }
  /** Goes on at one place, or at either. */
  | { readonly kind: 'fork'; next: number; other: number }
  | { readonly kind: 'assert'; readonly assertion: Assertion; readonly next: number }
  | { readonly kind: 'match' };

/** What is looked for in a text, as steps over its bytes (after K. Thompson); it may begin anywhere. */
export type ByteProgram = {
  readonly steps: readonly Step[];
  readonly first: number;
  /** It says nothing of bytes of 0x80 and above. */
  readonly isAscii: boolean;
};

/** An expression of more is left to the library: each state is made of steps. */
const MOST_STEPS = 1000;

/** The program that finds bytes, in lower case, in any case of ASCII letters; undefined when these are too many. */
export function programOfBytes(wanted: Uint8Array): ByteProgram | undefined {
  if (wanted.length >= MOST_STEPS) return undefined;
  const steps: Step[] = [{ kind: 'match' }];
  for (let i = wanted.length - 1; i >= 0; i--) {
    const bytes = new Uint8Array(256);
    const byte = wanted[i]!;
    bytes[byte] = 1;
    if (byte >= 0x61 && byte <= 0x7a) bytes[byte - 0x20] = 1;
    steps.push({ kind: 'byte', bytes, next: steps.length - 1 });
  }
  return { steps, first: steps.length - 1, isAscii: false };
}

/** The program of an expression, for texts of ASCII; undefined when it is too large, or something in it is not known. */
export function programOfRegex(node: RegexNode): ByteProgram | undefined {
  const builder = new Builder();
  const first = builder.add(node, builder.push({ kind: 'match' }));
  return builder.isGivenUp ? undefined : { steps: builder.steps, first, isAscii: true };
}

class Builder {
  readonly steps: Step[] = [];
  isGivenUp = false;

  push(step: Step): number {
    if (this.steps.length >= MOST_STEPS) this.isGivenUp = true;
    else this.steps.push(step);
    return this.steps.length - 1;
  }

  /** Adds a part that goes on at `next`, and returns where it begins. */
  add(node: RegexNode, next: number): number {
    if (this.isGivenUp) return next;
    switch (node.kind) {
      case 'empty':
        return this.push({ kind: 'assert', assertion: node.assertion, next });
      case 'character': {
        if (node.ascii === undefined) {
          this.isGivenUp = true;
          return next;
        }
        const bytes = new Uint8Array(256);
        bytes.set(node.ascii);
        return this.push({ kind: 'byte', bytes, next });
      }
      case 'sequence':
        return node.parts.reduceRight((behind, part) => this.add(part, behind), next);
      case 'either':
        return node.parts
          .map((part) => this.add(part, next))
          .reduceRight((other, each) => this.push({ kind: 'fork', next: each, other }));
      case 'repeat':
        return this.#repeat(node.part, node.least, node.most, next);
    }
  }

  #repeat(part: RegexNode, least: number, most: number, next: number): number {
    let behind = next;
    if (most === Number.POSITIVE_INFINITY) {
      const fork: Step = { kind: 'fork', next, other: next };
      behind = this.push(fork);
      fork.other = this.add(part, behind);
    } else
      for (let i = least; i < most && !this.isGivenUp; i++)
        behind = this.push({ kind: 'fork', next: this.add(part, behind), other: next });
    for (let i = 0; i < least && !this.isGivenUp; i++) behind = this.add(part, behind);
    return behind;
  }
}
