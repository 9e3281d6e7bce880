import { describe, expect, it } from 'vitest';
import { readCatalog } from '../../src/catalog/catalog-file.js';
import { StoreReader } from '../../src/engine/store-reader.js';
import { StoreWriter } from '../../src/engine/store-writer.js';
import type { Directory, ReadableFile } from '../../src/storage/directory.js';
import { LOGS, PACKS } from '../../src/storage/file-names.js';
import { openFsDirectory } from '../../src/storage/fs-directory.js';
import { MemoryDirectory } from '../../src/storage/memory-directory.js';
import { copyOf, filesOf, HOURS, StoreFeed, smallStore } from '../support/small-store.js';
import {
  answerOf,
  expectedAnswer,
  QUESTIONS,
  type Question,
  type SentMessage,
} from '../support/small-store-answers.js';
import { sentMessages } from '../support/small-store-lines.js';
import { temporaryFolder } from '../support/temporary-folder.js';

const EVERYTHING: Question = { text: '', matches: () => true };
const PLAN = { query: { kind: 'all' }, ranges: undefined } as const;

/** Passes on to a directory, and does something right before some file is opened. */
function beforeOpening(inner: Directory, act: (path: string) => void): Directory {
  return new Proxy(inner, {
    get: (target, name) => {
      const method = Reflect.get(target, name, target);
      if (name === 'open')
        return (path: string): ReadableFile => {
          act(path);
          return target.open(path);
        };
      return typeof method === 'function' ? method.bind(target) : method;
    },
  });
}

function sealed(directory: Directory): void {
  const writer = new StoreWriter(directory, { create: false });
  writer.seal();
  writer.close();
}

/** Commits messages, and leaves them in the log. */
function unsealed(directory: Directory, messages: readonly SentMessage[]): SentMessage[] {
  const feed = new StoreFeed(directory);
  feed.send(messages);
  feed.commit();
  feed.writer.close();
  return feed.sent;
}

describe('a search while the writer replaces what it looks for', () => {
  it.each(QUESTIONS)('looks again: $text', (question) => {
    const { directory, sent } = smallStore({ dense: false, scattered: true });
    const { packs, log } = readCatalog(directory);
    // Before any of the files is opened, log and packs become one.
    for (let turn = 0; turn <= packs.length; turn++) {
      const store = copyOf(directory);
      let opened = 0;
      const watched = beforeOpening(store, () => {
        if (opened++ === turn) sealed(store);
      });
      const { lines, reports } = answerOf(watched, question);
      expect(reports).toEqual([]);
      expect(lines).toEqual(expectedAnswer(sent, question));
    }
    expect(log.bytes).toBeGreaterThan(0);
  });

  it('looks again as often as the writer is faster', () => {
    const { directory, sent } = smallStore({ dense: false });
    const all = [...sent];
    let left = 3;
    const replacing = beforeOpening(directory, (path) => {
      if (left === 0 || !path.startsWith(LOGS)) return;
      left--;
      sealed(directory);
      // Into another log, which is gone again when it is looked for.
      all.push(...unsealed(directory, sentMessages(HOURS.single, 2, 'mixed', 5 + left)));
    });
    const { lines, reports } = answerOf(replacing, EVERYTHING);
    expect({ lines, reports, left }).toEqual({
      lines: expectedAnswer(all, EVERYTHING),
      reports: [],
      left: 0,
    });
  });

  it('says that a file is missing when no writer has replaced it', () => {
    const { directory } = smallStore({ dense: false });
    for (const path of filesOf(directory).keys()) {
      if (!path.startsWith(PACKS) && !path.startsWith(LOGS)) continue;
      const store = copyOf(directory);
      store.remove(path);
      const { reports } = answerOf(store, EVERYTHING);
      expect(reports.map(({ lost, error }) => [lost, error.message])).toEqual([
        [true, expect.stringContaining(`File missing in memory/${path}`)],
      ]);
    }
  });

  it('goes on with the packs that it has, also when another search has seen the new ones', () => {
    for (const place of [new MemoryDirectory(), openFsDirectory(temporaryFolder())]) {
      const small = smallStore({ dense: false, scattered: true });
      // More than one batch, and packs behind it that were not looked at.
      const many = sentMessages(HOURS.disordered, 1500, 'short', 3);
      const sent = [...small.sent, ...unsealed(small.directory, many)];
      for (const folder of [PACKS, LOGS]) place.makeDirectory(folder);
      for (const [path, bytes] of filesOf(small.directory)) place.write(path, bytes);
      const reader = new StoreReader(place, ({ error }) => expect.fail(error.message));
      const first = reader.search(PLAN);
      const found = [...(first.next().value ?? [])];
      expect(found.length).toBeLessThan(sent.length);
      const before = readCatalog(place).packs.length;
      sealed(place);
      expect(readCatalog(place).packs.length).toBeLessThan(before);
      reader.refresh();
      expect([...reader.search(PLAN)].flat()).toHaveLength(sent.length);
      for (const batch of first) found.push(...batch);
      expect(found).toHaveLength(sent.length);
      reader.close();
    }
  });
});
