import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { ALL_DEVICES } from '../../../native-free-bench/generator/devices/all-devices.js';
import { compressFixture, makeFixtures } from '../../../native-free-bench/generator/fixtures.js';
import { ODD_SORTS } from '../../../native-free-bench/generator/odd-lines.js';

function stored(name: string): Buffer {
  return readFileSync(new URL(`../../../fixtures/${name}`, import.meta.url));
}

describe('fixtures', () => {
  for (const { name, bytes, gzip } of makeFixtures()) {
    it(`${name} is what the generator makes now (else run make-fixtures.js)`, () => {
      const found = gzip ? gunzipSync(stored(name)) : stored(name);
      expect(found.equals(bytes)).toBe(true);
    });
  }

  it('the sample is small, and its gzip header names no time and no machine', () => {
    const sample = stored('sample.log.gz');
    expect(sample.length).toBeLessThan(1_200_000);
    expect(sample.subarray(0, 10)).toEqual(compressFixture(Buffer.from('x')).subarray(0, 10));
    expect([...sample.subarray(4, 8), sample[9]]).toEqual([0, 0, 0, 0, 255]);
  });

  it('the sample crosses midnight', () => {
    const text = gunzipSync(stored('sample.log.gz')).toString('latin1');
    expect(text).toContain('Jun 10 23:59:');
    expect(text).toContain('Jun 11 00:00:');
  });

  it('small.log has every kind of device, odd line and needle', () => {
    const { kinds, odd, needles } = JSON.parse(stored('small.needles.json').toString());
    for (const { name } of ALL_DEVICES) expect(kinds[name], name).toBeGreaterThan(0);
    for (const sort of ODD_SORTS) expect(odd[sort], sort).toBeGreaterThan(0);
    expect(needles).toHaveLength(6);
    for (const { count } of needles) expect(count).toBeGreaterThan(0);
  });
});
