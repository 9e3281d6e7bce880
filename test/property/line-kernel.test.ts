import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { BLOCK_ROWS, MAX_MESSAGE_BYTES } from '../../src/base/limits.js';
import { batchEnds } from '../../src/engine/batch-limits.js';
import { Intake } from '../../src/engine/intake.js';
import { LineKernel } from '../../src/engine/line-kernel.js';
import { MessageRouter } from '../../src/engine/message-router.js';
import type { StoreWriter } from '../../src/engine/store-writer.js';
import { MessageBatch } from '../../src/messagelog/message-batch.js';
import { instantiate } from '../../src/pack/wasm.js';
import { DIALECTS } from '../../src/syslog/dialects.js';
import { LineFramer } from '../../src/syslog/framing.js';
import { Header, parseHeader } from '../../src/syslog/header.js';
import type { HeaderFields } from '../../src/syslog/header-fields.js';
import { LineClock, type LineClockOptions } from '../../src/syslog/line-clock.js';
import { timeZone, UTC } from '../../src/syslog/time-zones.js';
import { latin1 } from '../support/bytes.js';
import { alikeLines, everyLayout, headerLine } from '../support/header-lines.js';
import { randomRuns } from '../support/random-runs.js';

/** The fields of a header as they follow one another in the kernel's memory: integers, but for two doubles. */
const FIRST = [
  ...['dialect', 'facility', 'severity', 'prefixStart', 'prefixEnd', 'timeStart', 'timeEnd'],
  ...['year', 'month', 'day', 'hour', 'minute', 'second', 'millisecond'],
] as (keyof HeaderFields)[];
const DOUBLES = ['zoneMinutes', 'epoch'] as (keyof HeaderFields)[];
const LAST = [
  ...['clockMark', 'hostStart', 'hostEnd', 'appStart', 'appEnd', 'pidStart', 'pidEnd'],
  ...['msgidStart', 'msgidEnd', 'dataStart', 'dataEnd', 'contentStart'],
] as (keyof HeaderFields)[];
const NOT_TOLD = /^(facility|severity|app|pid|msgid|data|content)/;
const OF_TIME = new Set<keyof HeaderFields>([...FIRST.slice(7), ...DOUBLES]);

/** Reads headers with the kernel. */
function headerKernel(): (bytes: Uint8Array, start: number, end: number) => Header {
  const none = () => undefined;
  const kernel = instantiate('lines.wasm', {
    lines: { enterHour: none },
    hours: { workOut: none },
    hosts: { takeHosts: none, countLong: none },
  }) as {
    memory: { buffer: ArrayBuffer };
    allocate(bytes: number): number;
    headerAt(): number;
    readOne(start: number, end: number): void;
  };
  const text = kernel.allocate(1 << 16);
  const at = kernel.headerAt();
  return (bytes, start, end) => {
    const { buffer } = kernel.memory;
    new Uint8Array(buffer).set(bytes, text);
    kernel.readOne(text + start, text + end);
    const view = new DataView(buffer, at);
    const header = new Header();
    const set = (name: keyof HeaderFields, value: number) => {
      header[name] = /Start|End/.test(name) ? value - text : value;
    };
    FIRST.forEach((name, i) => {
      set(name, view.getInt32(4 * i, true));
    });
    DOUBLES.forEach((name, i) => {
      set(name, view.getFloat64(56 + 8 * i, true));
    });
    LAST.forEach((name, i) => {
      set(name, view.getInt32(72 + 4 * i, true));
    });
    return header;
  };
}

/** What the kernel tells of a header: cuts, time and host, and whether there is anything else. */
function told(header: Header): Partial<Header> {
  const isTimed = header.timeEnd > header.timeStart;
  const isHost = header.hostEnd > header.hostStart;
  const { none, embedded } = DIALECTS;
  const known = [none, embedded].find((dialect) => dialect === header.dialect);
  const entries = Object.entries({ ...header, dialect: known ?? DIALECTS.rfc3164 });
  return Object.fromEntries(
    entries.filter(([name]) => {
      if (NOT_TOLD.test(name)) return false;
      if (name === 'hostStart' || name === 'hostEnd') return isHost;
      return isTimed || !OF_TIME.has(name as keyof HeaderFields);
    }),
  );
}

/** A writer that keeps the batches it is given. */
class Batches {
  readonly batch = new MessageBatch();
  readonly given: { runs: unknown; [column: string]: unknown }[] = [];

  batchEnds(extra: number, nextIsPiece: boolean): boolean {
    return batchEnds(this.batch.count, this.batch.textLength + extra, nextIsPiece);
  }

  endBatch(): void {
    const { text, starts, times, cuts, hosts, ...rest } = this.batch.data();
    // Long arrays are compared fast as text.
    this.given.push({
      ...rest,
      text: Buffer.from(text).toString('latin1'),
      columns: [starts, times, cuts].map((column) => column.join()),
      hosts: [...hosts].sort(),
    });
    this.batch.clear();
  }

  asWriter(): StoreWriter {
    return this as unknown as StoreWriter;
  }
}

const RECEIVED = 1_800_000_000_000;
const ROUTE = { source: 'a.log', continuing: false, nextSequence: 5 };

function chunksOf(bytes: Uint8Array, size: number): Uint8Array[] {
  const chunks: Uint8Array[] = [];
  for (let at = 0; at < bytes.length; at += size) chunks.push(bytes.slice(at, at + size));
  return chunks;
}

/** What a router makes of an input. */
function outcome(batches: Batches, router: MessageRouter, clock: LineClock, offset: number) {
  batches.endBatch();
  const { counts, nextSequence, continuing } = router;
  const hours = [...router.hours].sort();
  const { given } = batches;
  return { given, counts, nextSequence, continuing, hours, clock: clock.state(), offset };
}

function readPlain(bytes: Uint8Array, size: number, options: LineClockOptions) {
  const batches = new Batches();
  const clock = new LineClock(options);
  const router = new MessageRouter(batches.asWriter(), clock, ROUTE);
  const framer = new LineFramer();
  let offset = 0;
  for (const chunk of chunksOf(bytes, size)) {
    const batch = framer.push(chunk);
    router.add(batch, RECEIVED);
    if (batch.count > 0) ({ offset } = framer.stateAfter(batch.count - 1));
  }
  return outcome(batches, router, clock, offset);
}

function readWithKernel(
  bytes: Uint8Array,
  size: number,
  options: LineClockOptions,
  clock = new LineClock(options),
) {
  const batches = new Batches();
  const router = new MessageRouter(batches.asWriter(), clock, ROUTE);
  // A batch may have messages of an input before, and a chunk may have been read to the place it is wanted at.
  const first = size % 2 === 0 ? 0 : bytes.indexOf(0x0a) + 1;
  router.add(new LineFramer().push(bytes.slice(0, first)), RECEIVED);
  const kernel = LineKernel.start(batches.asWriter(), router, clock, first);
  if (kernel === undefined) throw new Error('The build has left no kernel');
  chunksOf(bytes.subarray(first), size).forEach((chunk, i) => {
    const place = kernel.place(chunk.length + (i % 5));
    place.set(chunk);
    const given = i % 3 === 0 ? chunk : place.subarray(0, chunk.length);
    expect(kernel.push(given, RECEIVED)).toBe(true);
  });
  return outcome(batches, router, clock, kernel.offset);
}

const clockOptions = fc.record(
  {
    zone: fc.constantFrom(UTC, timeZone('Europe/Berlin'), timeZone('Australia/Lord_Howe')),
    year: fc.constantFrom(2021, 2020),
    reference: fc.constant(Date.UTC(2026, 5, 12)),
    now: fc.constant(Date.UTC(2026, 6, 1)),
    fallback: fc.constant(Date.UTC(2026, 0, 1)),
  },
  { requiredKeys: ['zone', 'reference', 'now', 'fallback'] },
);

describe('the kernel', () => {
  // One for all lines: what it reads does not depend on what it has read before.
  const read = headerKernel();
  const check = (line: string) => {
    // What stands around a message is none of its business.
    const bytes = latin1(`]: ${line}]: 7x`);
    const parsed = new Header();
    parseHeader(bytes, 3, 3 + line.length, parsed);
    const [found, expected] = [told(read(bytes, 3, 3 + line.length)), told(parsed)];
    // An expectation of each line would double the time of this test.
    if (JSON.stringify(found) !== JSON.stringify(expected)) expect(found, line).toEqual(expected);
  };

  it('reads cuts, times and hosts as parseHeader does', () => {
    fc.assert(
      fc.property(headerLine, fc.nat(100), (text, cut) => {
        for (const line of [text, text.slice(0, cut)]) check(line);
      }),
      randomRuns(5000),
    );
  });

  it('takes no header for like one before that parseHeader reads otherwise', () => {
    fc.assert(
      fc.property(alikeLines, (lines) => {
        for (const line of lines) check(line);
      }),
      randomRuns(5000),
    );
  });

  it('takes no hour of the day and no text for another, in no layout', () => {
    const [plain, ...others] = [
      'sshd[12]: text of some length behind it',
      'x and text of some length behind it',
      '%LINK-3-UPDOWN: text of some length',
      'message repeated 5 times: text',
      ': %ASA-6-302013: text of some length',
    ];
    for (const headerAt of everyLayout()) {
      // Half of a day has twelve hours: AM and PM are part of some times, and words behind others.
      for (const hour of ['13', '09', '12', '00']) check(`${headerAt(`${hour}:29:01`)}${plain}`);
      for (const text of others) check(`${headerAt('09:29:01')}${text}`);
    }
  });

  it('reads again what follows a header where that says who the host is', () => {
    for (const [first, then] of [
      ['last sshd[12]: text of some length', 'last message repeated 5 times: text'],
      ['message sshd[12]: text of some length', 'message forwarded from a1: sshd[7]: text'],
      [': core %ASA-6-302013: text of some length', ': core text of some length, and more'],
    ] as const)
      for (const line of [first, then]) check(`<13>Jun 10 09:29:01 ${line}`);
    for (const line of ['core sshd[7]: text of some length', 'core text of some length, and more'])
      check(`2026-06-10 09:29:01 ${line}`);
  });
});

describe('LineKernel', () => {
  it('gives the writer what framer, router and clock give it', () => {
    const lines = fc.tuple(
      fc.array(headerLine, { minLength: 1, maxLength: 60 }),
      fc.constantFrom(1, 1, 3, 400),
    );
    const size = fc.constantFrom(7, 100, 1000, 1 << 20);
    fc.assert(
      fc.property(lines, size, clockOptions, ([some, times], bytes, options) => {
        const text = latin1(Array.from({ length: times }, () => some.join('\n')).join('\n'));
        expect(readWithKernel(text, bytes, options)).toEqual(readPlain(text, bytes, options));
      }),
      randomRuns(100),
    );
  });

  it('ends batches where the writer does, by messages and by bytes, and knows more hosts than it keeps', () => {
    const options = { zone: UTC, reference: RECEIVED, now: RECEIVED, fallback: 0 };
    for (const [count, width] of [
      [2 * BLOCK_ROWS + 5, 3],
      [BLOCK_ROWS, 1200],
    ] as const) {
      const text = Array.from(
        { length: count },
        (_, i) => `Aug 17 09:${(i >> 9) + 10}:01 host-${i % 700} a: ${'x'.repeat(width)}\n`,
      );
      const bytes = latin1(text.join(''));
      for (const size of [70_000, 1 << 20])
        expect(readWithKernel(bytes, size, options)).toEqual(readPlain(bytes, size, options));
    }
  });
});

describe('the hours that the kernel keeps', () => {
  /** Counts what it is asked for. */
  class CountingClock extends LineClock {
    asked = 0;

    override timeOf(header: HeaderFields): number {
      this.asked++;
      return super.timeOf(header);
    }
  }

  it('are asked for once, of devices in several zones on two days at once', () => {
    const lines: string[] = [];
    for (let minute = 0; minute < 240; minute++) {
      const time = Date.UTC(2026, 5, 10, 14) + 60_000 * minute;
      const [, utc] = /T(.*)\.000Z/.exec(new Date(time).toISOString()) ?? [];
      const tokyo = new Date(time + 9 * 3_600_000).toISOString().slice(0, 19);
      lines.push(
        `Jun 10 ${utc} core sshd[1]: a`,
        `${tokyo}+09:00 east dhcpd[2]: b`,
        `<189>7: ios: Jun 10 ${utc}.123 UTC: %LINK-3-UPDOWN: c`,
        `<190>2026 Jun 10 ${utc} nx %ACLLOG-6-ACLLOG_FLOW: d`,
      );
    }
    const bytes = latin1(`${lines.join('\n')}\n`);
    const options = { zone: UTC, reference: RECEIVED, now: RECEIVED, fallback: 0 };
    const clock = new CountingClock(options);
    expect(readWithKernel(bytes, 1001, options, clock)).toEqual(readPlain(bytes, 1001, options));
    // Four hours and the one before them, in four forms; and once more where a day begins.
    expect(clock.asked).toBeLessThan(50);
  });

  it('do not move the anchor where the clock would not', () => {
    // The day of clocks that were never set, a date within a message, a time too far ahead.
    const now = Date.UTC(2026, 5, 10, 23, 30) - 31 * 24 * 3_600_000;
    const options = { zone: UTC, reference: RECEIVED, now, fallback: 0 };
    for (const lines of [
      ['7: ios: Mar  1 23:10:07: a', '7: ios: Feb 28 23:10:07: a', '7: ios: *Mar  1 23:10:07: a'],
      [
        '2026 Jun 10 23:10:07 nx a: b',
        '2026 Jun 9 23:10:07 nx a: b',
        'on 2026-06-10 23:10:07 a: b',
      ],
      [
        '2026 Jun 10 23:10:07 nx a: b',
        '2026 Jun 9 23:10:07 nx a: b',
        '2026 Jun 10 23:40:07 nx a: b',
      ],
    ]) {
      const bytes = latin1(lines.map((line) => `<189>${line}\n`).join(''));
      const { clock, ...plain } = readPlain(bytes, 1000, options);
      expect(readWithKernel(bytes, 1000, options)).toEqual({ clock, ...plain });
      expect([28, 9]).toContain(clock.anchor[2]);
    }
  });

  it('give lines the times that the clock gives them, whatever their dates are', () => {
    const date = fc.constantFrom(
      ...['Jan  1', 'Mar  1', '*Mar  1', '*Jan  1', 'Feb 28', 'Feb 29', 'Dec 31', 'Dec 30'],
      ...['Jun 10', 'Jun 11', 'Jun 12', 'Jun 13', 'Jul  1', 'Aug  9', 'Sep 10'],
    );
    const year = fc.constantFrom('', ' 2026', ' 2025', ' 2027', ' 2019');
    const clock = fc.constantFrom('00:00:01', '00:59:60', '23:10:07', '23:59:59');
    const zone = fc.constantFrom('', '.5 UTC', '.5 JST', '.5 CET');
    const line = fc
      .tuple(date, year, clock, zone)
      .map(([day, stated, at, of]) => `<189>7: ios: ${day}${stated} ${at}${of}: %LINK-3-UPDOWN: c`);
    const other = fc.constantFrom(
      ...[
        '1781136007 epoch a',
        'none',
        '2026-06-11T08:10:07+09:00 a b: c',
        'x 2026-06-11 23:10:07',
      ],
      ...['it was 2026-06-10 23:10:07 then', 'Jun 10 23:10:07 a b: c', 'Jun 11 23:10:07 a b: c'],
    );
    const lines = fc.array(fc.oneof(line, other), { minLength: 1, maxLength: 12 });
    fc.assert(
      fc.property(lines, fc.constantFrom(1, 2, 5), clockOptions, (some, times, options) => {
        const text = latin1(Array.from({ length: times }, () => `${some.join('\n')}\n`).join(''));
        expect(readWithKernel(text, 1000, options)).toEqual(readPlain(text, 1000, options));
      }),
      randomRuns(500),
    );
  });
});

describe('Intake', () => {
  it('goes on without the kernel behind a line that is longer than a message', () => {
    const options = { zone: UTC, reference: RECEIVED, now: RECEIVED, fallback: 0 };
    const short = 'Aug 17 09:29:01 core sshd[1]: text\n'.repeat(5000);
    const long = `Aug 17 09:29:02 core sshd[1]: ${'word '.repeat(MAX_MESSAGE_BYTES / 2)}\n`;
    const texts = [short + long + short, long + short, `${short}${long}${short}the end`];
    // One line, large enough for a kernel, which no LF ends.
    for (const text of [...texts, long.slice(0, 100_000), `${short}${long.slice(0, 100_000)}`]) {
      const bytes = latin1(text);
      const batches = new Batches();
      const from = { offset: 0, continuing: false, rest: 0 };
      const intake = new Intake(batches.asWriter(), {
        ...ROUTE,
        framing: 'newline',
        from,
        clock: () => new LineClock(options),
        isFresh: true,
      });
      for (const chunk of chunksOf(bytes, 1 << 20)) intake.push(chunk);
      intake.finish();
      batches.endBatch();
      const framer = new LineFramer();
      const plain = new Batches();
      const clock = new LineClock(options);
      const router = new MessageRouter(plain.asWriter(), clock, ROUTE);
      for (const chunk of chunksOf(bytes, 1 << 20)) router.add(framer.push(chunk), RECEIVED);
      router.add(framer.finish(), RECEIVED);
      plain.endBatch();
      const seen = ({ given }: Batches) => given.map(({ runs, ...rest }) => rest);
      expect(seen(batches)).toEqual(seen(plain));
      expect(intake.router?.counts).toEqual(router.counts);
      expect(intake.clock.state()).toEqual(clock.state());
      expect(intake.position.offset).toBe(bytes.length);
    }
  });
});
