import { writeMacColon } from '../addresses.js';
import { type Device, type DeviceKind, either, messageMix } from '../device-kind.js';
import { LOCAL4, writeBsdHeader } from '../headers.js';
import type { LineWriter } from '../line-writer.js';
import type { World } from '../world.js';

/** `<165>Jun  9 12:34:56 leaf-eos-1 Ebra: %LINEPROTO-5-UPDOWN: ` */
function header(
  out: LineWriter,
  device: Device,
  world: World,
  severity: number,
  agent: string,
  name: string,
): LineWriter {
  writeBsdHeader(out, device, world, LOCAL4 + severity);
  return out.text(agent).text(': %').text(name).text(': ');
}

function writeLinkState(out: LineWriter, device: Device, world: World, port: number, up: boolean) {
  header(out, device, world, 5, 'Ebra', 'LINEPROTO-5-UPDOWN').text(
    'Line protocol on Interface Ethernet',
  );
  out
    .number(1 + (port >>> 2))
    .text('/')
    .number(1 + (port & 3));
  out.text(up ? ', changed state to up' : ', changed state to down');
}

export const aristaEos: DeviceKind = {
  name: 'arista-eos',
  weight: 100,
  host: 'leaf-eos-',
  write: messageMix([
    [
      42,
      (out, device, world) => {
        const { random } = world;
        writeLinkState(out, device, world, random.skewed(200), random.next() % 2 === 0);
      },
    ],
    [
      18,
      (out, device, world) => {
        header(out, device, world, 3, 'Bgp', 'BGP-3-NOTIFICATION');
        out.text(either(world.random, 'sent to', 'received from')).text(' neighbor ');
        out
          .ipv4(world.serverIpv4())
          .text(' (VRF default AS ')
          .number(64_512 + world.random.skewed(900));
        out.text(') 6/2 (Cease/administrative shutdown) 0 bytes');
      },
    ],
    [
      20,
      (out, device, world) => {
        header(out, device, world, 4, 'FdbMgr', 'ETH-4-HOST_FLAPPING').text('Host ');
        writeMacColon(out, world.client())
          .text(' in VLAN ')
          .number(100 + world.random.skewed(700));
        out.text(' is flapping between Ethernet').number(1 + world.random.skewed(48));
        out.text('/1 and Port-Channel').number(1 + world.random.skewed(64));
      },
    ],
    [
      12,
      (out, device, world) => {
        header(out, device, world, 6, 'Aaa', 'AAA-6-LOGIN').text('user ').text(world.user());
        out.text(' logged in [from: ').ipv4(world.clientIpv4()).text('] [service: sshd]');
      },
    ],
    [
      8,
      (out, device, world) => {
        header(out, device, world, 6, 'ProcMgr-worker', 'PROCMGR-6-PROCESS_STARTED');
        out.text("'Rib' runs with PID=").number(2000 + (world.session() % 30_000));
        out.text(' (PPID=').number(device.pid).text(')');
      },
    ],
  ]),
  bursts: {
    'link-flap': (out, device, world, burst) =>
      writeLinkState(out, device, world, burst.port, (burst.step & 1) === 1),
  },
};
