import { writeIpv6Full, writeMacColon } from '../addresses.js';
import { type Device, type DeviceKind, either, messageMix } from '../device-kind.js';
import { INFO, KERNEL, WARNING, writeBsdHeader } from '../headers.js';
import type { LineWriter } from '../line-writer.js';
import type { World } from '../world.js';

/** RFC 3164 with the seconds since boot: `<4>Jun  9 12:34:56 gw-1 kernel: [812345.678901] ` */
export function writeKernelHeader(
  out: LineWriter,
  device: Device,
  world: World,
  severity: number,
): LineWriter {
  writeBsdHeader(out, device, world, KERNEL + severity).text('kernel: [');
  out.number((world.clock.epochSeconds + device.index * 77_777) % 2_000_000).text('.');
  return out.digits(world.clock.millis, 3).digits(world.random.below(1000), 3).text('] ');
}

function writeBlock(out: LineWriter, device: Device, world: World): LineWriter {
  writeKernelHeader(out, device, world, WARNING)
    .text('[UFW BLOCK] IN=eth')
    .number(device.index & 1)
    .text(' OUT= MAC=');
  writeMacColon(out, device.index).text(':');
  return writeMacColon(out, 90_000 + (device.index & 3));
}

function writeBlockedTcp(
  out: LineWriter,
  device: Device,
  world: World,
  from: number,
  to: number,
  port: number,
): void {
  writeBlock(out, device, world).text(':08:00 SRC=').ipv4(from).text(' DST=').ipv4(to);
  out
    .text(' LEN=')
    .number(40 + 4 * world.random.skewed(6))
    .text(' TTL=')
    .number(40 + world.random.below(80));
  out
    .text(' ID=')
    .number(world.random.below(65_536))
    .text(either(world.random, ' DF', ''));
  out
    .text(' PROTO=TCP SPT=')
    .number(world.clientPort())
    .text(' DPT=')
    .number(port)
    .text(' SYN URGP=0');
}

export const linuxKernel: DeviceKind = {
  name: 'linux-kernel',
  weight: 32,
  host: 'gw-',
  write: messageMix([
    [
      56,
      (out, device, world) =>
        writeBlockedTcp(
          out,
          device,
          world,
          world.outsideIpv4(),
          world.serverIpv4(),
          world.servicePort(),
        ),
    ],
    [
      14,
      (out, device, world) => {
        writeBlock(out, device, world).text(':86:dd SRC=');
        writeIpv6Full(out, world.client()).text(' DST=');
        writeIpv6Full(out, world.random.skewed(64)).text(' HOPLIMIT=255 PROTO=ICMPv6 TYPE=135');
      },
    ],
    [
      16,
      (out, device, world) => {
        writeKernelHeader(out, device, world, INFO)
          .text('nf_conntrack: table of netns ')
          .number(world.random.below(8));
        out
          .text(' holds ')
          .number(200_000 + world.random.skewed(60_000))
          .text(' of 262144 entries');
      },
    ],
    [
      14,
      (out, device, world) => {
        writeKernelHeader(out, device, world, WARNING).text('veth').hex(world.random.next(), 7);
        out.text(': entered promiscuous mode on bridge br').number(world.random.skewed(30));
      },
    ],
  ]),
  bursts: {
    'port-scan': (out, device, world, burst) =>
      writeBlockedTcp(
        out,
        device,
        world,
        burst.attacker,
        burst.target,
        1 + ((burst.step * 13) & 8191),
      ),
  },
};
