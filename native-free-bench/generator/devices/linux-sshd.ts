import { type Device, type DeviceKind, messageMix } from '../device-kind.js';
import { AUTH, AUTHPRIV, INFO, NOTICE, writeBsdHeader, writeTag } from '../headers.js';
import type { LineWriter } from '../line-writer.js';
import { GUESSED_USERS } from '../names.js';
import type { World } from '../world.js';

/** RFC 3164: `<38>Jun  9 12:34:56 srv-1 sshd[21044]: ` with a process for every connection. */
export function writeSshdHeader(
  out: LineWriter,
  device: Device,
  world: World,
  pri: number,
): LineWriter {
  writeBsdHeader(out, device, world, pri);
  return writeTag(out, 'sshd', 1200 + (world.session() % 60_000));
}

function writeFailure(
  out: LineWriter,
  device: Device,
  world: World,
  from: number,
  known: boolean,
): void {
  writeSshdHeader(out, device, world, AUTH + INFO).text('Failed password for ');
  if (!known) out.text('invalid user ');
  out.text(world.random.pick(GUESSED_USERS)).text(' from ').ipv4(from);
  out.text(' port ').number(world.clientPort()).text(' ssh2');
}

export const linuxSshd: DeviceKind = {
  name: 'linux-sshd',
  weight: 250,
  host: 'srv-',
  write: messageMix([
    [
      22,
      (out, device, world) =>
        writeFailure(out, device, world, world.outsideIpv4(), world.random.oneIn(2)),
    ],
    [
      8,
      (out, device, world) => {
        writeSshdHeader(out, device, world, AUTH + INFO)
          .text('Accepted publickey for ')
          .text(world.user());
        out.text(' from ').ipv4(world.clientIpv4()).text(' port ').number(world.clientPort());
        out.text(' ssh2: ED25519 SHA256:').hex(world.random.next(), 8).hex(world.random.next(), 8);
      },
    ],
    [
      30,
      (out, device, world) => {
        writeSshdHeader(out, device, world, AUTHPRIV + INFO).text(
          'pam_unix(sshd:session): session ',
        );
        out
          .text(world.random.oneIn(2) ? 'opened' : 'closed')
          .text(' for user ')
          .text(world.user());
        out
          .text('(uid=')
          .number(1000 + world.random.skewed(60))
          .text(')');
      },
    ],
    [
      8,
      (out, device, world) => {
        const user = world.random.pick(GUESSED_USERS);
        writeSshdHeader(out, device, world, AUTHPRIV + NOTICE).text(
          'pam_unix(sshd:auth): authentication failure; ',
        );
        out.text('logname= uid=0 euid=0 tty=ssh ruser= rhost=').ipv4(world.outsideIpv4());
        out.text('  user=').text(user);
      },
    ],
    [
      18,
      (out, device, world) => {
        writeSshdHeader(out, device, world, AUTH + INFO).text(
          'Connection closed by authenticating user ',
        );
        out.text(world.random.pick(GUESSED_USERS)).text(' ').ipv4(world.outsideIpv4());
        out.text(' port ').number(world.clientPort()).text(' [preauth]');
      },
    ],
    [
      22,
      (out, device, world) => {
        writeSshdHeader(out, device, world, AUTH + INFO)
          .text('Disconnected from user ')
          .text(world.user());
        out.text(' ').ipv4(world.clientIpv4()).text(' port ').number(world.clientPort());
      },
    ],
  ]),
  bursts: {
    'login-attack': (out, device, world, burst) =>
      writeFailure(out, device, world, burst.attacker, burst.step % 3 === 0),
  },
};
