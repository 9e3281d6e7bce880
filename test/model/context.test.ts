import { describe, expect, it, vi } from 'vitest';
import { parsePhrase, parseQuery } from '../../src/query/parser.js';
import { Header, parseHeader } from '../../src/syslog/header.js';
import { timeZone } from '../../src/syslog/time-zones.js';
import { asText, latin1 } from '../support/bytes.js';
import type { KnownMessage } from '../support/oracle.js';
import { makeMessage } from '../support/oracle-messages.js';
import { Choices } from '../support/oracle-random.js';
import { randomRuns } from '../support/random-runs.js';
import { randomQuery } from './random-queries.js';
import { StoreModel } from './store-model.js';

/** Limits so low that context reaches over blocks and packs. */
vi.mock('../../src/base/limits.js', async (importOriginal) => ({
  ...(await importOriginal<object>()),
  BLOCK_ROWS: 12,
  BLOCK_TEXT_BYTES: 3000,
  COMMIT_TEXT_BYTES: 20_000,
  LOG_COMMIT_BYTES: 1500,
  SEAL_LOG_BYTES: 4000,
  LOG_BLOCK_TEXT_BYTES: 700,
  MERGED_PACKS: 3,
  MAX_OPEN_PACKS: 2,
  MAX_OPEN_BLOCKS: 2,
}));

const HOUR = 3_600_000;
const START = Date.UTC(2024, 1, 28, 20);
const ZONE = timeZone('UTC');
const STORES = 10;
const QUERIES = 30;

describe('messages around hits', () => {
  const { seed, numRuns } = randomRuns(STORES);
  it(
    `are those that lie around them in the order of the answer (${numRuns} stores from seed ${seed})`,
    () => {
      for (let run = 0; run < numRuns; run++) {
        try {
          checkStore(new Choices(seed + 11_000_000 + run));
        } catch (error) {
          const message = error instanceof Error ? error.message : String(error);
          throw new Error(`HAYABUSA_TEST_SEED=${seed + run}: ${message}`, { cause: error });
        }
      }
    },
    240_000 * Math.max(1, numRuns / STORES),
  );
});

function checkStore(choices: Choices): void {
  const model = new StoreModel(choices.of([300, 3000, 30_000]));
  try {
    const files = choices.between(1, 4);
    const hours = choices.of([1, 5]);
    // Of a line in pieces the first one says the host, as far as it goes.
    const longest = choices.of([200, 1 << 20]);
    for (let file = 0; file < files; file++) {
      const count = choices.of([1, 30, 150]);
      const times = Array.from({ length: count }, () => {
        const time = START + choices.below(hours * HOUR);
        return choices.chance(0.4) ? Math.floor(time / 600_000) * 600_000 : time;
      });
      if (choices.chance(0.6)) times.sort((a, b) => a - b);
      model.ingest(
        {
          name: `file-${file}.log`,
          messages: times.map((time) => makeMessage(choices, time, ZONE)),
          framing: 'newline',
          limit: longest,
          clock: {
            zone: ZONE,
            reference: START + 6 * HOUR,
            now: START + 6 * HOUR,
            fallback: START,
          },
        },
        choices,
      );
      model.commit();
      if (choices.chance(0.5)) model.seal();
    }
    const { messages } = model.bruteForce;
    const reader = model.reader();
    for (let i = 0; i < QUERIES; i++) {
      const asked = randomQuery(choices, messages);
      const { text, exact, ranges, limit, newestFirst } = asked;
      const context = {
        before: choices.of([0, 0, 1, 2, 5, 40]),
        after: choices.of([0, 0, 1, 2, 5, 40]),
        sameHost: longest > 200 && choices.chance(0.5),
      };
      const plan = { query: exact ? parsePhrase(text) : parseQuery(text), ranges };
      const options = { newestFirst, context, ...(limit === undefined ? {} : { limit }) };
      const found = [...reader.search(plan, options)].flat().map((message) => {
        const mark = `${message.beginsGroup ? '-- ' : ''}${message.isContext ? '-' : ':'}`;
        return `${mark}${message.sequence} ${asText(message.raw)}`;
      });
      const hits = model.bruteForce.search(asked);
      const order = newestFirst ? -1 : 1;
      const all = [...messages].sort(
        (a, b) => order * (a.time - b.time || a.sequence - b.sequence),
      );
      const what = `${JSON.stringify(text)} ${JSON.stringify({ exact, ranges, limit, newestFirst, ...context })}`;
      expect(found, what).toEqual(linesAround(all, hits, context));
    }
  } finally {
    model.close();
  }
}

/** The same, over a list of all messages in order: of each host's, or of all of them together. */
function linesAround(
  all: readonly KnownMessage[],
  hits: readonly KnownMessage[],
  { before, after, sameHost }: { before: number; after: number; sameHost: boolean },
): string[] {
  const hosts = new Map<string, { list: number[]; given: number; left: number }>();
  const hostOf = all.map((message) => (sameHost ? hostName(message) : ''));
  all.forEach((_, i) => {
    const host = hosts.get(hostOf[i]!) ?? { list: [], given: -1, left: 0 };
    hosts.set(hostOf[i]!, host);
    host.list.push(i);
  });
  const isHit = new Set(hits.map(({ sequence }) => sequence));
  const lines: string[] = [];
  const give = (i: number, mark: string) => lines.push(`${mark}${all[i]!.sequence} ${all[i]!.raw}`);
  all.forEach((message, i) => {
    const host = hosts.get(hostOf[i]!)!;
    const at = host.list.indexOf(i);
    if (isHit.has(message.sequence)) {
      let from = Math.max(host.given + 1, at - before);
      let group = from > host.given + 1 || host.given < 0 ? '-- ' : '';
      if (lines.length === 0) group = '';
      for (; from < at; from++) {
        give(host.list[from]!, `${group}-`);
        group = '';
      }
      give(i, `${group}:`);
      host.given = at;
      host.left = after;
    } else if (host.left > 0) {
      host.left--;
      give(i, '-');
      host.given = at;
    }
  });
  return lines;
}

const header = new Header();

function hostName({ raw }: KnownMessage): string {
  const bytes = latin1(raw);
  parseHeader(bytes, 0, bytes.length, header);
  return raw.slice(header.hostStart, header.hostEnd).replace(/[A-Z]/g, (c) => c.toLowerCase());
}
