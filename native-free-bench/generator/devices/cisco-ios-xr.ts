import { writeIpv6 } from '../addresses.js';
import { type Device, type DeviceKind, either, messageMix } from '../device-kind.js';
import { LOCAL7, writeMillisStamp, writePri } from '../headers.js';
import type { LineWriter } from '../line-writer.js';
import { COMMANDS } from '../names.js';
import type { World } from '../world.js';

const NODES = ['RP/0/RSP0/CPU0:', 'RP/0/RP0/CPU0:', 'LC/0/2/CPU0:', 'LC/0/5/CPU0:'] as const;

/** `<189>482: core-xr-1 RP/0/RSP0/CPU0:Jun  9 12:34:56.789 UTC: bgp[1051]: %ROUTING-BGP-5-ADJCHANGE : ` */
export function writeIosXrHeader(
  out: LineWriter,
  device: Device,
  world: World,
  process: string,
  severity: number,
  name: string,
): LineWriter {
  const processId = 1000 + ((device.pid + process.length * 7) & 1023);
  writePri(out, world, LOCAL7 + severity).number(device.sequence++);
  out.text(': ').text(device.host).text(' ').text(world.random.pick(NODES));
  writeMillisStamp(out, world.clock).text(' UTC: ').text(process).text('[').number(processId);
  return out.text(']: %').text(name).text(' : ');
}

function writePort(out: LineWriter, port: number): LineWriter {
  out.text(port & 1 ? 'TenGigE0/' : 'HundredGigE0/').number((port >>> 5) & 7);
  return out.text('/0/').number((port >>> 1) & 15);
}

function writeLinkState(out: LineWriter, device: Device, world: World, port: number, up: boolean) {
  if (world.random.next() & 1) {
    writeIosXrHeader(out, device, world, 'ifmgr', 3, 'PKT_INFRA-LINK-3-UPDOWN').text('Interface ');
  } else {
    writeIosXrHeader(out, device, world, 'ifmgr', 5, 'PKT_INFRA-LINEPROTO-5-UPDOWN');
    out.text('Line protocol on Interface ');
  }
  writePort(out, port).text(up ? ', changed state to Up' : ', changed state to Down');
}

function writeNeighbor(out: LineWriter, device: Device, world: World): void {
  writeIosXrHeader(out, device, world, 'bgp', 5, 'ROUTING-BGP-5-ADJCHANGE').text('neighbor ');
  if (world.random.oneIn(3)) writeIpv6(out, world.client());
  else out.ipv4(world.serverIpv4());
  out.text(either(world.random, ' Up', ' Down - BGP Notification received, hold time expired'));
  out
    .text(' (VRF: default) (AS: ')
    .number(64_512 + world.random.skewed(900))
    .text(')');
}

export const ciscoIosXr: DeviceKind = {
  name: 'cisco-ios-xr',
  weight: 52,
  host: 'core-xr-',
  write: messageMix([
    [
      36,
      (out, device, world) => {
        const { random } = world;
        writeLinkState(out, device, world, random.skewed(240), random.next() % 2 === 0);
      },
    ],
    [14, writeNeighbor],
    [
      10,
      (out, device, world) => {
        writeIosXrHeader(out, device, world, 'isis', 5, 'ROUTING-ISIS-5-ADJCHANGE').text(
          'Adjacency to core-xr-',
        );
        out.number(1 + world.random.below(12)).text(' (');
        writePort(out, world.random.skewed(240)).text(') (L2) ');
        out.text(either(world.random, 'Up, Restarted', 'Down, Neighbor forgot us'));
      },
    ],
    [
      12,
      (out, device, world) => {
        const { random } = world;
        writeIosXrHeader(out, device, world, 'ipv4_acl_mgr', 6, 'ACL-IPV4_ACL-6-IPACCESSLOGP');
        out
          .text('access-list edge-in (')
          .number(10 * (1 + random.skewed(40)))
          .text(') deny ');
        out
          .text(either(random, 'tcp ', 'udp '))
          .endpoint(world.outsideIpv4(), '(', world.clientPort());
        out.text(') -> ').endpoint(world.serverIpv4(), '(', world.servicePort());
        out
          .text('), ')
          .number(1 + random.skewed(60))
          .text(' packets');
      },
    ],
    [
      10,
      (out, device, world) => {
        const { random } = world;
        writeIosXrHeader(out, device, world, 'envmon', 4, 'PLATFORM-OPTICS-4-RX_POWER').text(
          'Optics0/0/0/',
        );
        out.number(random.skewed(36)).text(' lane ').number(random.below(4));
        out
          .text(' receive power -')
          .number(9 + random.skewed(20))
          .text('.')
          .number(random.below(10));
        out.text(' dBm is below the warning level');
      },
    ],
    [
      9,
      (out, device, world) => {
        writeIosXrHeader(out, device, world, 'SSHD_', 6, 'SECURITY-SSHD-6-INFO_SUCCESS');
        out.text("Session of user '").text(world.user()).text("' from '").ipv4(world.clientIpv4());
        out.text("' accepted on 'vty").number(world.random.below(5)).text("'");
      },
    ],
    [
      9,
      (out, device, world) => {
        writeIosXrHeader(out, device, world, 'config', 6, 'MGBL-CONFIG-6-DB_COMMIT').text("User '");
        out.text(world.user()).text("' committed configuration 10000").number(world.session());
        out.text(" after '").text(world.random.pick(COMMANDS)).text("'");
      },
    ],
  ]),
  bursts: {
    'link-flap': (out, device, world, burst) =>
      writeLinkState(out, device, world, burst.port, burst.step % 4 > 1),
  },
};
