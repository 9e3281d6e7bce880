import { describe, expect, it } from 'vitest';
import { check, parse } from '../parsed.js';

describe('Cisco', () => {
  it('sequence numbers, marks and hosts in the orders that devices use', () => {
    check(
      '<189>521: gw1: *Nov 14 08:30:56.699: %LINK-5-CHANGED: x',
      'cisco -----11-14T08:30:56.699 gw1 LINK-5-CHANGED -',
    );
    check(
      '<189>29: gw1: .Nov 14 08:30:56: %SYS-5-CONFIG_I: x',
      'cisco -----11-14T08:30:56.000 gw1 SYS-5-CONFIG_I -',
    );
    check(
      '<189>35: *Apr 29 14:00:16.059: %SYS-5-CONFIG_I: x',
      'cisco -----04-29T14:00:16.059 - SYS-5-CONFIG_I -',
    );
    check(
      '782: gw1: .Nov 18 21:03:22.631 GMT: %CDP-4-X: y',
      'cisco -----11-18T21:03:22.631+00:00 gw1 CDP-4-X -',
    );
    check(
      '<134>221: gw1: 022546: Nov 21 23:54:12: %A-3-B: x',
      'cisco -----11-21T23:54:12.000 gw1 A-3-B -',
    );
    check('<134>gw1: Nov 21 23:54:12.345: %A-3-B: x', 'cisco -----11-21T23:54:12.345 gw1 A-3-B -');
    check(
      '<0>91: *Oct 07 03:10:04: gw1.example %A-4-B: x',
      'cisco -----10-07T03:10:04.000 gw1.example A-4-B -',
    );
    check(
      '<134>1:Nov 21 23:54:12: config[65539]: %A-B-3-C : x',
      'cisco -----11-21T23:54:12.000 - config 65539',
    );
  });

  it('years, zones with and without a meaning, a space before the colon', () => {
    check(
      'Jul  3 2024 16:39:13 CEST: %LINK-3-UPDOWN: x',
      'cisco 2024-07-03T16:39:13.000+02:00 - LINK-3-UPDOWN -',
    );
    check(
      '<189>17: Apr 21 19:01:35.638 UTC : %A-B-2-C: x',
      'cisco -----04-21T19:01:35.638+00:00 - A-B-2-C -',
    );
    check('39: *Oct 6 03:32:04 lab: %SEC-6-X: y', 'cisco -----10-06T03:32:04.000 - SEC-6-X -');
    check(
      '39: *Oct 6 03:32:04 gmt: %SEC-6-X: y',
      'cisco -----10-06T03:32:04.000+00:00 - SEC-6-X -',
    );
    expect(parse('39: *Oct 6 03:32:04 lab: %SEC-6-X: y').stamp).toBe('*Oct 6 03:32:04 lab');
    check('Oct  6 03:32:04: %SEC-6-X: y', 'cisco -----10-06T03:32:04.000 - SEC-6-X -');
  });

  it('IOS-XR nodes', () => {
    check(
      '<149>2647: xr1 RP/0/RSP1/CPU0:Mar 28 15:08:30.941 UTC: bgp[1051]: %ROUTING-BGP-5-X : y',
      'cisco -----03-28T15:08:30.941+00:00 xr1 bgp 1051',
    );
    check(
      '<187>94: xr1 LC/0/2/CPU0:Jul  7 20:16:14.834 : ifmgr[214]: %A-B-3-C : y',
      'cisco -----07-07T20:16:14.834 xr1 ifmgr 214',
    );
    check(
      '<187>138: RP/0/RP0/CPU0:Dec 11 12:43:29.227 EST: snmpd[1002]: %A-B-3-C : y',
      'cisco -----12-11T12:43:29.227-05:00 - snmpd 1002',
    );
    check(
      'RP/0/RP0/CPU0:2021 Dec 11 12:43:29.227 EST: snmpd[1002]: %A-B-3-C : y',
      'cisco 2021-12-11T12:43:29.227-05:00 - snmpd 1002',
    );
  });

  it('NX-OS puts the year first', () => {
    check(
      '<190>2018 Apr 20 13:15:07 nx1 %ETHPORT-5-IF_UP: x',
      'cisco 2018-04-20T13:15:07.000 nx1 ETHPORT-5-IF_UP -',
    );
    check(
      '<134>: 2024 Nov 21 23:54:12 EET: %DAEMON-3-X: y',
      'cisco 2024-11-21T23:54:12.000+02:00 - DAEMON-3-X -',
    );
    check(
      '<134>nx1: 2024 Nov 21 23:54:12 AKDT: %MODULE-2-X: y',
      'cisco 2024-11-21T23:54:12.000-08:00 nx1 MODULE-2-X -',
    );
  });

  it('ASA', () => {
    check(
      '<166>Oct 10 2018 12:34:56 fw1 : %ASA-6-302014: x',
      'cisco 2018-10-10T12:34:56.000 fw1 ASA-6-302014 -',
    );
    check(
      'Oct 10 2018 12:34:56 fw1 CiscoASA[999]: %ASA-6-302014: x',
      'rfc3164 2018-10-10T12:34:56.000 fw1 CiscoASA 999',
    );
    check(
      '<190>Apr 15 2007 21:28:13: %PIX-6-302014: x',
      'cisco 2007-04-15T21:28:13.000 - PIX-6-302014 -',
    );
    check(
      'May  5 17:51:17 fw1: %FTD-6-302013: x',
      'cisco -----05-05T17:51:17.000 fw1 FTD-6-302013 -',
    );
    check(
      '<166>2018-06-27T12:17:46Z fw1 : %ASA-3-710003: x',
      'cisco 2018-06-27T12:17:46.000+00:00 fw1 ASA-3-710003 -',
    );
    check('%ASA-6-302021: x', 'cisco - - ASA-6-302021 -');
    check('%%PIX-6-605004: x', 'cisco - - PIX-6-605004 -');
    check('%FTD-4-750003 Local:10.0.0.1', 'cisco - - FTD-4-750003 -');
  });

  it('without a time, a sequence number or host before the mnemonic', () => {
    check('<190>1230: gw1: %SYS-5-CONFIG_I: x', 'cisco - gw1 SYS-5-CONFIG_I -');
    check('<190>42: gw1: 1 2: %SYS-5-CONFIG_I: x', 'cisco - gw1 SYS-5-CONFIG_I -');
    check('<189>65536: ', 'priority - - - -');
    check('<189>65536: some text', 'priority - - - -');
  });

  it('a slot, a controller task', () => {
    check(
      '<187>3408: CLC 6/0: Dec 11 13:31:14.214 EST: %PKI-3-X: y',
      'cisco -----12-11T13:31:14.214-05:00 - PKI-3-X -',
    );
    check(
      '<134>wlc1: *spamTask1: Nov 21 23:54:12.345: %CAPWAP-4-X: y',
      'cisco -----11-21T23:54:12.345 wlc1 CAPWAP-4-X -',
    );
  });

  it('behind a relay: its time and host, the mnemonic or tag of the device', () => {
    check(
      'Jun 20 02:43:29 192.0.2.2 1663: Jun 20 02:43:28.403: %SEC-6-X: y',
      'cisco -----06-20T02:43:29.000 192.0.2.2 SEC-6-X -',
    );
    check(
      'Jun 20 02:43:29 gw 166: RP/0/RSP0/CPU0:Jun 20 02:43:28 UTC: ntpd[262]: %A-6-B : y',
      'rfc3164 -----06-20T02:43:29.000 gw ntpd 262',
    );
    check(
      'Jun 20 02:43:29 192.0.2.2 1663: %SEC-6-X: y',
      'cisco -----06-20T02:43:29.000 192.0.2.2 SEC-6-X -',
    );
  });

  it('a tag before the mnemonic is the app', () => {
    check(
      '<13>Dec 14 12:09:00 sw1 Bgp: %BGP-5-ADJCHANGE: x',
      'rfc3164 -----12-14T12:09:00.000 sw1 Bgp -',
    );
  });

  it('a percent sign alone is no mnemonic', () => {
    check('<13>Dec 14 12:09:00 %gate cron[7]: x', 'rfc3164 -----12-14T12:09:00.000 %gate cron 7');
    check('<13>Dec 14 12:09:00 gate %% done', 'rfc3164 -----12-14T12:09:00.000 gate - -');
    check('100%-5-sure', 'none - - - -');
  });
});

describe('Huawei', () => {
  it('one-digit months, a second fraction, the sequence number in brackets', () => {
    check(
      '<29>2018-7-23 01:00:34.270.1 sw-7 %%01IFNET/4/IF_STATE(l)[4997]:Interface down',
      'huawei 2018-07-23T01:00:34.270 sw-7 01IFNET/4/IF_STATE(l) 4997',
    );
    expect(parse('<29>2018-7-23 01:00:34.270.1 sw-7 %%01A/4/B(l)[4]:x').text).toBe(
      '  sw-7 %%01A/4/B(l)[4]:x',
    );
  });

  it('other dates before it', () => {
    check(
      '2018/10/05 09:52:14 fw7 %%01URL/4/FILTER(l): x',
      'huawei 2018-10-05T09:52:14.000 fw7 01URL/4/FILTER(l) -',
    );
    check(
      'Oct  5 2018 10:52:19 fw7 %%01POLICY/6/PERMIT(l):vsys=p',
      'huawei 2018-10-05T10:52:19.000 fw7 01POLICY/6/PERMIT(l) -',
    );
    check('<134>  sw-8 %%10SC/6/SC_LAUNCH(l): x', 'huawei - sw-8 10SC/6/SC_LAUNCH(l) -');
  });
});
