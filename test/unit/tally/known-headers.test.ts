import { describe, expect, it } from 'vitest';
import { TemplateHeaders } from '../../../src/header/template-headers.js';
import type { TextField } from '../../../src/query/ast.js';
import { describeMessage } from '../../../src/syslog/message.js';
import { CountedValues } from '../../../src/tally/counted-values.js';
import { knownValues } from '../../../src/tally/known-headers.js';
import { latin1 } from '../../support/bytes.js';
import { packOf } from '../../support/header-packs.js';

const FIELDS: readonly TextField[] = ['host', 'app', 'pid', 'msgid'];

/** Lines that differ in their numbers. */
function lines(line: string): string[] {
  return Array.from({ length: 20 }, (_, i) =>
    line.replaceAll('#', `${10 + i}`).replace('$', `${i % 3}`),
  );
}

/** Checks that no header of some lines is read, and what is said of them. */
function check(line: string): void {
  const pack = packOf([lines(line)]);
  const headers = new TemplateHeaders(pack.templates());
  const [info] = pack.blocks;
  for (const field of FIELDS) {
    const values = new CountedValues();
    const { none, toRead } = knownValues(pack.block(info!), headers, undefined, field, values);
    const found = new Map<string | undefined, number>(none > 0 ? [[undefined, none]] : []);
    values.each((bytes, start, end, times) => {
      const value = Buffer.from(bytes.subarray(start, end)).toString('latin1');
      found.set(value, (found.get(value) ?? 0) + times);
    });
    const expected = new Map<string | undefined, number>();
    for (const each of lines(line)) {
      const value = describeMessage(latin1(each))[field];
      expected.set(value, (expected.get(value) ?? 0) + 1);
    }
    const hint = `${field} of ${line}`;
    expect(toRead.includes(1), hint).toBe(false);
    expect(found, hint).toEqual(expected);
  }
}

describe('knownValues', () => {
  it('says fields of BSD headers', () => {
    check('<38>Jun 10 09:29:# srv-$ sshd[45#]: Failed password for root from 10.0.0.#');
    check('Jun 10 09:29:# srv-1 kernel: [1.#] text');
    check('<30>2026-06-10T09:29:#.123456+09:00 dhcp-$ dhcpd[77#]: DHCPACK on 10.0.0.#');
    check('Jun 10 09:29:# srv-1 postgresql@11-main[64#]: text #');
    check('<133>Jun 10 09:29:# lb-$ notice mcpd[19#]: 01070727:5: Pool #');
  });

  it('says that a number behind the host is no app', () => {
    check('<14>Jun 10 09:29:# fw-pa-$ 1,2026/06/10 09:29:#,0154000,TRAFFIC,end');
  });

  it('says fields of Cisco headers', () => {
    check(
      '<189>8911#: access-ios-$: Jun 10 09:29:#.046 UTC: %ILPOWER-5-POWER_GRANTED: Interface #',
    );
    check('<190>18251#: core-xr-$ RP/0/RP0/CPU0:Jun 10 09:29:#.410 UTC: ipv4_acl_mgr[12#]: %A : x');
  });

  it('says fields of RFC 5424', () => {
    check('<14>1 2026-06-10T09:29:#.814Z fw-srx-$ RT_FLOW - RT_FLOW_SESSION_DENY [a@1 b="#"]');
    check('<165>1 2026-06-10T09:29:#Z host-$ app 12# ID47 - text #');
    check('<165>1 2026-06-10T09:29:#Z - - - - - text #');
    check('<165>1 2026-06-10T09:29:#Z host-$ web_$_x 1# {"a":1} text');
  });

  it('says that messages of keys and of access logs name nobody', () => {
    check('<189>date=2026-06-10 time=09:29:# devname="fw-$" eventtime=16735169# type=traffic');
    check('type=SYSCALL msg=audit(1364481363.2#:2428#): arch=c000003e');
    check('{"ts":"2026-06-10T09:29:#Z","level":"info","n":#}');
    check('10.0.$.# - - [10/Jun/2026:09:29:# +0200] "GET /# HTTP/1.1" 200 #');
    check('2001:db8::$:# - - [10/Jun/2026:09:29:# +0200] "GET / HTTP/1.1" 200 #');
  });

  it('asks the parser about messages that are all the same', () => {
    check('');
    check('sshd: no time at all');
  });
});
