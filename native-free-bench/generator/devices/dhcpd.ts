import { clientIpv4, writeMacColon } from '../addresses.js';
import { type Device, type DeviceKind, messageMix } from '../device-kind.js';
import { DAEMON, INFO, writeIsoStamp, writePri } from '../headers.js';
import type { LineWriter } from '../line-writer.js';
import type { World } from '../world.js';

const STEMS: readonly string[] = [
  'iphone',
  'pixel',
  'laptop',
  'macbook',
  'thinkpad',
  'printer',
  'camera',
  'signage',
];

/** ISO time with microseconds in Japanese time, as rsyslog forwards: `<30>2026-06-09T21:34:56.789012+09:00 dhcp-1 dhcpd[812]: ` */
export function writeDhcpdHeader(out: LineWriter, device: Device, world: World): LineWriter {
  writePri(out, world, DAEMON + INFO);
  writeIsoStamp(out, world.japan()).digits(world.random.below(1000), 3).text('+09:00 ');
  return out.text(device.host).text(' dhcpd[').number(device.pid).text(']: ');
}

/** Where the client sits, as in `via 10.12.0.1 (iphone-41)`. */
function writeVia(out: LineWriter, client: number, named: boolean): void {
  if (named)
    out
      .text(' (')
      .text(STEMS[client & 7]!)
      .text('-')
      .number(client)
      .text(')');
  out.text(' via eth0.').number(100 + ((client * 7) % 40));
}

export const dhcpd: DeviceKind = {
  name: 'dhcpd',
  weight: 90,
  host: 'dhcp-',
  write: messageMix([
    [
      20,
      (out, device, world) => {
        const client = world.client();
        writeDhcpdHeader(out, device, world).text('DHCPDISCOVER from ');
        writeVia(writeMacColon(out, client), client, true);
      },
    ],
    [
      18,
      (out, device, world) => {
        const client = world.client();
        writeDhcpdHeader(out, device, world)
          .text('DHCPOFFER on ')
          .ipv4(clientIpv4(client))
          .text(' to ');
        writeVia(writeMacColon(out, client), client, true);
      },
    ],
    [
      26,
      (out, device, world) => {
        const client = world.client();
        writeDhcpdHeader(out, device, world)
          .text('DHCPREQUEST for ')
          .ipv4(clientIpv4(client))
          .text(' from ');
        writeVia(writeMacColon(out, client), client, true);
      },
    ],
    [
      30,
      (out, device, world) => {
        const client = world.client();
        writeDhcpdHeader(out, device, world)
          .text('DHCPACK on ')
          .ipv4(clientIpv4(client))
          .text(' to ');
        writeVia(writeMacColon(out, client), client, true);
      },
    ],
    [
      6,
      (out, device, world) => {
        const client = world.client();
        writeDhcpdHeader(out, device, world)
          .text('DHCPNAK on ')
          .ipv4(clientIpv4(client))
          .text(' to ');
        writeVia(writeMacColon(out, client), client, false);
      },
    ],
  ]),
  bursts: {},
};
