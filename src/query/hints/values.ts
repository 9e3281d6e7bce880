import type { Query } from '../ast.js';
import type { FieldLexeme, ValueLexeme } from '../lexeme.js';
import { lex } from '../lexer.js';
import { holds } from './holds.js';

/** Values of fields that mean something elsewhere: `host:!gw1`, `app:sshd,su`, `app:sshd[123]`, `pid:1-5`, `host:/re/`. */
export function valueHint(text: string): string | undefined {
  const lexemes = lex(text);
  for (const [i, lexeme] of lexemes.entries()) {
    const before = lexemes[i - 1];
    const field = before?.kind === 'open' ? lexemes[i - 2] : before;
    if (field?.kind !== 'field' || lexeme.kind !== 'value' || lexeme.isQuoted) continue;
    const hint = hintOfValue(field, lexeme);
    if (hint !== undefined) return hint;
  }
  return undefined;
}

function hintOfValue({ name }: FieldLexeme, { text: value }: ValueLexeme): string | undefined {
  const typed = `"${name}:${value}" was looked for as it stands`;
  if (/^[!-]./.test(value)) return `${typed}: to exclude write NOT ${name}:${value.slice(1)}`;
  const list = listOf(value);
  if (list !== undefined) return `${typed}: a list of values is written ${name}:(${list})`;
  if (isExpression(value) && name !== 'source')
    return `${typed}: values of fields take * and ?, expressions look into the text, as in '${value}'`;
  const [, app, pid] = (name === 'app' && /^([^[\]:]+)(?:\[(\d*)\])?:?$/.exec(value)) || [];
  if (app !== undefined && app !== value)
    return `${typed}: the field is written app:${app}${pid ? ` pid:${pid}` : ''}`;
  if (name === 'pid' && /^(?:\d+-\d+|[<>]=?\d+)$/.test(value))
    return `${typed}: numbers of processes have no ranges, * and ? stand for digits, as in pid:12*`;
  return undefined;
}

/** `dpt:(22 OR 23)`, `dpt=(22 OR NOT 23)`: no list, but a word and what stands in parentheses. */
export function keyListHint(text: string): string | undefined {
  const lexemes = lex(text);
  for (const [i, lexeme] of lexemes.entries()) {
    const [, key] =
      (lexeme.kind === 'word' && !lexeme.isQuoted && LIST_KEY.exec(lexeme.text)) || [];
    const open = lexemes[i + 1];
    if (key === undefined || open?.kind !== 'open' || open.column !== lexeme.end) continue;
    const close = lexemes.findIndex(({ kind }, at) => at > i && kind === 'close');
    if (lexemes.slice(i, close).some((each) => each.kind === 'operator' && !each.isSign))
      return `"${text.slice(lexeme.column, lexeme.end)}" was looked for as a word: a list behind a key has values with OR between them, as in ${key}=(a OR b)`;
  }
  return undefined;
}

const LIST_KEY = /^(\w[\w.-]*)(?:[:=]|[<>]=?)$/;

/** `dpt=!22`, `dpt=22,23`, `dpt=(22)`, `dpt=22-25`, `dpt=/2./` */
export function pairValueHint(query: Query): string | undefined {
  let hint: string | undefined;
  holds(query, (each) => {
    if (each.kind !== 'pair' || each.operator !== '=') return false;
    const { key, value } = each;
    const typed = `"${key}=${value}" was looked for as it stands`;
    const [, inner = value] = /^\((.+?)\)?$/.exec(value) ?? [];
    const list = listOf(inner);
    const [, least, most] = /^(\d+)-(\d+)$/.exec(inner) ?? [];
    if (/^!\w/.test(value)) hint = `${typed}: to exclude write ${key}!=${value.slice(1)}`;
    else if (list !== undefined) hint = `${typed}: a list of values is written ${key}=(${list})`;
    else if (most !== undefined)
      hint = `${typed}: a range of numbers is written ${key}>=${least} ${key}<=${most}`;
    else if (inner !== value) hint = `${typed}: one value is written ${key}=${inner}`;
    else if (isExpression(value))
      hint = `${typed}: an expression holds the key too, as in '/${key}=${value.replace(/^\/|\/i?$/g, '')}/'`;
    return hint !== undefined;
  });
  return hint;
}

/** `app:(sshd su)`: no message has two values of one field. */
export function listHint(query: Query): string | undefined {
  let name: string | undefined;
  holds(query, (each) => {
    if (each.kind !== 'and') return false;
    const fields = each.parts.flatMap((part) =>
      part.kind === 'field' && !/[*?]/.test(part.glob) ? [part.field] : [],
    );
    name = fields.find((field, i) => fields.indexOf(field) < i);
    return name !== undefined;
  });
  if (name === undefined) return undefined;
  return `A message has one ${name}: write OR between values, as in ${name}:(a OR b)`;
}

/** `a,b` and `a|b` as `a OR b`. */
function listOf(value: string): string | undefined {
  if (!/^[\w.*?:-]+(?:[,|][\w.*?:-]+)+$/.test(value)) return undefined;
  return value.split(/[,|]/).join(' OR ');
}

/** Whether it stands between slashes and holds what only an expression does. */
function isExpression(value: string): boolean {
  return /^\/.*[.*+?^$|[\\(].*\/i?$/.test(value);
}
