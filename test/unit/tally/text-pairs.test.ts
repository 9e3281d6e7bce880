import { describe, expect, it } from 'vitest';
import { eachPair } from '../../../src/tally/text-pairs.js';
import { latin1 } from '../../support/bytes.js';

describe('eachPair()', () => {
  const check = (text: string, ...expected: string[]) => {
    const found: string[] = [];
    eachPair(latin1(text), ({ keyStart, keyEnd, start, end }) => {
      found.push(`${text.slice(keyStart, keyEnd)}|${text.slice(start, end)}`);
    });
    expect(found, text).toEqual(expected);
  };

  it('finds keys and values', () => {
    check('SRC=10.0.0.1 OUT= LEN=40', 'SRC|10.0.0.1', 'OUT|', 'LEN|40');
    check('by (uid=0)', 'uid|0');
    check('a=1,b=2;c=3&d=4', 'a|1', 'b|2', 'c|3', 'd|4');
    check('user_name=x http.status=200 x-id=7', 'user_name|x', 'http.status|200', 'x-id|7');
    check('last=', 'last|');
  });

  it('takes what quotation marks enclose, and no pair within', () => {
    check('msg="a b=c \\" d" level=info', 'msg|a b=c \\" d', 'level|info');
    check("k='v w'", 'k|v w');
    check('open="never closed', 'open|');
    check('empty="" next=1', 'empty|', 'next|1');
  });

  it('takes no numbers, signs or long data for keys', () => {
    check('1=2 =3 ==4 a == b -x=1 é=1');
    check(`${'a'.repeat(60)}=1`);
  });
});
