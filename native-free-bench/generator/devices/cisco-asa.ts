import { type Device, type DeviceKind, either, messageMix } from '../device-kind.js';
import { LOCAL4, monthName, writePri, writeTimeOfDay } from '../headers.js';
import type { LineWriter } from '../line-writer.js';
import type { World } from '../world.js';

/** `<166>Jun 09 2026 12:34:56 edge-asa-1 : %ASA-6-302013: ` */
export function writeAsaHeader(
  out: LineWriter,
  device: Device,
  world: World,
  severity: number,
  id: number,
): LineWriter {
  const { clock } = world;
  writePri(out, world, LOCAL4 + severity)
    .text(monthName(clock))
    .text(' ')
    .digits(clock.day, 2);
  out.text(' ').digits(clock.year, 4).text(' ');
  writeTimeOfDay(out, clock).text(' ').text(device.host);
  return out.text(' : %ASA-').number(severity).text('-').number(id).text(': ');
}

function writeBuilt(out: LineWriter, device: Device, world: World): void {
  const tcp = !world.random.oneIn(3);
  const outside = world.outsideIpv4();
  const outsidePort = world.servicePort();
  const inside = world.clientIpv4();
  const insidePort = world.clientPort();
  writeAsaHeader(out, device, world, 6, tcp ? 302_013 : 302_015).text('Built outbound ');
  out
    .text(tcp ? 'TCP' : 'UDP')
    .text(' connection ')
    .number(world.session());
  out.text(' for outside:').endpoint(outside, '/', outsidePort);
  out.text(' to inside:').endpoint(inside, '/', insidePort);
}

function writeTeardown(out: LineWriter, device: Device, world: World): void {
  const { random } = world;
  writeAsaHeader(out, device, world, 6, 302_014)
    .text('Teardown TCP connection ')
    .number(world.session());
  out.text(' for outside:').endpoint(world.outsideIpv4(), '/', world.servicePort());
  out.text(' to inside:').endpoint(world.clientIpv4(), '/', world.clientPort());
  out.text(' duration 0:').digits(random.skewed(60), 2).text(':').digits(random.below(60), 2);
  out
    .text(' bytes ')
    .number(random.skewed(2_000_000))
    .text(either(random, ' TCP FINs', ' TCP Reset-O'));
}

function writeDeny(
  out: LineWriter,
  device: Device,
  world: World,
  from: number,
  to: number,
  port: number,
): void {
  writeAsaHeader(out, device, world, 4, 106_023)
    .text('Deny ')
    .text(either(world.random, 'tcp', 'udp'));
  out.text(' src outside:').endpoint(from, '/', world.clientPort());
  out.text(' dst dmz:').endpoint(to, '/', port).text(' by access-group "edge"');
}

export const ciscoAsa: DeviceKind = {
  name: 'cisco-asa',
  weight: 90,
  host: 'edge-asa-',
  write: messageMix([
    [38, writeBuilt],
    [30, writeTeardown],
    [
      20,
      (out, device, world) =>
        writeDeny(out, device, world, world.outsideIpv4(), world.serverIpv4(), world.servicePort()),
    ],
    [
      8,
      (out, device, world) => {
        writeAsaHeader(out, device, world, 6, 305_011).text(
          'Built dynamic TCP translation from inside:',
        );
        out.endpoint(world.clientIpv4(), '/', world.clientPort()).text(' to outside:');
        out.endpoint(world.serverIpv4(), '/', world.clientPort());
      },
    ],
    [
      4,
      (out, device, world) => {
        writeAsaHeader(out, device, world, 6, 113_004).text(
          'AAA user authentication Successful : server = ',
        );
        out.ipv4(world.serverIpv4()).text(' : user = ').text(world.user());
      },
    ],
  ]),
  bursts: {
    'port-scan': (out, device, world, burst) =>
      writeDeny(out, device, world, burst.attacker, burst.target, 1 + ((burst.step * 7) & 1023)),
    'login-attack': (out, device, world, burst) => {
      writeAsaHeader(out, device, world, 6, 113_005).text(
        'AAA user authentication Rejected : reason = ',
      );
      out.text('Invalid password : server = ').ipv4(burst.target).text(' : user = *****');
      out.text(' : user IP = ').ipv4(burst.attacker);
    },
  },
};
