import type { LineWriter } from './line-writer.js';
import { mix } from './random.js';

/**
 * What a rank in a population looks like on the wire. One rank has one address of each sort, so that a client keeps its
 * IPv4, IPv6 and MAC address through all devices' messages.
 *
 * Only private, shared and documentation ranges occur. These are left free for needles: 192.0.2.0/24,
 * 2001:db8:ffff::/48, and the MAC block 00:00:5e:00:53.
 */

const CLIENT_SALT = 0x0c11_e472;
const OUTSIDE_SALT = 0x0dd5_1de0;
const SERVER_SALT = 0x5e41_e400;
const SITE_SALT = 0x2001_0db8;

/** Locally administered prefixes: nobody's. None ends in a byte of the needles' block. */
const MAC_PREFIXES: readonly number[] = [
  0x0242ac, 0x0e3a91, 0x1266b4, 0x1aa03d, 0x2ef5c8, 0x36907e, 0x4a1dd2, 0x867bf1,
];

/** A client at the venue: 10.0.0.0/8, last byte 1 to 254. */
export function clientIpv4(rank: number): number {
  const hash = mix(rank, CLIENT_SALT);
  return (0x0a00_0000 | ((hash >>> 8) & 0x003f_ff00) | (1 + ((hash & 0xff) % 254))) >>> 0;
}

/** A server: the first hundred in 203.0.113.0/24, the others in 172.16.0.0/12. */
export function serverIpv4(rank: number): number {
  if (rank < 100) return (0xcb00_7100 | (rank + 10)) >>> 0;
  return (0xac10_0000 | (mix(rank, SERVER_SALT) & 0x000f_ffff)) >>> 0;
}

/** A host of the outside world: 100.64.0.0/10, and one in eight in 198.18.0.0/15. */
export function outsideIpv4(rank: number): number {
  const hash = mix(rank, OUTSIDE_SALT);
  if (hash >>> 29 === 0) return (0xc612_0000 | (hash & 0x0001_ffff)) >>> 0;
  return (0x6440_0000 | (hash & 0x003f_ffff)) >>> 0;
}

/** `2001:db8:…` of a client, shortened as RFC 5952 says. The site never is `ffff`. */
export function writeIpv6(out: LineWriter, rank: number): LineWriter {
  const hash = mix(rank, SITE_SALT);
  const site = 0x100 + ((hash >>> 16) & 0xff);
  const net = 1 + (hash & 0x3f);
  out.text('2001:db8:').group(site).text(':').group(net);
  const host = mix(rank, CLIENT_SALT);
  if (hash & 0x40) return out.text('::').group(1 + (host & 0xfff));
  return out
    .text(':')
    .group(0x200 | (host >>> 24))
    .text(':')
    .group(0x1ff | ((host >>> 7) & 0xfe00))
    .text(':fe')
    .hex(0x10 | (host & 0xef), 2)
    .text(':')
    .group(1 + ((host >>> 8) & 0x7fff));
}

/** The same address with every digit, as the Linux kernel prints it. */
export function writeIpv6Full(out: LineWriter, rank: number): LineWriter {
  const hash = mix(rank, SITE_SALT);
  out.text('2001:0db8:').hex(0x100 + ((hash >>> 16) & 0xff), 4);
  out.text(':').hex(1 + (hash & 0x3f), 4);
  const host = mix(rank, CLIENT_SALT);
  if (hash & 0x40) return out.text(':0000:0000:0000:').hex(1 + (host & 0xfff), 4);
  return out
    .text(':')
    .hex(0x200 | (host >>> 24), 4)
    .text(':')
    .hex(0x1ff | ((host >>> 7) & 0xfe00), 4)
    .text(':fe')
    .hex(0x10 | (host & 0xef), 2)
    .text(':')
    .hex(1 + ((host >>> 8) & 0x7fff), 4);
}

/** `0242.ac1f.90aa`: as Cisco writes a MAC address. */
export function writeMacDotted(out: LineWriter, rank: number): LineWriter {
  const hash = mix(rank, CLIENT_SALT);
  const high = MAC_PREFIXES[hash & 7]!;
  const low = hash >>> 8;
  return out
    .hex(high >>> 8, 4)
    .text('.')
    .hex(high, 2)
    .hex(low >>> 16, 2)
    .text('.')
    .hex(low, 4);
}

/** `02:42:ac:1f:90:aa`: as everybody else does. */
export function writeMacColon(out: LineWriter, rank: number): LineWriter {
  const hash = mix(rank, CLIENT_SALT);
  writeThreeBytes(out, MAC_PREFIXES[hash & 7]!).text(':');
  return writeThreeBytes(out, hash >>> 8);
}

function writeThreeBytes(out: LineWriter, value: number): LineWriter {
  return out
    .hex(value >>> 16, 2)
    .text(':')
    .hex(value >>> 8, 2)
    .text(':')
    .hex(value, 2);
}
