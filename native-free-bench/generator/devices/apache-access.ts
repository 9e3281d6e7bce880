import { writeIpv6 } from '../addresses.js';
import type { DeviceKind } from '../device-kind.js';
import { INFO, LOCAL7, monthName, writeBsdHeader, writeTimeOfDay } from '../headers.js';
import { AGENTS, PATHS } from '../names.js';

const STATUSES: readonly number[] = [200, 200, 304, 404, 200, 302, 403, 500];

/**
 * The combined access log. Of three hosts, one sends it by syslog, `<190>Jun  9 12:34:56 web-1 httpd[812]: ` before it;
 * the others write the bare line, whose only time is the one in brackets, in Japanese time.
 */
export const apacheAccess: DeviceKind = {
  name: 'apache-access',
  weight: 44,
  host: 'web-',
  write: (out, device, world) => {
    const { random } = world;
    const clock = world.japan();
    if (device.index % 3 === 0) {
      writeBsdHeader(out, device, world, LOCAL7 + INFO)
        .text('httpd[')
        .number(device.pid)
        .text(']: ');
    }
    if (random.oneIn(4)) writeIpv6(out, world.client());
    else out.ipv4(world.outsideIpv4());
    out
      .text(' - ')
      .text(random.oneIn(20) ? world.user() : '-')
      .text(' [')
      .digits(clock.day, 2);
    out.text('/').text(monthName(clock)).text('/').digits(clock.year, 4).text(':');
    writeTimeOfDay(out, clock).text(random.oneIn(9) ? ' +0900] "POST ' : ' +0900] "GET ');
    out.text(random.pick(PATHS));
    if (random.oneIn(5)) out.text('?id=').number(world.session());
    out.text(' HTTP/1.1" ').number(STATUSES[random.skewed(STATUSES.length)]!).text(' ');
    out.number(random.skewed(60_000)).text(' "-" "').text(random.pick(AGENTS)).text('"');
  },
  bursts: {},
};
