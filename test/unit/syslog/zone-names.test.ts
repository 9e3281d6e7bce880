import { describe, expect, it } from 'vitest';
import { zoneNameMinutes } from '../../../src/syslog/zone-names.js';
import { bytesOf } from './parsed.js';

describe('zoneNameMinutes', () => {
  const of = (name: string) => zoneNameMinutes(bytesOf(name), 0, name.length);

  it('knows abbreviations, and takes one reading of the ambiguous', () => {
    const check = (name: string, minutes: number) => expect(of(name), name).toBe(minutes);
    check('UTC', 0);
    check('GMT', 0);
    check('CET', 60);
    check('CEST', 120);
    check('EEST', 180);
    check('MSK', 180);
    check('BST', 60);
    check('IST', 330);
    check('EST', -300);
    check('EDT', -240);
    check('CST', -360);
    check('PDT', -420);
    check('AKST', -540);
    check('HST', -600);
    check('JST', 540);
    check('ACST', 570);
    check('AEDT', 660);
    check('NZDT', 780);
    check('BRT', -180);
    check('gmt', 0);
  });

  it('others are none', () => {
    for (const name of ['', 'U', 'UT', 'FOO', 'UTCX', 'ABCDEF', 'MNG'])
      expect(of(name), name).toBeNaN();
  });
});
