import { type Device, type DeviceKind, either, messageMix } from '../device-kind.js';
import { LOCAL0, NOTICE, WARNING, writeBsdHeader, writeTag } from '../headers.js';
import type { LineWriter } from '../line-writer.js';
import type { World } from '../world.js';

/** RFC 3164 with a level word before the tag: `<133>Jun  9 12:34:56 lb-f5-1 notice mcpd[5140]: 01070727:5: ` */
function header(
  out: LineWriter,
  device: Device,
  world: World,
  severity: number,
  process: string,
  code: string,
): LineWriter {
  writeBsdHeader(out, device, world, LOCAL0 + severity);
  out.text(severity === NOTICE ? 'notice ' : 'warning ');
  return writeTag(out, process, device.pid + process.length)
    .text(code)
    .text(': ');
}

export const f5BigIp: DeviceKind = {
  name: 'f5-bigip',
  weight: 16,
  host: 'lb-f5-',
  write: messageMix([
    [
      60,
      (out, device, world) => {
        const { random } = world;
        header(out, device, world, NOTICE, 'mcpd', '01070727:5').text('Pool /Common/web-pool-');
        out
          .number(1 + random.skewed(24))
          .text(' member /Common/')
          .ipv4(world.serverIpv4());
        out.text(':').number(world.servicePort()).text(' monitor status ');
        out.text(either(random, 'up.', 'down.')).text(' [ was checking for 0hr:0min:');
        out.number(random.below(60)).text('sec ]');
      },
    ],
    [
      40,
      (out, device, world) => {
        header(out, device, world, WARNING, 'tmm', '01260013:4').text(
          'SSL handshake failed for TCP ',
        );
        out.endpoint(world.outsideIpv4(), ':', world.clientPort()).text(' -> ');
        out.endpoint(world.serverIpv4(), ':', 443);
      },
    ],
  ]),
  bursts: {},
};
