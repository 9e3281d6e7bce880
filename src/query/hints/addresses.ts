import { parseIpAddress } from '../../analysis/address-ranges.js';
import type { Query } from '../ast.js';
import { holds } from './holds.js';
import { wordsOf } from './words.js';

/** Networks and ranges that are written as elsewhere, or where they are looked for as text. */
export function networkHint(text: string, query: Query): string | undefined {
  for (const word of wordsOf(text)) {
    const meant = networkOfMask(word) ?? networkOfShort(word) ?? rangeOf(word);
    if (meant !== undefined)
      return `"${word}" was looked for as words: its addresses are found by ${meant}`;
  }
  return pairHint(query);
}

/** `10.1.0.0/255.255.0.0`, or an access list's `10.1.0.0/0.0.255.255` */
function networkOfMask(word: string): string | undefined {
  const [, address = '', mask = ''] = /^([\d.]+)\/(\d+\.[\d.]+)$/.exec(word) ?? [];
  if (parseIpAddress(address) === undefined || parseIpAddress(mask) === undefined) return undefined;
  const bits = mask
    .split('.')
    .map((part) => Number(part).toString(2).padStart(8, '0'))
    .join('');
  const end = /^1*0*$/.test(bits) ? bits.indexOf('0') : /^0*1*$/.test(bits) ? bits.indexOf('1') : 0;
  return end < 1 ? undefined : `${address}/${end}`;
}

/** `10.1/16` */
function networkOfShort(word: string): string | undefined {
  const [, front = '', bits] = /^(\d{1,3}(?:\.\d{1,3}){1,2})\/(\d\d?)$/.exec(word) ?? [];
  const address = `${front}${'.0'.repeat(4 - front.split('.').length)}`;
  if (bits === undefined || Number(bits) > 32 || parseIpAddress(address) === undefined)
    return undefined;
  return `${address}/${bits}`;
}

/** `10.0.0.1-10.0.0.9` */
function rangeOf(word: string): string | undefined {
  const [first = '', last = '', ...more] = word.split('-');
  const isRange =
    more.length === 0 && parseIpAddress(first) !== undefined && parseIpAddress(last) !== undefined;
  return isRange ? `ip:${word}` : undefined;
}

/** `SRC=10.0.0.0/8`: a pair is looked for as it is written. */
function pairHint(query: Query): string | undefined {
  let hint: string | undefined;
  holds(query, (each) => {
    if (each.kind !== 'pair') return false;
    const [, address = '', bits] = /^(.+)\/(\d+)$/.exec(each.value) ?? [];
    if (bits === undefined || parseIpAddress(address) === undefined) return false;
    hint = `"${each.key}=${each.value}" was looked for as text: addresses of a network are found by ${each.value} alone`;
    return true;
  });
  return hint;
}
