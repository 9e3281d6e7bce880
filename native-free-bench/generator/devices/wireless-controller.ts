import { clientIpv4, writeIpv6, writeMacColon, writeMacDotted } from '../addresses.js';
import { type Device, type DeviceKind, messageMix } from '../device-kind.js';
import { LOCAL7, monthName, writePri, writeTimeOfDay } from '../headers.js';
import type { LineWriter } from '../line-writer.js';
import { SSIDS } from '../names.js';
import type { World } from '../world.js';

/** `<190>9021: wlc-1: Jun 09 2026 12:34:56.789 UTC: %CLIENT_ORCH_LOG-6-…: ` */
function header(
  out: LineWriter,
  device: Device,
  world: World,
  severity: number,
  name: string,
): LineWriter {
  const { clock } = world;
  writePri(out, world, LOCAL7 + severity)
    .number(device.sequence++)
    .text(': ')
    .text(device.host);
  out.text(': ').text(monthName(clock)).text(' ').digits(clock.day, 2).text(' ');
  writeTimeOfDay(out.digits(clock.year, 4).text(' '), clock).text('.').digits(clock.millis, 3);
  return out.text(' UTC: %').text(name).text(': ');
}

function writeAccessPoint(out: LineWriter, world: World): LineWriter {
  return out
    .text('ap-hall')
    .number(1 + world.random.below(8))
    .text('-')
    .digits(world.random.skewed(120), 3);
}

export const wirelessController: DeviceKind = {
  name: 'wireless-controller',
  weight: 50,
  host: 'wlc-',
  write: messageMix([
    [
      45,
      (out, device, world) => {
        const client = world.client();
        header(out, device, world, 6, 'CLIENT_ORCH_LOG-6-CLIENT_ADDED_TO_RUN_STATE').text(
          'client ',
        );
        writeMacDotted(out, client).text(' joined ssid ').text(world.random.pick(SSIDS));
        out.text(' with address ').ipv4(clientIpv4(client));
      },
    ],
    [
      20,
      (out, device, world) => {
        const client = world.client();
        header(out, device, world, 6, 'SISF-6-ENTRY_CREATED').text('Entry created MAC=');
        writeMacColon(out, client).text(' IP=');
        writeIpv6(out, client)
          .text(' VLAN=')
          .number(100 + world.random.skewed(40));
      },
    ],
    [
      25,
      (out, device, world) => {
        header(out, device, world, 6, 'DOT11-6-ROAMED').text('client ');
        writeMacDotted(out, world.client()).text(' roamed from ');
        writeAccessPoint(out, world).text(' to ');
        writeAccessPoint(out, world)
          .text(' channel ')
          .number(36 + 4 * world.random.below(8));
        out.text(' rssi -').number(40 + world.random.below(45));
      },
    ],
    [
      10,
      (out, device, world) => {
        header(out, device, world, 4, 'APMGR-4-AP_RADAR').text('radar pulse seen by ');
        writeAccessPoint(out, world).text(' (');
        writeMacColon(out, world.random.skewed(900)).text('), leaving channel ');
        out.number(100 + 4 * world.random.below(8));
      },
    ],
  ]),
  bursts: {},
};
