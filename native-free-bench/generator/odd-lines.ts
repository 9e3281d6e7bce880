import type { Device } from './device-kind.js';
import { DAEMON, INFO, USER, writeBsdHeader, writeTag } from './headers.js';
import type { LineWriter } from './line-writer.js';
import type { World } from './world.js';

/** The lines that break careless readers, in the order in which they take turns. */
export const ODD_SORTS = [
  'stack-trace',
  'japanese',
  'invalid-utf8',
  'empty',
  'long',
  'carriage-return',
  'nul',
] as const;

export type OddSort = (typeof ODD_SORTS)[number];

const SHORTEST_LONG_LINE = 8 * 1024;
const LONGEST_LONG_LINE = 28 * 1024;
const DEEPEST_STACK = 9;

const JAPANESE: readonly Uint8Array[] = [
  '会場ネットワークの温度が上昇しています',
  '無線アクセスポイントの再起動が完了しました',
  '来場者数が昨日の記録を超えました',
  '監視サーバーのディスク残量が少なくなりました',
].map((text) => Buffer.from(text));

/** Shift_JIS, a UTF-8 sequence that breaks off, and bytes that UTF-8 never has. */
const NO_UTF8: readonly Uint8Array[] = [
  [0x8c, 0x78, 0x8d, 0x90, 0x3a, 0x20, 0x89, 0xb7, 0x93, 0x78],
  [0x6e, 0x61, 0x6d, 0x65, 0x3d, 0xe4, 0xbc],
  [0xff, 0xfe, 0xc0, 0xaf, 0x20, 0xf8, 0x88, 0x80],
].map((bytes) => Uint8Array.from(bytes));

const CLASSES: readonly string[] = [
  'venue.gate.TicketReader.scan',
  'venue.gate.GateService.open',
  'venue.store.BadgeTable.find',
  'venue.http.Router.dispatch',
  'venue.http.Worker.run',
  'java.base/java.lang.Thread.run',
];

/**
 * Writes one odd message of `device`: its lines, each with its LF, but never more than `mostLines` (1 or more).
 * Answers how many lines it wrote.
 */
export function writeOdd(
  out: LineWriter,
  device: Device,
  world: World,
  sort: OddSort,
  mostLines: number,
): number {
  if (sort === 'stack-trace') return writeStackTrace(out, device, world, mostLines);
  if (sort !== 'empty') {
    writeBsdHeader(out, device, world, DAEMON + INFO);
    writeTag(out, 'venue-agent', device.pid);
    writeText(out, world, sort);
  }
  out.endLine();
  return 1;
}

function writeText(out: LineWriter, world: World, sort: Exclude<OddSort, 'stack-trace' | 'empty'>) {
  const { random } = world;
  switch (sort) {
    case 'japanese':
      out
        .raw(JAPANESE[random.below(JAPANESE.length)]!)
        .text(' hall=')
        .number(1 + random.below(8));
      return;
    case 'invalid-utf8':
      out.text('sensor says ').raw(NO_UTF8[random.below(NO_UTF8.length)]!).text(' (raw)');
      return;
    case 'long':
      writeLong(out, world);
      return;
    case 'carriage-return':
      out.text('report written by a foreign system, ').number(world.session()).text(' rows\r');
      return;
    case 'nul':
      out.text('buffer dump: \0\0\0\0 end of ').number(world.session()).text('\0');
      return;
    default:
      sort satisfies never;
  }
}

/** A table of flows on one line. */
function writeLong(out: LineWriter, world: World): void {
  const { random } = world;
  const length = SHORTEST_LONG_LINE + random.below(LONGEST_LONG_LINE - SHORTEST_LONG_LINE - 200);
  const end = out.length + length;
  out.text('flow table:');
  while (out.length < end) {
    out.text(' {src=').endpoint(world.clientIpv4(), ':', world.clientPort()).text(' dst=');
    out.endpoint(world.outsideIpv4(), ':', world.servicePort()).text(' bytes=');
    out.number(random.skewed(9_000_000)).text('}');
  }
}

function writeStackTrace(out: LineWriter, device: Device, world: World, mostLines: number): number {
  const { random } = world;
  const lines = Math.min(mostLines, 4 + random.below(DEEPEST_STACK - 3));
  writeBsdHeader(out, device, world, USER + INFO);
  writeTag(out, 'gate-service', device.pid);
  out.text('java.lang.IllegalStateException: badge reader ').number(1 + random.below(40));
  out
    .text(' gave no answer within ')
    .number(500 + random.below(4000))
    .text(' ms')
    .endLine();
  for (let line = 1; line < lines; line++) {
    const method = CLASSES[Math.min(line - 1, CLASSES.length - 1)]!;
    out
      .text(line % 2 === 0 ? '        at ' : '\tat ')
      .text(method)
      .text('(Unit');
    out
      .number(line)
      .text('.java:')
      .number(20 + random.below(700))
      .text(')')
      .endLine();
  }
  return lines;
}
