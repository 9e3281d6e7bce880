import { type Device, type DeviceKind, either } from '../device-kind.js';
import { INFO, USER, writeBsdHeader, writeSlashStamp } from '../headers.js';
import type { LineWriter } from '../line-writer.js';
import { COUNTRIES, PORT_NAMES } from '../names.js';
import type { World } from '../world.js';

/**
 * What all Palo Alto records begin with, up to the addresses: an RFC 3164 header, then comma-separated fields:
 * `1,2026/06/09 12:34:56,015400000017,TRAFFIC,end,2305,2026/06/09 12:34:56,`
 */
export function writePaloAltoStart(
  out: LineWriter,
  device: Device,
  world: World,
  record: string,
): LineWriter {
  writeBsdHeader(out, device, world, USER + INFO).text('1,');
  writeSlashStamp(out, world.clock)
    .text(',0154000000')
    .digits(device.index + 11, 2);
  out.text(',').text(record).text(',2305,');
  return writeSlashStamp(out, world.clock).text(',');
}

function writeTraffic(
  out: LineWriter,
  device: Device,
  world: World,
  from: number,
  to: number,
  port: number,
  allowed: boolean,
): void {
  const { random } = world;
  const sent = random.skewed(40_000);
  const received = random.skewed(900_000);
  writePaloAltoStart(out, device, world, allowed ? 'TRAFFIC,end' : 'TRAFFIC,drop');
  out
    .ipv4(from)
    .text(',')
    .ipv4(to)
    .text(allowed ? ',0.0.0.0,0.0.0.0,venue-out,' : ',,,deny-all,');
  if (allowed && random.oneIn(4)) out.text('venue\\').text(world.user());
  out.text(',,').text(allowed ? random.pick(PORT_NAMES) : 'not-applicable');
  out
    .text(allowed ? ',vsys1,venue,internet,ae1.' : ',vsys1,internet,dmz,ae1.')
    .number(random.skewed(64));
  out.text(',ae2,collector,').number(world.session()).text(',1,').number(world.clientPort());
  out
    .text(',')
    .number(port)
    .text(',0,0,0x19,tcp,')
    .text(allowed ? 'allow,' : 'deny,');
  out
    .number(sent + received)
    .text(',')
    .number(sent)
    .text(',')
    .number(received)
    .text(',');
  out
    .number(1 + random.skewed(900))
    .text(',')
    .number(random.skewed(300))
    .text(',any,');
  out
    .number(device.sequence++)
    .text(',0x0,')
    .text(random.pick(COUNTRIES))
    .text(',');
  out.text(random.pick(COUNTRIES)).text(either(random, ',aged-out', ',tcp-fin'));
}

export const paloAltoTraffic: DeviceKind = {
  name: 'paloalto-traffic',
  weight: 16,
  host: 'fw-pa-',
  write: (out, device, world) => {
    if (world.random.oneIn(5)) {
      writeTraffic(
        out,
        device,
        world,
        world.outsideIpv4(),
        world.serverIpv4(),
        world.servicePort(),
        false,
      );
    } else {
      writeTraffic(
        out,
        device,
        world,
        world.clientIpv4(),
        world.outsideIpv4(),
        world.servicePort(),
        true,
      );
    }
  },
  bursts: {
    'port-scan': (out, device, world, burst) =>
      writeTraffic(
        out,
        device,
        world,
        burst.attacker,
        burst.target,
        1 + ((burst.step * 11) & 4095),
        false,
      ),
  },
};
