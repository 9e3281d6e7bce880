import type { Device, MessageWriter } from './device-kind.js';
import { writeAsaHeader } from './devices/cisco-asa.js';
import { writeIosHeader } from './devices/cisco-ios.js';
import { writeIosXrHeader } from './devices/cisco-ios-xr.js';
import { writeDhcpdHeader } from './devices/dhcpd.js';
import { writeJunosHeader } from './devices/juniper-junos.js';
import { writeKernelHeader } from './devices/linux-kernel.js';
import { writeSshdHeader } from './devices/linux-sshd.js';
import type { Fleet } from './fleet.js';
import { AUTH, INFO, WARNING } from './headers.js';
import type { LineWriter } from './line-writer.js';
import type { NeedleLine } from './needles.js';
import type { World } from './world.js';

type NeedleWriter = (out: LineWriter, device: Device, world: World, spelling: string) => void;

/** The kind of device whose message carries a spelling, and the message. */
type Carrier = readonly [kind: string, write: NeedleWriter];

const CARRIERS = {
  keyword: [
    'cisco-ios-xr',
    (out, device, world, spelling) => {
      writeIosXrHeader(out, device, world, 'config', 6, 'MGBL-CONFIG-6-DB_COMMIT');
      out
        .text('Route policy ')
        .text(spelling)
        .text(' attached to ')
        .number(1 + world.random.below(9));
      out.text(" neighbors by user '").text(world.user()).text("'");
    },
  ],
  user: [
    'linux-sshd',
    (out, device, world, spelling) => {
      writeSshdHeader(out, device, world, AUTH + INFO)
        .text('Accepted password for ')
        .text(spelling);
      out
        .text(' from ')
        .ipv4(world.clientIpv4())
        .text(' port ')
        .number(world.clientPort())
        .text(' ssh2');
    },
  ],
  ipv4: [
    'cisco-asa',
    (out, device, world, spelling) => {
      writeAsaHeader(out, device, world, 4, 106_023).text('Deny tcp src outside:').text(spelling);
      out.text('/').number(world.clientPort()).text(' dst dmz:');
      out.endpoint(world.serverIpv4(), '/', 22).text(' by access-group "edge"');
    },
  ],
  ipv6: [
    'juniper-junos',
    (out, device, world, spelling) => {
      writeJunosHeader(out, device, world, WARNING, 'rpd', 'RPD_BGP_NEIGHBOR_STATE_CHANGED');
      out
        .text('BGP peer ')
        .text(spelling)
        .text(' (External AS ')
        .number(64_512 + world.random.skewed(900));
      out.text(') changed state from Active to OpenSent (instance master)');
    },
  ],
  mac: [
    'dhcpd',
    (out, device, world, spelling) => {
      writeDhcpdHeader(out, device, world).text('DHCPACK on ').ipv4(world.clientIpv4());
      out
        .text(' to ')
        .text(spelling)
        .text(' via eth0.')
        .number(100 + world.random.below(40));
    },
  ],
  phrase: [
    'cisco-ios',
    (out, device, world, spelling) => {
      writeIosHeader(out, device, world, 4, 'TRANSPORT-4-NOTE').text('span ');
      out
        .number(1 + world.random.below(20))
        .text(': ')
        .text(spelling)
        .text(' since the last survey');
    },
  ],
} as const satisfies Record<NeedleLine['sort'], Carrier>;

/** IPv6 with every digit, as the kernel prints it. */
const FULL_IPV6: Carrier = [
  'linux-kernel',
  (out, device, world, spelling) => {
    writeKernelHeader(out, device, world, WARNING)
      .text('[UFW BLOCK] IN=eth1 OUT= SRC=')
      .text(spelling);
    out.text(' DST=2001:0db8:0100:0001:0000:0000:0000:0001 HOPLIMIT=64 PROTO=TCP SPT=');
    out.number(world.clientPort()).text(' DPT=22 SYN URGP=0');
  },
];

/** MAC with dots, as Cisco prints it. */
const DOTTED_MAC: Carrier = [
  'cisco-ios',
  (out, device, world, spelling) => {
    writeIosHeader(out, device, world, 4, 'SW_MATM-4-MACFLAP_NOTIF').text('Host ').text(spelling);
    out.text(' in vlan ').number(100 + world.random.skewed(700));
    out
      .text(' is flapping between port Gi1/0/7 and port Gi2/0/')
      .number(1 + world.random.skewed(48));
  },
];

/** The device that reports a needle, and how. */
export function needleMessage(
  line: NeedleLine,
  fleet: Fleet,
  world: World,
): { device: Device; write: MessageWriter } {
  const [kind, write] = carrierOf(line);
  return {
    device: fleet.pickOf(kind, world.random),
    write: (out, device, now) => write(out, device, now, line.spelling),
  };
}

function carrierOf({ sort, spelling }: NeedleLine): Carrier {
  if (sort === 'ipv6' && spelling.startsWith('2001:0db8')) return FULL_IPV6;
  if (sort === 'mac' && spelling.includes('.')) return DOTTED_MAC;
  return CARRIERS[sort];
}
