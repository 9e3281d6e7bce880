import { describe, expect, it } from 'vitest';
import { check, parse } from '../parsed.js';

describe('instants', () => {
  it('seconds, fractions, milli-, micro- and nanoseconds', () => {
    const at = (stamp: string, millis: number) => {
      const fields = parse(`${stamp} x`);
      expect(`${fields.time} ${fields.stamp}`).toBe(`@${millis} ${stamp}`);
    };
    at('1587042596', 1_587_042_596_000);
    at('1587042596.494', 1_587_042_596_494);
    at('1587042596.5', 1_587_042_596_500);
    at('1587042596.05', 1_587_042_596_050);
    at('1587042596.834663913', 1_587_042_596_834);
    at('1587042596494', 1_587_042_596_494);
    at('1587042596494123', 1_587_042_596_494);
    at('1587042596494123456', 1_587_042_596_494);
  });

  it('other numbers are no instants', () => {
    for (const number of [
      '0587042596',
      '5587042596',
      '158704259',
      '15870425964',
      '158704259649',
      '1587042596-1',
      '1587042596/1',
      '1587042596.1.2',
      '1587042596a',
      '15870425964941234567',
    ])
      expect(parse(`${number} x`).time, number).toBe('-');
  });

  it('a host follows nine decimals, or a PRI; never a tab', () => {
    check('1673516966.834663913 fw1 events x', 'epoch @1673516966834 fw1 - -');
    check('<134> 1673516966 fw1 events x', 'epoch @1673516966000 fw1 - -');
    check('<134>1 1673516966.834663913 fw1 events x', 'epoch @1673516966834 fw1 - -');
    check('1587042596.494   1717 10.0.0.1 TCP_TUNNEL/200', 'epoch @1587042596494 - - -');
    check('1521911727.589354\tCaR6yW\tsshd[7]: x', 'epoch @1521911727589 - - -');
    check('[1427956600] SERVICE STATE: x', 'epoch @1427956600000 - - -');
  });

  it('TAI64N', () => {
    check('@4000000043322583000f4240 tcpserver: status', 'epoch @1127359865001 - tcpserver -');
    check('@4000000043322583000f42 tcpserver: status', 'none - - - -');
    check('@5000000043322583000f4240 tcpserver: status', 'none - - - -');
  });

  it('the prefix of supercomputer logs', () => {
    check(
      '- 1131566461 2005.11.09 n228 Nov 9 12:01:01 n228/n228 crond(pam)[2915]: x',
      'epoch @1131566461000 n228 crond(pam) 2915',
    );
    check(
      'KERNTLB 1117838573 2005.06.03 R02-M1:J12 2005-06-03-15.42 x',
      'epoch @1117838573000 R02-M1:J12 - -',
    );
  });
});
