import { MILLIS_PER_HOUR } from '../../src/base/ids.js';
import type { SentMessage } from './small-store-answers.js';

/** Kinds of lines: of every sort; as short as can be; of very many values; longer than one message may be. */
export type LineKind = 'mixed' | 'short' | 'wide' | 'long';

const HOSTS = ['core-sw-01', 'edge-rt-02', 'fw-3', 'ap-4'];

/** What follows the host. Addresses stand between spaces. */
const TEXTS: readonly ((n: number) => string)[] = [
  (n) => `sshd[${n}]: Failed password for root from 192.0.2.${n % 9} port 22`,
  (n) => `sshd[${n}]: session opened for user u${n % 5} by (uid=0)`,
  (n) => `kernel: eth${n % 3}: Link is Down, reason ${n % 7}`,
  (n) => `dhcpd: lease 198.51.100.${n % 4} to 00:11:22:33:44:0${n % 6} via eth${n % 3}`,
  (n) => `bgpd: peer 2001:db8::${n % 4} state Established, ${n} prefixes`,
  () => 'sshd: session was opened, for whom it may concern',
  (n) => `caf\xe9 d\xe9j\xe0 vu ${n % 3} \xff\xfe`,
];

/**
 * `count` messages of an hour, in order of arrival; the same for the same arguments. `turn` tells apart the turns of
 * one hour. Sequence numbers are for the sender to give.
 */
export function sentMessages(hour: number, count: number, kind: LineKind, turn = 0): SentMessage[] {
  const messages: SentMessage[] = [];
  let state = (hour * 7919 + turn * 104_729 + 17) >>> 0;
  const random = (limit: number): number => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * limit);
  };
  let time = hour * MILLIS_PER_HOUR + turn * 200_000;
  for (let i = 0; i < count; i++) {
    if (kind === 'short') {
      time += random(4) * 1000;
      const word = ['tick', 'tock', 'tick tock', 'boom'][random(4)] ?? '';
      messages.push(
        message('', time, random(5) === 0 ? 'b' : 'a', `${word} ${random(3)} x${i.toString(36)}`),
      );
    } else if (kind === 'wide') {
      // Each value has a column of its own: some words are in columns here and there, among hundreds.
      const values = Array.from(
        { length: 150 },
        (_, value) => ['n77', 'm88', `v${value % 9}`][random(3)],
      );
      messages.push(message('', time, 'a', `wide${'~'.repeat(i)} ${values.join(' ')}`));
    } else if (kind === 'long') {
      const words = Array.from({ length: 80 }, (_, word) => `w${word}`);
      messages.push(message('<14>', time, HOSTS[0] ?? '', `java: ${words.join(' ')} last words`));
    } else if (i % 16 === 13) {
      // A line without a time has that of the line before.
      const text = i % 32 === 13 ? `\tat org.example.Frame(line ${i})\r` : '';
      messages.push({ raw: text, time, searched: [text], sequence: 0 });
    } else {
      // Out of order by up to two minutes, with milliseconds.
      const late = random(3) === 0 ? random(120_000) : 0;
      time += random(20_000);
      const at = Math.max(hour * MILLIS_PER_HOUR, time - late);
      const text = TEXTS[random(TEXTS.length)]?.(random(40)) ?? '';
      const ending = random(12) === 0 ? ' nul\0 \r' : '';
      messages.push(
        message(`<${random(192)}>`, at, HOSTS[random(HOSTS.length)] ?? '', text + ending),
      );
      time = at;
    }
  }
  return messages;
}

/** Lines longer than this are stored as pieces in the small store, as lines of more than 1 MiB are elsewhere. */
export const PIECE_BYTES = 160;

function message(pri: string, time: number, host: string, text: string): SentMessage {
  const header = `${pri}${new Date(time).toISOString()}`;
  const raw = `${header} ${host} ${text}`;
  const searched = [raw.slice(header.length, PIECE_BYTES)];
  for (let at = PIECE_BYTES; at < raw.length; at += PIECE_BYTES)
    searched.push(raw.slice(at, at + PIECE_BYTES));
  return { raw, time, searched, sequence: 0 };
}
