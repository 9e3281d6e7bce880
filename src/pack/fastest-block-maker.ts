import type { BlockMaker } from './block-maker.js';
import { KernelBlockMaker } from './kernel-block-maker.js';
import { PlainBlockMaker } from './plain-block-maker.js';

/** For much text: with the kernel, where there is one. Starting it takes some milliseconds. */
export function fastestBlockMaker(): BlockMaker {
  return KernelBlockMaker.start() ?? new PlainBlockMaker();
}
