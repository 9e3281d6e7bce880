import { writeIpv6, writeMacDotted } from '../addresses.js';
import { type Device, type DeviceKind, either, messageMix } from '../device-kind.js';
import { LOCAL7, monthName, writePri, writeTimeOfDay } from '../headers.js';
import type { LineWriter } from '../line-writer.js';
import type { World } from '../world.js';

/** `<189>2026 Jun  9 12:34:56 fabric-nx-1 %ETHPORT-5-IF_UP: ` */
function header(
  out: LineWriter,
  device: Device,
  world: World,
  severity: number,
  name: string,
): LineWriter {
  const { clock } = world;
  writePri(out, world, LOCAL7 + severity)
    .digits(clock.year, 4)
    .text(' ')
    .text(monthName(clock));
  out
    .text(clock.day < 10 ? '  ' : ' ')
    .number(clock.day)
    .text(' ');
  return writeTimeOfDay(out, clock).text(' ').text(device.host).text(' %').text(name).text(': ');
}

function writePort(out: LineWriter, port: number): LineWriter {
  return out
    .text('Ethernet')
    .number(1 + (port >>> 6))
    .text('/')
    .number(1 + (port & 63));
}

function writeLinkState(out: LineWriter, device: Device, world: World, port: number, up: boolean) {
  header(out, device, world, 5, up ? 'ETHPORT-5-IF_UP' : 'ETHPORT-5-IF_DOWN_LINK_FAILURE');
  out.text('Interface ');
  writePort(out, port).text(up ? ' is up in mode trunk' : ' is down (Link failure)');
}

export const ciscoNxOs: DeviceKind = {
  name: 'cisco-nx-os',
  weight: 120,
  host: 'fabric-nx-',
  write: messageMix([
    [
      50,
      (out, device, world) => {
        const { random } = world;
        writeLinkState(out, device, world, random.skewed(250), random.next() % 2 === 0);
      },
    ],
    [
      20,
      (out, device, world) => {
        const { random } = world;
        header(out, device, world, 4, 'L2FM-4-L2FM_MAC_MOVE').text('Mac ');
        writeMacDotted(out, world.client())
          .text(' in vlan ')
          .number(100 + random.skewed(700));
        out.text(' has moved from port ');
        writePort(out, random.skewed(128)).text(' to port ');
        writePort(out, random.skewed(250));
      },
    ],
    [
      14,
      (out, device, world) => {
        header(out, device, world, 5, 'BGP-5-ADJCHANGE')
          .text('bgp-')
          .number(65_000 + device.index);
        out.text(' [').number(device.pid).text('] (default) neighbor ');
        if (world.random.next() & 1) writeIpv6(out, world.client());
        else out.ipv4(world.serverIpv4());
        out.text(either(world.random, ' Up', ' Down - holdtimer expired'));
      },
    ],
    [
      10,
      (out, device, world) => {
        header(out, device, world, 6, 'ACLLOG-6-ACLLOG_FLOW_INTERVAL').text('Src IP: ');
        out.ipv4(world.outsideIpv4()).text(', Dst IP: ').ipv4(world.serverIpv4());
        out.text(', Src Port: ').number(world.clientPort()).text(', Dst Port: ');
        out
          .number(world.servicePort())
          .text(', Hit-count = ')
          .number(1 + world.random.skewed(500));
      },
    ],
    [
      8,
      (out, device, world) => {
        header(out, device, world, 5, 'VSHD-5-VSHD_SYSLOG_CONFIG_I').text(
          'Configured from vty by ',
        );
        out.text(world.user()).text(' on ').ipv4(world.clientIpv4());
        out.text('@pts/').number(world.random.below(9));
      },
    ],
    [
      4,
      (out, device, world) => {
        header(out, device, world, 2, 'PLATFORM-2-FAN_SPEED').text('Fan tray ');
        out
          .number(1 + world.random.below(4))
          .text(' runs at ')
          .number(40 + world.random.below(60));
        out
          .text(' percent, inlet temperature ')
          .number(24 + world.random.below(20))
          .text('C');
      },
    ],
  ]),
  bursts: {
    'link-flap': (out, device, world, burst) =>
      writeLinkState(out, device, world, burst.port, (burst.step & 1) === 1),
  },
};
