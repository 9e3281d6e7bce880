import { writeMacDotted } from '../addresses.js';
import { type Device, type DeviceKind, either, messageMix } from '../device-kind.js';
import { LOCAL7, writeMillisStamp, writePri } from '../headers.js';
import type { LineWriter } from '../line-writer.js';
import { GUESSED_USERS } from '../names.js';
import type { World } from '../world.js';

/** How sure a device is of its time: `*` not at all, `.` it once was. */
const CLOCK_MARKS = ['', '*', '.', ''] as const;

/** `<189>7824: access-ios-2: *Jun  9 12:34:56.789 UTC: %LINK-3-UPDOWN: ` */
export function writeIosHeader(
  out: LineWriter,
  device: Device,
  world: World,
  severity: number,
  name: string,
): LineWriter {
  writePri(out, world, LOCAL7 + severity)
    .number(device.sequence++)
    .text(': ');
  out
    .text(device.host)
    .text(': ')
    .text(CLOCK_MARKS[device.index & 3]!);
  return writeMillisStamp(out, world.clock).text(' UTC: %').text(name).text(': ');
}

function writePort(out: LineWriter, port: number): LineWriter {
  out.text('GigabitEthernet').number(1 + (port >>> 5));
  return out.text('/0/').number(1 + (port & 31));
}

function writeLinkState(out: LineWriter, device: Device, world: World, port: number, up: boolean) {
  if (world.random.oneIn(3)) {
    writeIosHeader(out, device, world, 3, 'LINK-3-UPDOWN').text('Interface ');
  } else {
    writeIosHeader(out, device, world, 5, 'LINEPROTO-5-UPDOWN').text('Line protocol on Interface ');
  }
  writePort(out, port).text(up ? ', changed state to up' : ', changed state to down');
}

export const ciscoIos: DeviceKind = {
  name: 'cisco-ios',
  weight: 125,
  host: 'access-ios-',
  write: messageMix([
    [
      44,
      (out, device, world) => {
        const { random } = world;
        writeLinkState(out, device, world, random.skewed(180), random.next() % 2 === 0);
      },
    ],
    [
      12,
      (out, device, world) => {
        const { random } = world;
        writeIosHeader(out, device, world, 4, 'SW_MATM-4-MACFLAP_NOTIF').text('Host ');
        writeMacDotted(out, world.client())
          .text(' in vlan ')
          .number(100 + random.skewed(700));
        out.text(' is flapping between port Gi1/0/').number(1 + random.skewed(48));
        out.text(' and port Gi2/0/').number(1 + random.skewed(48));
      },
    ],
    [
      12,
      (out, device, world) => {
        const { random } = world;
        writeIosHeader(out, device, world, 6, 'SEC-6-IPACCESSLOGP')
          .text('list ')
          .number(101 + random.below(6));
        out.text(' denied ').text(either(random, 'tcp ', 'udp '));
        out.endpoint(world.outsideIpv4(), '(', world.clientPort()).text(') -> ');
        out.endpoint(world.clientIpv4(), '(', world.servicePort());
        out
          .text('), ')
          .number(1 + random.skewed(30))
          .text(' packets');
      },
    ],
    [
      5,
      (out, device, world) => {
        writeIosHeader(out, device, world, 5, 'OSPF-5-ADJCHG')
          .text('Process 1, Nbr ')
          .ipv4(world.serverIpv4());
        out.text(' on Vlan').number(2 + world.random.skewed(60));
        out.text(
          either(
            world.random,
            ' from LOADING to FULL, Loading Done',
            ' from FULL to DOWN, Dead timer',
          ),
        );
      },
    ],
    [
      6,
      (out, device, world) => {
        writeIosHeader(out, device, world, 5, 'SYS-5-CONFIG_I').text('Configured from console by ');
        out.text(world.user()).text(' on vty').number(world.random.below(5));
        out.text(' (').ipv4(world.clientIpv4()).text(')');
      },
    ],
    [
      22,
      (out, device, world) => {
        const { random } = world;
        writeIosHeader(out, device, world, 5, 'ILPOWER-5-POWER_GRANTED').text('Interface Gi1/0/');
        out
          .number(1 + random.skewed(48))
          .text(': ')
          .number(4 + random.below(26))
          .text('W granted');
      },
    ],
  ]),
  bursts: {
    'link-flap': (out, device, world, burst) =>
      writeLinkState(out, device, world, burst.port, burst.step % 4 > 1),
    'login-attack': (out, device, world, burst) => {
      writeIosHeader(out, device, world, 4, 'SEC_LOGIN-4-LOGIN_FAILED').text(
        'Login failed [user: ',
      );
      out.text(world.random.pick(GUESSED_USERS)).text('] [Source: ').ipv4(burst.attacker);
      out
        .text('] [localport: 22] [Reason: bad password, attempt ')
        .number(burst.step + 1)
        .text(']');
    },
  },
};
