import { type Device, type DeviceKind, messageMix } from '../device-kind.js';
import { LOCAL7, NOTICE, WARNING, writeDate, writePri, writeTimeOfDay } from '../headers.js';
import type { LineWriter } from '../line-writer.js';
import { COUNTRIES } from '../names.js';
import type { World } from '../world.js';

/** No header but the PRI; the time is in the fields: `<189>date=2026-06-09 time=12:34:56 devname="fw-fgt-1" … ` */
function header(
  out: LineWriter,
  device: Device,
  world: World,
  severity: number,
  rest: string,
): LineWriter {
  writePri(out, world, LOCAL7 + severity).text('date=');
  writeDate(out, world.clock, '-').text(' time=');
  writeTimeOfDay(out, world.clock).text(' devname="').text(device.host).text('" devid="FG4H0');
  out
    .digits(device.index + 17, 5)
    .text('" eventtime=')
    .number(world.clock.epochSeconds);
  return out.digits(world.clock.millis, 3).text('418207 tz="+0000" ').text(rest);
}

function writeTraffic(
  out: LineWriter,
  device: Device,
  world: World,
  from: number,
  to: number,
  port: number,
  action: string,
): void {
  const { random } = world;
  header(out, device, world, NOTICE, 'type="traffic" subtype="forward" vd="venue" srcip=');
  out.ipv4(from).text(' srcport=').number(world.clientPort()).text(' dstip=').ipv4(to);
  out.text(' dstport=').number(port).text(' sessionid=').number(world.session());
  out
    .text(' proto=6 action="')
    .text(action)
    .text('" policyid=')
    .number(1 + random.skewed(80));
  out.text(' dstcountry="').text(random.pick(COUNTRIES)).text('" sentbyte=');
  out.number(random.skewed(80_000)).text(' rcvdbyte=').number(random.skewed(900_000));
}

export const fortigate: DeviceKind = {
  name: 'fortigate',
  weight: 12,
  host: 'fw-fgt-',
  write: messageMix([
    [
      64,
      (out, device, world) =>
        writeTraffic(
          out,
          device,
          world,
          world.clientIpv4(),
          world.outsideIpv4(),
          world.servicePort(),
          'close',
        ),
    ],
    [
      18,
      (out, device, world) =>
        writeTraffic(
          out,
          device,
          world,
          world.outsideIpv4(),
          world.serverIpv4(),
          world.servicePort(),
          'deny',
        ),
    ],
    [
      18,
      (out, device, world) => {
        header(out, device, world, WARNING, 'type="event" subtype="vpn" level="warning" vd="root"');
        out.text(' action="ssl-login-fail" remip=').ipv4(world.outsideIpv4()).text(' user="');
        out
          .text(world.user())
          .text('" reason="sslvpn_login_permission_denied" msg="SSL user failed to log in"');
      },
    ],
  ]),
  bursts: {
    'port-scan': (out, device, world, burst) =>
      writeTraffic(
        out,
        device,
        world,
        burst.attacker,
        burst.target,
        1 + ((burst.step * 5) & 8191),
        'deny',
      ),
  },
};
