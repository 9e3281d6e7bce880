import { chmodSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { describe, expect, it } from 'vitest';
import { HayabusaError } from '../../../src/base/errors.js';
import { expandInputs } from '../../../src/input/input.js';
import { makeScratch } from './scratch.js';

const scratch = makeScratch();

function tree(name: string, files: string[]): string {
  const root = scratch.path(name);
  mkdirSync(root);
  for (const file of files) {
    mkdirSync(dirname(`${root}/${file}`), { recursive: true });
    writeFileSync(`${root}/${file}`, 'text\n');
  }
  return root;
}

describe('expandInputs', () => {
  it('keeps what is given as it is given', () => {
    const root = tree('kept', ['a.log']);
    const paths = ['b', '-', 'a', 'a', '', root, '-', `${root}/a.log`];
    expect(expandInputs(paths, { recursive: false })).toEqual(paths);
    expect(expandInputs([], { recursive: true })).toEqual([]);
    expect(expandInputs(['missing', '-', '', 'missing'], { recursive: true })).toEqual([
      'missing',
      '-',
      '',
      'missing',
    ]);
  });

  it('replaces a folder by its files, by name and depth first', () => {
    const root = tree('deep', ['b/2.log', 'b/1/x.log', 'c.log', 'a.log', 'B.log', 'b-.log']);
    const below = ['B.log', 'a.log', 'b/1/x.log', 'b/2.log', 'b-.log', 'c.log'];
    const files = below.map((file) => `${root}/${file}`);
    expect(expandInputs([root], { recursive: true })).toEqual(files);
    expect(expandInputs([`${root}/`], { recursive: true })).toEqual(files);
    expect(expandInputs(['-', root, `${root}/c.log`, root], { recursive: true })).toEqual([
      '-',
      ...files,
      `${root}/c.log`,
      ...files,
    ]);
  });

  it('leaves out what is hidden unless it is named', () => {
    const root = tree('hidden', ['.git/x.log', '.y.log', 'z.log']);
    expect(expandInputs([root], { recursive: true })).toEqual([`${root}/z.log`]);
    expect(expandInputs([`${root}/.git`, `${root}/.y.log`], { recursive: true })).toEqual([
      `${root}/.git/x.log`,
      `${root}/.y.log`,
    ]);
  });

  it('leaves out stores', () => {
    const store = ['CATALOG', 'packs/0000000001.pack', 'log/0000000001.log'];
    const root = tree('stores', [...store.map((name) => `hayabusa-store/${name}`), 'x.log']);
    expect(expandInputs([root], { recursive: true })).toEqual([`${root}/x.log`]);
    expect(expandInputs([`${root}/hayabusa-store`], { recursive: true })).toEqual([]);
    const other = tree('no-stores', ['CATALOG', 'packs.log']);
    expect(expandInputs([other], { recursive: true })).toHaveLength(2);
  });

  it('gives nothing for a folder without files', () => {
    const root = tree('empty', []);
    mkdirSync(`${root}/deeper`);
    expect(expandInputs([root], { recursive: true })).toEqual([]);
  });

  it('follows links to files, and no other links that it meets', () => {
    const root = tree('links', ['real.log', 'sub/inner.log']);
    symlinkSync('real.log', `${root}/link.log`);
    symlinkSync('.', `${root}/circle`);
    symlinkSync('sub', `${root}/sub-link`);
    symlinkSync('nowhere', `${root}/broken`);
    symlinkSync('self', `${root}/self`);
    expect(expandInputs([root], { recursive: true })).toEqual([
      `${root}/link.log`,
      `${root}/real.log`,
      `${root}/sub/inner.log`,
    ]);
    expect(expandInputs([`${root}/sub-link`], { recursive: true })).toEqual([
      `${root}/sub-link/inner.log`,
    ]);
  });

  it.runIf(process.getuid !== undefined && process.getuid() !== 0)(
    'reports a folder that cannot be listed',
    () => {
      const root = tree('closed', ['a.log']);
      chmodSync(root, 0);
      try {
        expandInputs([root], { recursive: true });
        expect.unreachable();
      } catch (error) {
        expect(error).toBeInstanceOf(HayabusaError);
        expect(String(error)).toContain('cannot be listed');
      } finally {
        chmodSync(root, 0o700);
      }
    },
  );
});
