import type { DeviceKind } from '../device-kind.js';
import { COUNTRIES, PATHS } from '../names.js';
import { writePaloAltoStart } from './paloalto-traffic.js';

const THREATS: readonly string[] = [
  'Suspicious TLS Evasion(14978)',
  'HTTP Directory Walk(30844)',
  'DNS Tunnel Traffic(18881)',
  'SMB Brute Force Try(40004)',
  'Remote Shell Upload(57432)',
  'Coin Miner Check-in(86110)',
];
const SEVERITIES: readonly string[] = ['informational', 'low', 'medium', 'high', 'critical'];
const ACTIONS: readonly string[] = ['alert', 'drop', 'reset-both', 'block-ip'];

export const paloAltoThreat: DeviceKind = {
  name: 'paloalto-threat',
  weight: 7,
  host: 'ips-pa-',
  write: (out, device, world) => {
    const { random } = world;
    const web = random.oneIn(3);
    writePaloAltoStart(out, device, world, web ? 'THREAT,url' : 'THREAT,vulnerability');
    out.ipv4(world.outsideIpv4()).text(',').ipv4(world.serverIpv4());
    out.text(',0.0.0.0,0.0.0.0,watch-all,,,web-browsing,vsys1,internet,dmz,ae1,ae2,collector,');
    out.number(world.session()).text(',1,').number(world.clientPort()).text(',');
    out.number(world.servicePort()).text(',0,0,0x2000,tcp,').text(random.pick(ACTIONS)).text(',"');
    if (web)
      out
        .text('www')
        .number(1 + random.skewed(40))
        .text('.venue.example')
        .text(random.pick(PATHS));
    out.text('",').text(random.pick(THREATS)).text(',any,').text(random.pick(SEVERITIES));
    out
      .text(',client-to-server,')
      .number(device.sequence++)
      .text(',0x0,');
    out.text(random.pick(COUNTRIES)).text(',Japan');
  },
  bursts: {},
};
