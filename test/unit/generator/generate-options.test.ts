import { describe, expect, it } from 'vitest';
import { parseGenerateArguments } from '../../../native-free-bench/generator/generate-options.js';

describe('parseGenerateArguments()', () => {
  it('has defaults for everything', () => {
    expect(parseGenerateArguments([])).toEqual({
      options: {
        seed: 1,
        lines: 100_000,
        start: Date.UTC(2026, 5, 10),
        spanMillis: 86_400_000,
        pri: true,
        odd: true,
      },
      hostile: false,
      report: undefined,
    });
  });

  it('reads every flag', () => {
    const flags =
      '--lines 5 --seed=-3 --start 2025-12-31T23:30:00Z --span 90s --devices 40 --no-pri --no-odd --odd-every 9 --report r.json';
    const needles = ['--needle', 'mac=00:00:5e:00:53:01,4', '--needle', 'phrase=blue whale,2'];
    expect(parseGenerateArguments([...flags.split(' '), ...needles])).toEqual({
      options: {
        seed: -3,
        lines: 5,
        start: Date.UTC(2025, 11, 31, 23, 30),
        spanMillis: 90_000,
        devices: 40,
        pri: false,
        odd: false,
        oddEvery: 9,
        needles: [
          { sort: 'mac', text: '00:00:5e:00:53:01', count: 4 },
          { sort: 'phrase', text: 'blue whale', count: 2 },
        ],
      },
      hostile: false,
      report: 'r.json',
    });
  });

  it('--hostile takes the options of a run, and none of the network', () => {
    expect(parseGenerateArguments('--hostile --lines 9 --seed 2 --span 1h'.split(' '))).toEqual({
      options: { seed: 2, lines: 9, start: Date.UTC(2026, 5, 10), spanMillis: 3_600_000 },
      hostile: true,
      report: undefined,
    });
    for (const flag of ['--no-odd', '--no-pri', '--devices=40', '--odd-every=9', '--needle=x'])
      expect(() => parseGenerateArguments(['--hostile', flag])).toThrow(
        `--hostile: expected no ${flag.split('=')[0]} beside it`,
      );
  });

  it('asks for help', () => {
    expect(parseGenerateArguments(['--help'])).toBeUndefined();
  });

  it('says what is wrong', () => {
    const check = (args: string, message: string) =>
      expect(() => parseGenerateArguments(args.split(' ')), args).toThrow(message);
    check('--lines many', '--lines: expected a whole number, got "many"');
    check('--lines 1e5', '--lines: expected a whole number, got "1e5"');
    check('--seed 99999999999999999', '--seed: expected a whole number');
    check('--start yesterday', '--start: expected a time like');
    check('--start 2026-02-30', '--start: expected a time like');
    check('--start 2026-06-10T08:30:00', '--start: expected a time like');
    check('--span 1w', '--span: expected a length like 90s, 45m, 24h or 7d, got "1w"');
    check('--needle word', '--needle: expected SORT=TEXT,COUNT');
    check('--needle word=x,1', '--needle: expected SORT=TEXT,COUNT');
    check('--nonsense', "Unknown option '--nonsense'");
    check('extra', "Unexpected argument 'extra'");
  });
});
