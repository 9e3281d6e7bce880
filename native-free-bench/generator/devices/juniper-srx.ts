import { type Device, type DeviceKind, messageMix } from '../device-kind.js';
import { INFO, USER, writeIsoStamp, writePri } from '../headers.js';
import type { LineWriter } from '../line-writer.js';
import { PORT_NAMES } from '../names.js';
import type { World } from '../world.js';

/** RFC 5424 with structured data: `<14>1 2026-06-09T12:34:56.789Z fw-srx-1 RT_FLOW - ID [junos@2636.1.1.1.2.129 ` */
function header(out: LineWriter, device: Device, world: World, id: string): LineWriter {
  writePri(out, world, USER + INFO).text('1 ');
  writeIsoStamp(out, world.clock).text('Z ').text(device.host).text(' RT_FLOW - ').text(id);
  return out.text(' [junos@2636.1.1.1.2.129 ');
}

function writeFlow(out: LineWriter, from: number, fromPort: number, to: number, toPort: number) {
  out.text('source-address="').ipv4(from).text('" source-port="').number(fromPort);
  out.text('" destination-address="').ipv4(to).text('" destination-port="').number(toPort);
}

export const juniperSrx: DeviceKind = {
  name: 'juniper-srx',
  weight: 8,
  host: 'fw-srx-',
  write: messageMix([
    [
      60,
      (out, device, world) => {
        const { random } = world;
        header(out, device, world, 'RT_FLOW_SESSION_CLOSE').text('reason="idle Timeout" ');
        writeFlow(
          out,
          world.clientIpv4(),
          world.clientPort(),
          world.outsideIpv4(),
          world.servicePort(),
        );
        out.text('" application="').text(random.pick(PORT_NAMES)).text('" session-id="');
        out.number(world.session()).text('" bytes-from-client="').number(random.skewed(90_000));
        out.text('" elapsed-time="').number(random.skewed(600)).text('"]');
      },
    ],
    [
      40,
      (out, device, world) => {
        header(out, device, world, 'RT_FLOW_SESSION_DENY');
        writeFlow(
          out,
          world.outsideIpv4(),
          world.clientPort(),
          world.serverIpv4(),
          world.servicePort(),
        );
        out.text('" protocol-id="6" policy-name="untrust-default"]');
      },
    ],
  ]),
  bursts: {
    'port-scan': (out, device, world, burst) => {
      header(out, device, world, 'RT_SCREEN_TCP').text('attack-name="TCP port scan" ');
      writeFlow(
        out,
        burst.attacker,
        world.clientPort(),
        burst.target,
        1 + ((burst.step * 3) & 2047),
      );
      out.text('" action="drop"] TCP port scan');
    },
  },
};
