import { formatNetworkTerm, KIND_IPV6 } from '../analysis/network-terms.js';
import { LOG_HEADER_BYTES } from '../messagelog/message-block-format.js';
import { MessageLogReader } from '../messagelog/message-log-reader.js';
import { FORM_BITMAP, FORM_GAPS, FORM_RUNS } from '../postings/posting-list-format.js';
import { SECTIONS } from '../segment/index-part-format.js';
import { IndexPartReader } from '../segment/index-part-reader.js';
import { isSealed, type PartInfo, type SegmentInfo } from '../segment/segment-info.js';
import type { Directory } from '../storage/directory.js';
import { formatHour, indexPartPath, messageLogPath } from '../storage/file-names.js';
import { FORM_ALL, FORM_ONE, type TermPostings } from '../termdict/term-dictionary-format.js';
import { timeOfHour } from './inspect-catalog.js';

/** One hour as text: its log and each index part, with where every byte went. */
export function* inspectSegment(directory: Directory, info: SegmentInfo): Generator<string> {
  yield `segment ${formatHour(info.hour)}  ${isSealed(info) ? 'sealed' : 'active'}`;
  yield `  messages ${info.messages}  text ${info.textBytes} bytes  times ${timeOfHour(info.minTime)} to ${timeOfHour(info.maxTime)}`;
  const blocks = withLog(directory, info, (log) => [...log.blocks(LOG_HEADER_BYTES)].length);
  yield `  log ${messageLogPath(info.hour)}  ${info.logBytes} bytes committed  ${blocks} blocks`;
  for (const part of info.parts) {
    const path = indexPartPath(info.hour, part.first, part.end, part.generation);
    yield `  index ${path}  ${part.bytes} bytes`;
    const lines = withPart(directory, info, part, (reader) => describePart(reader, part));
    for (const line of lines) yield `    ${line}`;
  }
}

function describePart(reader: IndexPartReader, part: PartInfo): string[] {
  const { summary, terms } = reader;
  const sizes = terms.measure();
  const forms = new Map<string, { terms: number; postings: number; bytes: number }>();
  for (const { postings } of terms.entries()) {
    const form = formName(postings);
    const row = forms.get(form) ?? { terms: 0, postings: 0, bytes: 0 };
    row.terms++;
    row.postings += postings.count;
    row.bytes += postings.length;
    forms.set(form, row);
  }
  const lines = [
    `messages ${summary.messages} from ${summary.first}  terms ${summary.terms}  times ${timeOfHour(summary.minTime)} to ${timeOfHour(summary.maxTime)}` +
      `  ${reader.order() === undefined ? 'in order of arrival' : 'reordered by time'}`,
    `posting lists ${sizes.listBytes} bytes  term dictionary ${sizes.dictionaryBytes} bytes in ${sizes.blocks} blocks  tail ${part.tailBytes} bytes`,
    SECTIONS.map((name) => `${name} ${reader.sectionBytes(name)}`).join('  '),
  ];
  for (const [form, row] of [...forms].sort())
    lines.push(
      `${form.padEnd(12)} terms ${row.terms}  postings ${row.postings}  bytes ${row.bytes}`,
    );
  for (const [host, count] of [...reader.hosts()].slice(0, 10))
    lines.push(`host ${host}  ${count}`);
  return lines;
}

/** The blocks of an hour's log, one line each. */
export function* inspectLog(directory: Directory, info: SegmentInfo): Generator<string> {
  const lines = withLog(directory, info, (log) => {
    const rows: string[] = [];
    for (const { offset, block } of log.blocks(LOG_HEADER_BYTES)) {
      const { header } = block;
      rows.push(
        `block at ${offset}  ${block.length} bytes of ${header.rawLength}  messages ${block.count} from ${block.firstOrdinal}` +
          `  times ${timeOfHour(header.minTime)} to ${timeOfHour(header.maxTime)}`,
      );
      for (const run of block.runs)
        rows.push(
          `  ${run.count} from ${block.sources[run.source]}  sequence ${run.firstSequence}  received ${new Date(run.receivedAt).toISOString()}`,
        );
    }
    return rows;
  });
  yield* lines;
}

/** The terms of an hour that begin with `prefix`, with how many messages hold each. */
export function* inspectTerms(
  directory: Directory,
  info: SegmentInfo,
  prefix: string,
): Generator<string> {
  const wanted = Buffer.from(prefix.toLowerCase(), 'utf8');
  for (const part of info.parts) {
    yield `index of messages ${part.first} to ${part.end}`;
    const rows = withPart(directory, info, part, (reader) => {
      const found: string[] = [];
      for (const { term, postings } of reader.terms.entries()) {
        const text = formatTerm(term);
        if (!Buffer.from(text, 'utf8').subarray(0, wanted.length).equals(wanted)) continue;
        found.push(`  ${text}  ${postings.count}  ${formName(postings)}`);
      }
      return found;
    });
    yield* rows;
  }
}

/** The DocIds of a term in an hour. */
export function* inspectPostings(
  directory: Directory,
  info: SegmentInfo,
  term: Uint8Array,
): Generator<string> {
  for (const part of info.parts) {
    const line = withPart(directory, info, part, (reader) => {
      const postings = reader.terms.lookup(term);
      if (postings === undefined) return 'no message holds it';
      const docs = reader.decodeDocs(postings);
      return `${postings.count} messages  ${formName(postings)}  ${postings.length} bytes  DocIds ${docs.join(' ')}`;
    });
    yield `index of messages ${part.first} to ${part.end}: ${line}`;
  }
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

function withPart<T>(
  directory: Directory,
  info: SegmentInfo,
  part: PartInfo,
  use: (reader: IndexPartReader) => T,
): T {
  const path = indexPartPath(info.hour, part.first, part.end, part.generation);
  const file = directory.open(path);
  try {
    return use(new IndexPartReader(file, `${directory.location}/${path}`, part));
  } finally {
    file.close();
  }
}

function withLog<T>(directory: Directory, info: SegmentInfo, use: (log: MessageLogReader) => T): T {
  const path = messageLogPath(info.hour);
  const file = directory.open(path);
  try {
    return use(new MessageLogReader(file, `${directory.location}/${path}`, info.logBytes));
  } finally {
    file.close();
  }
}
