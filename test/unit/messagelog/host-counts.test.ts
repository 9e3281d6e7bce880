import { describe, expect, it } from 'vitest';
import { HostCounts } from '../../../src/messagelog/host-counts.js';
import { latin1 } from '../../support/bytes.js';

describe('HostCounts', () => {
  const add = (hosts: HostCounts, ...names: string[]) => {
    for (const name of names) hosts.add(latin1(`<${name}>`), 1, name.length + 1);
  };

  it('counts messages by host, in whatever order hosts come', () => {
    const hosts = new HostCounts();
    expect([...hosts.counts()]).toEqual([]);
    add(hosts, 'a', 'a', 'b', 'a', 'ab', 'ab', 'ac', 'b', 'A');
    expect(Object.fromEntries(hosts.counts())).toEqual({ a: 3, b: 2, ab: 2, ac: 1, A: 1 });
  });

  it('counts messages without host under an empty name', () => {
    const hosts = new HostCounts();
    add(hosts, '', '', 'a', '');
    expect(Object.fromEntries(hosts.counts())).toEqual({ '': 3, a: 1 });
  });

  it('takes names of any bytes and any length', () => {
    const hosts = new HostCounts();
    const long = 'h'.repeat(1000);
    add(hosts, long, long, '\xff\0', long.slice(1), '\xff\0');
    expect(Object.fromEntries(hosts.counts())).toEqual({
      [long]: 2,
      '\xff\0': 2,
      [long.slice(1)]: 1,
    });
  });

  it('goes on counting after it was asked', () => {
    const hosts = new HostCounts();
    add(hosts, 'a');
    expect(hosts.counts().get('a')).toBe(1);
    add(hosts, 'a');
    hosts.addNamed('a', 10);
    hosts.addNamed('b', 2);
    add(hosts, 'a', 'b');
    expect(Object.fromEntries(hosts.counts())).toEqual({ a: 13, b: 3 });
  });

  it('clear() forgets all, also the host counted last', () => {
    const hosts = new HostCounts();
    add(hosts, 'a', 'a', 'b');
    hosts.clear();
    expect([...hosts.counts()]).toEqual([]);
    add(hosts, 'b', 'b');
    expect(Object.fromEntries(hosts.counts())).toEqual({ b: 2 });
  });
});
