import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { hasTerminal, runOnTerminal } from '../support/on-terminal.js';
import { cliIn, expectQuiet, folderOfTestFile } from '../support/run-cli.js';

const folder = folderOfTestFile();
const hayabusa = cliIn(folder);
const search = (args: readonly string[], env: Record<string, string> = {}) => {
  const { status, shown } = runOnTerminal(['search', ...args], folder, env);
  return { status, text: shown.toString('latin1'), lines: shown.toString('latin1').split('\r\n') };
};

beforeAll(() => {
  const lines = Array.from(
    { length: 3000 },
    (_, i) => `2021-08-17T09:00:00Z gw1 app: number ${i} of many`,
  );
  lines.push('2021-08-17T09:00:01Z gw1 app: evil \x1b[2J\x1b]0;title\x07 evil\x9b1m');
  lines.push('2021-08-17T09:00:02Z gw1 app: worse \xc2\x9b2J \x7f');
  writeFileSync(join(folder, 'in.log'), `${lines.join('\n')}\n`, 'latin1');
  expectQuiet(hayabusa('ingest', 'in.log'));
});

describe.skipIf(!hasTerminal)('colour on a terminal', () => {
  const RED = 'gw1 app: \x1b[1;31mnumber\x1b[0m \x1b[1;31m7\x1b[0m of many\r\n';
  const PLAIN = 'gw1 app: number 7 of many\r\n';

  it('shows matches bold and red, and goes by NO_COLOR, TERM and --color', () => {
    const shows = (expected: string, args: string[], env: Record<string, string> = {}) => {
      const { status, text } = search([...args, 'number', '7'], env);
      expect([status, text]).toEqual([0, `2021-08-17T09:00:00Z ${expected}`]);
    };
    shows(RED, []);
    shows(PLAIN, [], { NO_COLOR: '1' });
    shows(RED, [], { NO_COLOR: '' });
    shows(PLAIN, [], { TERM: 'dumb' });
    shows(PLAIN, ['--color', 'never']);
    shows(PLAIN, ['--colour', 'never']);
    shows(PLAIN, ['--raw']);
    shows(RED, ['--color', 'always'], { NO_COLOR: '1' });
  });

  it('leaves nothing in a log that moves the cursor, between the colours or without', () => {
    for (const args of [['evil'], ['-o', 'evil'], ['--format', '{raw}{message}{text}', 'evil']]) {
      const { text } = search(args);
      const left = text.replaceAll('\x1b[1;31m', '').replaceAll('\x1b[0m', '');
      expect(left.length).toBeLessThan(text.length);
      expect(left.replaceAll('\r\n', '')).toMatch(/^[\x20-\x7e]+$/);
    }
    const { text } = search(['worse', '--json']);
    expect(text).toContain('worse \\u009b2J \\u007f');
    expect(JSON.parse(text)).toMatchObject({ raw: expect.stringMatching(/worse \x9b2J \x7f$/) });
    expect(search(['evil', '--color', 'never']).text).toContain('evil \\x1b[2J\\x1b]0;title\\x07');
  });
});

describe('colour without a terminal', () => {
  const text = (args: string[], env: Record<string, string> = {}) =>
    expectQuiet(cliIn(folder, { NO_COLOR: '', ...env })('search', ...args)).stdout.toString();

  it('comes when it is asked for, and then control characters are visible', () => {
    expect(text(['number', '7'])).toBe('2021-08-17T09:00:00Z gw1 app: number 7 of many\n');
    for (const [args, env] of [
      [['--color', 'always'], {}],
      [[], { FORCE_COLOR: '1' }],
      [[], { CLICOLOR_FORCE: '1' }],
    ] as const) {
      expect(text([...args, 'number', '7'], env)).toContain(' \x1b[1;31m7\x1b[0m of many');
      expect(text([...args, '-o', '7'], env)).toBe('\x1b[1;31m7\x1b[0m\n');
      expect(text([...args, 'evil'], env)).toContain('\\x1b[2J');
    }
    expect(text(['7'], { FORCE_COLOR: '0' })).not.toContain('\x1b');
    expect(text(['evil'])).toContain('\x1b[2J');
  });
});

describe.skipIf(!hasTerminal)('a pager', () => {
  const got = () => readFileSync(join(folder, 'paged'), 'utf8');
  const TEE = { HAYABUSA_PAGER: 'cat > paged', PAGER: 'false' };

  it('gets what is longer than the screen, all of it, with colours', () => {
    const { status, text } = search(['number'], TEE);
    expect([status, text]).toEqual([0, '']);
    const lines = got().split('\n');
    expect(lines.length).toBe(3001);
    expect(lines[2999]).toBe('2021-08-17T09:00:00Z gw1 app: \x1b[1;31mnumber\x1b[0m 2999 of many');
  });

  it('is not started for what fits, with --no-pager, --raw or -c, or by an empty name', () => {
    const straight: [string[], Record<string, string>, number][] = [
      [['number', '-n', '20'], TEE, 20],
      [['number', '--no-pager'], TEE, 3000],
      [['number', '--raw'], TEE, 3000],
      [['number', '-c'], TEE, 1],
      [['number'], { HAYABUSA_PAGER: '' }, 3000],
      [['number'], { PAGER: 'cat' }, 3000],
      [['number'], { PAGER: 'no-such-pager --of-mine' }, 3000],
    ];
    for (const [args, env, lines] of straight)
      expect(search(args, env).lines.length).toBe(lines + 1);
  });

  it('that ends early ends the search, quietly, with 0', () => {
    const { status, lines } = search(['number'], { PAGER: 'head -n 3' });
    expect([status, lines.length]).toEqual([0, 4]);
  });

  it('is less, set up as git sets it up, unless the user did', () => {
    const less = '#!/bin/sh\necho "$LESS $*" > less-options\ncat > /dev/null\n';
    mkdirSync(join(folder, 'bin'));
    writeFileSync(join(folder, 'bin', 'less'), less, { mode: 0o755 });
    const env = { PATH: `${join(folder, 'bin')}:${process.env['PATH']}` };
    const options = () => readFileSync(join(folder, 'less-options'), 'utf8');
    search(['number'], env);
    expect(options()).toBe('FRX -R\n');
    search(['number'], { ...env, LESS: '-S', PAGER: 'less -i' });
    expect(options()).toBe('-S -i -R\n');
  });
});
