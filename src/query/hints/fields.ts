import { type Query, TEXT_FIELDS } from '../ast.js';
import { FIELD_NAMES } from '../field-names.js';
import { holds } from './holds.js';
import { wordsOf } from './words.js';

/** What fields are called elsewhere. */
const OTHER_FIELDS: Readonly<Record<string, string>> = {
  hostname: 'host',
  level: 'severity',
  priority: 'severity',
  program: 'app',
  process: 'app',
  ident: 'app',
  tag: 'app',
  file: 'source',
  filename: 'source',
};

/** `level:error`, `Host:gw1`: only names of fields take a colon, in small letters. */
export function unknownFieldHint(text: string): string | undefined {
  for (const word of wordsOf(text)) {
    const [, name = '', value = ''] = /^([A-Za-z][\w.]*):([\w.*-]+)$/.exec(word) ?? [];
    const lower = name.toLowerCase();
    const field = FIELD_NAMES.includes(lower) ? lower : OTHER_FIELDS[lower];
    if (field !== undefined)
      return `"${name}:" was looked for as a word: the field is written ${field}:${value}`;
    if (value !== '' && !/^\d/.test(value))
      return `"${name}:" was looked for as a word: fields are ${FIELD_NAMES.join(', ')}; of key=value in the text write ${name}=${value}`;
  }
  return undefined;
}

/** `host=gw1`, `app!=sshd`, `pid>100`: what the header says is no pair of the text. */
export function fieldPairHint(query: Query): string | undefined {
  let hint: string | undefined;
  holds(query, (each) => {
    hint = asField(each);
    return hint !== undefined;
  });
  return hint;
}

/**
 * `NOT app=sshd`, `app!=sshd`: what excludes nothing where the header says it. Not of keys that texts have often, such as `pid`
 * and `MAC`.
 */
export function negatedPairHint(query: Query): string | undefined {
  let hint: string | undefined;
  holds(query, (each) => {
    const pair = each.kind === 'not' ? each.part : each;
    if (pair.kind !== 'pair' || (pair === each && pair.operator !== '!=')) return false;
    if (/^(?:host|hostname|app|source)$/i.test(pair.key)) hint = asField(pair);
    return hint !== undefined;
  });
  return hint;
}

function asField(query: Query): string | undefined {
  if (query.kind !== 'pair' || query.value === '') return undefined;
  const { key, operator } = query;
  const name = key.toLowerCase();
  const field = OTHER_FIELDS[name] ?? name;
  const isField = ['source', 'ip', 'mac', ...TEXT_FIELDS].includes(field);
  if (!isField) return undefined;
  const value = /^[\w.*?:/-]+$/.test(query.value) ? query.value : JSON.stringify(query.value);
  const typed = `"${key}${operator}${query.value}" was looked for as text`;
  if (operator === '=') return `${typed}: the field is written ${field}:${value}`;
  if (operator === '!=') return `${typed}: to exclude by the field write NOT ${field}:${value}`;
  return `${typed}: the field ${field} is not compared, but looked for as it is written, as in ${field}:${value}`;
}

/** Only a PRI says a level, and what writes files mostly leaves it out. */
export function levelHint(query: Query): string | undefined {
  const name = levelAskedFor(query);
  if (name === undefined) return undefined;
  return `A message without a PRI at its front has no ${name}: "hayabusa fields" says how many have one`;
}

function levelAskedFor(query: Query): string | undefined {
  if (query.kind === 'level') return query.field;
  if (query.kind !== 'and' && query.kind !== 'or') return undefined;
  return query.parts.map(levelAskedFor).find((name) => name !== undefined);
}

export function sourceHint(query: Query): string | undefined {
  if (!holds(query, ({ kind }) => kind === 'source')) return undefined;
  return 'A source is a file or a peer by the name that it was ingested with: "hayabusa search --by source" says which there are';
}
