import { type DeviceKind, either, messageMix } from '../device-kind.js';
import { INFO, LOCAL0, writeBsdHeader } from '../headers.js';

/** RFC 3164 with a module in brackets: `<134>Jun  9 12:34:56 cgn-a10-1 a10logd: [CGN]<6> ` */
export const a10Adc: DeviceKind = {
  name: 'a10-adc',
  weight: 50,
  host: 'cgn-a10-',
  write: messageMix([
    [
      85,
      (out, device, world) => {
        const inside = world.clientIpv4();
        writeBsdHeader(out, device, world, LOCAL0 + INFO).text('a10logd: [CGN]<6> NAT-TCP-');
        out.text(either(world.random, 'C: ', 'D: ')).endpoint(inside, ':', world.clientPort());
        out.text(' -> ').endpoint(world.serverIpv4(), ':', world.clientPort());
        out.text(' to ').endpoint(world.outsideIpv4(), ':', world.servicePort());
      },
    ],
    [
      15,
      (out, device, world) => {
        writeBsdHeader(out, device, world, LOCAL0 + INFO).text('a10logd: [SLB]<4> Server web-');
        out
          .number(1 + world.random.skewed(60))
          .text(' (')
          .ipv4(world.serverIpv4());
        out
          .text(') port ')
          .number(world.servicePort())
          .text(' is ')
          .text(either(world.random, 'up', 'down'));
        out
          .text(' after ')
          .number(1 + world.random.below(5))
          .text(' health checks');
      },
    ],
  ]),
  bursts: {},
};
