import { writeIpv6 } from '../addresses.js';
import { type Device, type DeviceKind, either, messageMix } from '../device-kind.js';
import { DAEMON, INFO, NOTICE, WARNING, writeBsdHeader, writeTag } from '../headers.js';
import type { LineWriter } from '../line-writer.js';
import { COMMANDS, GUESSED_USERS } from '../names.js';
import type { World } from '../world.js';

/** RFC 3164 with a routing engine in the host: `<29>Jun  9 12:34:56 edge-mx-1 rpd[2902]: RPD_…: ` */
export function writeJunosHeader(
  out: LineWriter,
  device: Device,
  world: World,
  severity: number,
  process: string,
  name: string,
): LineWriter {
  writeBsdHeader(out, device, world, DAEMON + severity);
  return writeTag(out, process, device.pid + process.length)
    .text(name)
    .text(': ');
}

function writePort(out: LineWriter, port: number): LineWriter {
  out
    .text(port & 1 ? 'xe-' : 'et-')
    .number(port >>> 6)
    .text('/0/');
  return out.number((port >>> 1) & 31);
}

function writeLinkState(out: LineWriter, device: Device, world: World, port: number, up: boolean) {
  writeJunosHeader(
    out,
    device,
    world,
    WARNING,
    'mib2d',
    up ? 'SNMP_TRAP_LINK_UP' : 'SNMP_TRAP_LINK_DOWN',
  );
  out
    .text('ifIndex ')
    .number(500 + port)
    .text(', ifAdminStatus up(1), ifOperStatus ');
  writePort(out.text(up ? 'up(1)' : 'down(2)').text(', ifName '), port);
}

function writeNeighbor(out: LineWriter, device: Device, world: World): void {
  writeJunosHeader(out, device, world, WARNING, 'rpd', 'RPD_BGP_NEIGHBOR_STATE_CHANGED').text(
    'BGP peer ',
  );
  if (world.random.next() & 1) writeIpv6(out, world.client());
  else out.ipv4(world.serverIpv4());
  out
    .text(' (External AS ')
    .number(64_512 + world.random.skewed(900))
    .text(') changed state from ');
  out
    .text(either(world.random, 'OpenConfirm to Established', 'Established to Idle'))
    .text(' (instance master)');
}

export const juniperJunos: DeviceKind = {
  name: 'juniper-junos',
  weight: 46,
  host: 'edge-mx-',
  write: messageMix([
    [
      34,
      (out, device, world) => {
        const { random } = world;
        writeLinkState(out, device, world, random.skewed(250), random.next() % 2 === 0);
      },
    ],
    [22, writeNeighbor],
    [
      18,
      (out, device, world) => {
        writeJunosHeader(out, device, world, INFO, 'mgd', 'UI_CMDLINE_READ_LINE').text("User '");
        out.text(world.user()).text("', command '").text(world.random.pick(COMMANDS)).text(" '");
      },
    ],
    [
      14,
      (out, device, world) => {
        writeJunosHeader(out, device, world, NOTICE, 'rpd', 'RPD_OSPF_NBRUP').text(
          'OSPF neighbor ',
        );
        out.ipv4(world.serverIpv4()).text(' (realm ospf-v2 ');
        writePort(out, world.random.skewed(250)).text(
          '.0 area 0.0.0.0) state changed from Init to 2Way',
        );
      },
    ],
    [
      12,
      (out, device, world) => {
        writeJunosHeader(out, device, world, INFO, 'sshd', 'SSHD_LOGIN_ACCEPTED').text(
          'Accepted publickey for ',
        );
        out.text(world.user()).text(' from ').ipv4(world.clientIpv4());
        out.text(' port ').number(world.clientPort()).text(' ssh2');
      },
    ],
  ]),
  bursts: {
    'link-flap': (out, device, world, burst) =>
      writeLinkState(out, device, world, burst.port, (burst.step & 1) === 1),
    'login-attack': (out, device, world, burst) => {
      writeJunosHeader(out, device, world, NOTICE, 'sshd', 'SSHD_LOGIN_FAILED').text(
        "Login failed for user '",
      );
      out
        .text(world.random.pick(GUESSED_USERS))
        .text("' from host '")
        .ipv4(burst.attacker)
        .text("'");
    },
  },
};
