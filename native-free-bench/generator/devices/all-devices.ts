import type { DeviceKind } from '../device-kind.js';
import { a10Adc } from './a10-adc.js';
import { apacheAccess } from './apache-access.js';
import { aristaEos } from './arista-eos.js';
import { ciscoAsa } from './cisco-asa.js';
import { ciscoIos } from './cisco-ios.js';
import { ciscoIosXr } from './cisco-ios-xr.js';
import { ciscoNxOs } from './cisco-nx-os.js';
import { dhcpd } from './dhcpd.js';
import { f5BigIp } from './f5-bigip.js';
import { fortigate } from './fortigate.js';
import { juniperJunos } from './juniper-junos.js';
import { juniperSrx } from './juniper-srx.js';
import { linuxKernel } from './linux-kernel.js';
import { linuxSshd } from './linux-sshd.js';
import { paloAltoThreat } from './paloalto-threat.js';
import { paloAltoTraffic } from './paloalto-traffic.js';
import { wirelessController } from './wireless-controller.js';

/** Every sort of device; the order is part of what a seed means. */
export const ALL_DEVICES: readonly DeviceKind[] = [
  ciscoIosXr,
  ciscoNxOs,
  ciscoIos,
  ciscoAsa,
  juniperJunos,
  juniperSrx,
  aristaEos,
  paloAltoTraffic,
  paloAltoThreat,
  fortigate,
  f5BigIp,
  a10Adc,
  wirelessController,
  linuxSshd,
  linuxKernel,
  dhcpd,
  apacheAccess,
];
