import { formatNetworkTerm, KIND_IPV6 } from '../analysis/network-terms.js';
import type { PackReader } from '../pack/pack-reader.js';
import { END_OF_DOCS } from '../postings/doc-set.js';
import { FORM_BITMAP, FORM_GAPS, FORM_RUNS } from '../postings/posting-list-format.js';
import { FORM_ALL, FORM_ONE, type TermPostings } from '../termdict/term-dictionary-format.js';

/** A pack as text: where every byte went. */
export function* inspectPack(reader: PackReader): Generator<string> {
  const { info, blocks } = reader;
  const index = reader.index();
  const { templates, fields } = reader.tables();
  yield `pack ${info.number}  ${info.bytes} bytes  messages ${info.messages}  text ${info.textBytes} bytes`;
  yield `  blocks ${blocks.length}  ${info.tablesOffset} bytes  units ${index.units}`;
  yield `  templates ${templates.length}  fields ${fields.length}`;
  yield `  terms ${index.termCount}  dictionary ${index.dictionaryBytes} bytes  posting lists ${index.listBytes} bytes  tail ${info.tailBytes} bytes`;
  const forms = new Map<string, { terms: number; postings: number; bytes: number }>();
  for (const { postings } of index.terms.entries()) {
    const form = formName(postings);
    const row = forms.get(form) ?? { terms: 0, postings: 0, bytes: 0 };
    row.terms++;
    row.postings += postings.count;
    row.bytes += postings.length;
    forms.set(form, row);
  }
  for (const [form, row] of [...forms].sort())
    yield `  ${form.padEnd(12)} terms ${row.terms}  units ${row.postings}  bytes ${row.bytes}`;
  for (const [host, count] of [...index.hosts].slice(0, 10)) yield `  host ${host}  ${count}`;
}

/** The blocks of a pack, one line each. */
export function* inspectBlocks(reader: PackReader): Generator<string> {
  for (const block of reader.blocks) {
    const opened = reader.block(block);
    yield `block at ${block.offset}  ${block.bytes} bytes of ${block.textBytes}  messages ${block.rows}  ` +
      `templates ${opened.templateIds.length}  columns ${opened.columns.count}  ` +
      `times ${new Date(block.minTime).toISOString()} to ${new Date(block.maxTime).toISOString()}`;
    const arrival = opened.arrival();
    for (const run of arrival.runs.slice(0, 10))
      yield `  ${run.count} from ${arrival.sources[run.source]}  sequence ${run.firstSequence}  received ${new Date(run.receivedAt).toISOString()}`;
    if (arrival.runs.length > 10) yield `  … ${arrival.runs.length - 10} more runs`;
  }
}

/** The templates of a pack, with how many messages each has, most first. */
export function* inspectTemplates(reader: PackReader): Generator<string> {
  const { templates, fields } = reader.tables();
  const counts = new Map<number, number>();
  for (const block of reader.blocks) {
    const opened = reader.block(block);
    opened.templateIds.forEach((id, place) => {
      counts.set(id, (counts.get(id) ?? 0) + (opened.templateRows[place] ?? 0));
    });
  }
  for (const [id, count] of [...counts].sort(([, a], [, b]) => b - a)) {
    const { literals = [], fields: of = [] } = templates[id] ?? {};
    const text = literals.map((literal, slot) => {
      const field = of[slot];
      return latin1(literal) + (field === undefined ? '' : `{${field}}`);
    });
    yield `${count}  ${text.join('')}`;
  }
  yield `fields: ${fields.map((name, field) => `${field} ${JSON.stringify(name)}`).join('  ')}`;
}

/** The terms of a pack that begin with `prefix`, with how many units hold each. */
export function* inspectTerms(reader: PackReader, prefix: string): Generator<string> {
  const wanted = Buffer.from(prefix.toLowerCase(), 'utf8');
  for (const { term, postings } of reader.index().terms.entries()) {
    const text = formatTerm(term);
    if (!Buffer.from(text, 'utf8').subarray(0, wanted.length).equals(wanted)) continue;
    yield `  ${text}  ${postings.count}  ${formName(postings)}`;
  }
}

/** The units of a term in a pack. */
export function* inspectPostings(reader: PackReader, term: Uint8Array): Generator<string> {
  const index = reader.index();
  const postings = index.lookup(term);
  if (postings === undefined) {
    yield 'no message holds it';
    return;
  }
  const units: number[] = [];
  const set = index.read(postings);
  for (let unit = set.docId(); unit !== END_OF_DOCS; unit = set.next()) units.push(unit);
  yield `${postings.count} units  ${formName(postings)}  ${postings.length} bytes: ${units.join(' ')}`;
}

/** A term as text: words as they are, addresses in their usual form. */
function formatTerm(term: Uint8Array): string {
  return (term[0] ?? 0) <= KIND_IPV6 ? formatNetworkTerm(term) : Buffer.from(term).toString('utf8');
}

function formName(postings: TermPostings): string {
  const names = new Map([
    [FORM_ONE, 'one'],
    [FORM_ALL, 'all'],
    [FORM_GAPS, 'gaps'],
    [FORM_BITMAP, 'bitmap'],
    [FORM_RUNS, 'runs'],
  ]);
  const name = names.get(postings.form) ?? `form ${postings.form}`;
  return postings.inline === undefined || postings.form < 0 ? name : `${name} inline`;
}

function latin1(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('latin1');
}
