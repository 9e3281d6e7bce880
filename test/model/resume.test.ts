import { writeFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { openStore } from '../../src/index.js';
import { timeZone } from '../../src/syslog/time-zones.js';
import { asText } from '../support/bytes.js';
import { temporaryFolder } from '../support/temporary-folder.js';

describe('ingest with resume', () => {
  it('refuses a file that is another one now, and reads those before and behind it', async () => {
    const folder = temporaryFolder();
    const paths = ['a', 'b', 'c'].map((name) => `${folder}/${name}.log`);
    for (const path of paths) writeFileSync(path, `2026-10-11T22:14:17Z h app: ${path}\n`);
    const [first = '', changed = '', last = ''] = paths;
    const options = { zone: timeZone('UTC'), resume: true };
    await using store = await openStore(`${folder}/store`, { write: true, create: true });
    await store.ingest([changed], options);
    writeFileSync(changed, 'short\n');

    const summary = await store.ingest([first, changed, last], options);
    expect(summary.errors.map(({ message }) => message)).toEqual([
      expect.stringContaining(`${changed} is not the file that was read before`),
    ]);
    expect(summary.messages).toBe(2);
    const found: string[] = [];
    for await (const batch of store.search('')) found.push(...batch.map(({ raw }) => asText(raw)));
    expect(found.map((raw) => raw.slice(-5))).toEqual(['b.log', 'a.log', 'c.log']);
    expect((await store.ingest([first, last], options)).messages).toBe(0);
  });
});
