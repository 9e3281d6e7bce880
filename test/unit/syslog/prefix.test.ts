import { describe, expect, it } from 'vitest';
import { parse } from './parsed.js';

describe('readPrefix', () => {
  const priority = (line: string) => parse(line).priority;

  it('PRI 0 to 191', () => {
    expect(priority('<0>x')).toBe('0.0');
    expect(priority('<34>x')).toBe('4.2');
    expect(priority('<191>x')).toBe('23.7');
    expect(priority('<013>x')).toBe('1.5');
  });

  it('other numbers in angle brackets are text', () => {
    for (const line of [
      '<192>x',
      '<999>x',
      '<1000>x',
      '<133006> <6069> x',
      '<>x',
      '<1x',
      '<-1>x',
      '<1 >x',
      '<',
      '<1',
      'x<13>x',
    ]) {
      expect(priority(line), line).toBe('-');
      expect(parse(line).text, line).toBe(line);
    }
  });

  it('an octet count left standing before it', () => {
    expect(parse('556 <14>cron[7]: x')).toMatchObject({
      priority: '1.6',
      app: 'cron',
      text: ' cron[7]: x',
    });
    expect(priority('55555555 <14>x')).toBe('-');
    expect(priority('556  <14>x')).toBe('-');
    expect(priority('556 <192>x')).toBe('-');
    expect(priority('556')).toBe('-');
    expect(priority('556 ')).toBe('-');
  });

  it('NULs, a byte order mark and spaces may come first and stay in the text', () => {
    expect(parse('\0\0<14>cron[7]: x')).toMatchObject({ priority: '1.6', text: '\0\0 cron[7]: x' });
    expect(parse('\ufeff<14>cron[7]: x')).toMatchObject({
      priority: '1.6',
      text: '\ufeff cron[7]: x',
    });
    expect(parse(' <14>cron[7]: x')).toMatchObject({ priority: '1.6', text: '  cron[7]: x' });
    expect(parse(' 17 <14>cron[7]: x')).toMatchObject({ priority: '1.6', text: '  cron[7]: x' });
  });

  it('blanks and a colon behind it', () => {
    expect(parse('<14>: cron[7]: x')).toMatchObject({ app: 'cron', pid: '7' });
    expect(parse('<14>   cron[7]: x')).toMatchObject({ app: 'cron', pid: '7' });
  });
});
