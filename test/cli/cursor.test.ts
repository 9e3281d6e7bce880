import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { cliIn, expectQuiet, expectRefusal, folderOfTestFile } from '../support/run-cli.js';

const folder = folderOfTestFile();
const hayabusa = cliIn(folder);

/** A time of 2021-08-17, and a text. */
const line = (time: string, text: string) => `2021-08-17T${time}Z gw sshd[7]: ${text}`;

function ingest(name: string, ...lines: string[]): void {
  writeFileSync(join(folder, name), `${lines.join('\n')}\n`);
  expectQuiet(hayabusa('ingest', name));
}

/** What a search with a cursor prints, and the cursor behind it. */
function readOn(status: number, ...args: string[]): { texts: string[]; cursor: string } {
  const result = hayabusa('search', ...args);
  expect(result.stderr).toMatch(/^cursor: [0-9a-f]{12}-\d+\n$/);
  expect(result.status).toBe(status);
  return {
    texts: result.lines.map((each) => each.slice(each.indexOf(']: ') + 3)),
    cursor: result.stderr.slice('cursor: '.length).trimEnd(),
  };
}

describe('hayabusa search --cursor', () => {
  it('prints in order of arrival and goes on behind what it printed, late messages included', () => {
    ingest(
      'a.log',
      line('10:00:00', 'a one'),
      line('12:00:00', 'two'),
      line('11:00:00', 'a three'),
    );
    const first = readOn(0, 'a', '--cursor');
    expect(first.texts).toEqual(['a one', 'a three']);
    expect(readOn(1, 'a', '--cursor', first.cursor)).toEqual({ texts: [], cursor: first.cursor });

    ingest(
      'b.log',
      line('09:00:00', 'a late'),
      line('13:00:00', 'a five'),
      line('13:30:00', 'six'),
    );
    const second = readOn(0, 'a', '--cursor', first.cursor);
    expect(second.texts).toEqual(['a late', 'a five']);
    // A cursor is a place in the store: another query goes on from it as well.
    expect(readOn(0, '--cursor', first.cursor).texts).toEqual(['a late', 'a five', 'six']);
    expect(readOn(0, '--to', '2021-08-17 10:00', '--cursor', first.cursor).texts).toEqual([
      'a late',
    ]);
  });

  it('takes the first -n, and goes on behind these', () => {
    const seen: string[] = [];
    let cursor: string | undefined;
    for (const status of [0, 0, 0, 1]) {
      const place: string[] = cursor === undefined ? [] : [cursor];
      const part = readOn(status, 'a', '-n', '2', '--cursor', ...place);
      seen.push(part.texts.join());
      ({ cursor } = part);
      // What has not come yet is seen too.
      if (seen.length === 1) ingest('c.log', line('08:00:00', 'a seventh'));
    }
    expect(seen).toEqual(['a one,a three', 'a late,a five', 'a seventh', '']);
  });

  it('--json has the cursor as the last object', () => {
    const { lines } = expectQuiet(hayabusa('search', 'late', '--json', '--cursor'));
    const objects = lines.map((each) => JSON.parse(each) as { raw?: string; cursor?: string });
    expect(objects.map(({ raw }) => raw?.slice(-4))).toEqual(['late', undefined]);
    expect(readOn(1, 'late', '--cursor', objects[1]?.cursor ?? '').texts).toEqual([]);
  });

  it('refuses what is no cursor of this store, and what has no place to go on from', () => {
    const { cursor } = readOn(0, '--cursor');
    const [id = '', count = ''] = cursor.split('-');
    expectRefusal(hayabusa('search', '--cursor', 'sshd'), /"sshd" is no cursor: expected one such/);
    expectRefusal(hayabusa('search', '--cursor', `${id}-01`), /is no cursor/);
    expectRefusal(
      hayabusa('search', '--cursor', `0123456789ab-${count}`),
      /of another store, .*expected one that begins with [0-9a-f]{12}/,
    );
    expectRefusal(
      hayabusa('search', '--cursor', `${id}-${Number(count) + 1}`),
      /stands behind all messages of the store: expected at most 7 /,
    );
    for (const flag of ['-c', '-q', '--newest-first'])
      expectRefusal(
        hayabusa('search', flag, '--cursor'),
        new RegExp(`expected no ${flag} with it`),
      );
  });
});
