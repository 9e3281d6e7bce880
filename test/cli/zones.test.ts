import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { cliIn, expectQuiet, folderOfTestFile } from '../support/run-cli.js';

/** Half hours around both changes of Berlin's clocks in 2021: 28 March and 31 October, each at 01:00 UTC. */
const STAMPS = [...halfHours('2021-03-27T23:15:00Z', 8), ...halfHours('2021-10-30T23:15:00Z', 8)];

function halfHours(from: string, count: number): string[] {
  return Array.from({ length: count }, (_, i) =>
    new Date(Date.parse(from) + i * 1_800_000).toISOString(),
  );
}

const folder = folderOfTestFile();
const inZone = (zone: string) => cliIn(folder, { TZ: zone });

/** The UTC times of day (of `day`) that a search finds: with the machine in the zone, and with --timezone. */
function times(zone: string, ...args: string[]): string[] {
  const byMachine = inZone(zone)('search', ...args);
  const byFlag = inZone('UTC')('search', '--timezone', zone, ...args);
  expect(byFlag).toEqual(byMachine);
  // Of an hour that no message is of, it is said which there are.
  if (byMachine.lines.length > 0) expect(byMachine.stderr).toBe('');
  expect(byMachine.status).toBe(byMachine.lines.length > 0 ? 0 : 1);
  return byMachine.lines.map((line) => line.slice(11, 16));
}

beforeAll(() => {
  writeFileSync(join(folder, 'a.log'), STAMPS.map((stamp) => `${stamp} gw app: tick\n`).join(''));
  expectQuiet(inZone('UTC')('ingest', 'a.log'));
});

describe('time zones', () => {
  it('--time is local: UTC', () => {
    expect(times('UTC', '--time', '2021/10/31/00/*')).toEqual(['00:15', '00:45']);
    expect(times('UTC', '--time', '2021/10/30')).toEqual(['23:15', '23:45']);
  });

  it('--time is local: an hour of Kathmandu lies in two of UTC', () => {
    expect(times('Asia/Kathmandu', '--time', '2021/10/31/05/*')).toEqual(['23:15', '23:45']);
    expect(times('Asia/Kathmandu', '--time', '2021/10/31/06/[0-2]?')).toEqual(['00:15']);
    expect(times('Asia/Kathmandu', '--time', '2021/03/28/05/30')).toEqual(['23:45']);
  });

  it('--time is local: the hour that Berlin has twice, and the one that it skips', () => {
    expect(times('Europe/Berlin', '--time', '2021/10/31/02/*')).toEqual([
      '00:15',
      '00:45',
      '01:15',
      '01:45',
    ]);
    expect(times('Europe/Berlin', '--time', '2021/10/31/03')).toEqual(['02:15', '02:45']);
    expect(times('Europe/Berlin', '--time', '2021/03/28/01/*')).toEqual(['00:15', '00:45']);
    expect(times('Europe/Berlin', '--time', '2021/03/28/02/*')).toEqual([]);
    expect(times('Europe/Berlin', '--time', '2021/03/28/03/*')).toEqual(['01:15', '01:45']);
  });

  it('--from and --to are local', () => {
    const march = ['--from', '2021-03-28', '--to', '2021-03-28 03:30'];
    expect(times('Europe/Berlin', ...march)).toEqual(['23:15', '23:45', '00:15', '00:45', '01:15']);
    expect(times('UTC', ...march)).toEqual(['00:15', '00:45', '01:15', '01:45', '02:15', '02:45']);
    const night = ['--from', '2021-10-31 05:45', '--to', '2021-10-31 06:45'];
    expect(times('Asia/Kathmandu', ...night)).toEqual(['00:15', '00:45']);
    // Skipped: as after the gap. Repeated: the earlier.
    expect(times('Europe/Berlin', '--from', '2021-03-28 02:30', '--to', '2021-03-29')[0]).toBe(
      '01:45',
    );
    expect(times('Europe/Berlin', '--from', '2021-10-31 02:30')[0]).toBe('00:45');
  });

  it('--json and stats print times in the zone', () => {
    const first = (zone: string) =>
      JSON.parse(inZone(zone)('search', '--json').lines[0] ?? '') as { time: string };
    expect(first('UTC').time).toBe('2021-03-27T23:15:00.000Z');
    expect(first('Europe/Berlin').time).toBe('2021-03-28T00:15:00.000+01:00');
    expect(first('Asia/Kathmandu').time).toBe('2021-03-28T05:00:00.000+05:45');
    const stats = inZone('UTC')('stats', '--timezone', 'Europe/Berlin').stdout.toString();
    expect(stats).toContain('2021-03-28T00:15:00.000+01:00 to 2021-10-31T03:45:00.000+01:00');
  });

  it('stamps without a zone are read in --input-timezone, else in the machine’s', () => {
    writeFileSync(
      join(folder, 'local.log'),
      '2021-03-28 01:59:59 gw app: before\n2021-03-28 03:00:00 gw app: after\n' +
        '2021-10-31 02:30:00 gw app: twice\n2021-10-31 12:00:00 gw app: noon\n',
    );
    const utcTimes = (store: string) =>
      inZone('UTC')('search', '--json', '--store', store).lines.map(
        (line) => (JSON.parse(line) as { time: string }).time,
      );
    const berlin = [
      '2021-03-28T00:59:59.000Z',
      '2021-03-28T01:00:00.000Z',
      '2021-10-31T00:30:00.000Z',
      '2021-10-31T11:00:00.000Z',
    ];
    expectQuiet(inZone('Europe/Berlin')('ingest', '--store', 'machine', 'local.log'));
    expect(utcTimes('machine')).toEqual(berlin);
    const flag = ['--input-timezone', 'Europe/Berlin'];
    expectQuiet(inZone('Asia/Kathmandu')('ingest', '--store', 'flag', ...flag, 'local.log'));
    expect(utcTimes('flag')).toEqual(berlin);
    expectQuiet(inZone('Asia/Kathmandu')('ingest', '--store', 'kathmandu', 'local.log'));
    expect(utcTimes('kathmandu')[3]).toBe('2021-10-31T06:15:00.000Z');
  });
});
