import { HayabusaError } from '../base/errors.js';
import { MILLIS_PER_HOUR } from '../base/ids.js';
import { type Catalog, EMPTY_LOG, newStoreId } from '../catalog/catalog-format.js';
import type { LogInfo } from '../messagelog/log-format.js';
import { LogReader } from '../messagelog/log-reader.js';
import { flatHours } from '../pack/hour-counts.js';
import { PACK_FOOTER_BYTES, type PackInfo } from '../pack/pack-format.js';
import { PackReader, readFooter } from '../pack/pack-reader.js';
import { spanOf } from '../pack/pack-writer.js';
import type { Directory } from '../storage/directory.js';
import { LOGS, logNumber, logPath, PACKS, packNumber, packPath } from '../storage/file-names.js';

/** Numbers of arrival [first, end), of the messages of a file. */
type Sequences = [first: number, end: number][];

/**
 * A catalog from nothing but packs and message logs. What was written and never committed cannot be told from what was,
 * so it is kept: nothing acknowledged is lost. Of messages that stand in several files, since a writer died between sealing and
 * removing, the newest pack's count. Files that cannot be read are reported; `aside` are the paths of those that the
 * catalog therefore does not name, although they may hold messages.
 */
export function recoverCatalog(
  directory: Directory,
  onLost: (error: HayabusaError) => void,
): { catalog: Catalog; aside: string[] } {
  const aside: string[] = [];
  const numbers = directory
    .list(PACKS)
    .map(packNumber)
    .filter((number) => number !== undefined);
  const packs: PackInfo[] = [];
  const known: Sequences = [];
  let nextNumber = 1;
  for (const number of numbers.sort((a, b) => b - a)) {
    nextNumber = Math.max(nextNumber, number + 1);
    try {
      const { info, sequences, isWhole } = readPack(directory, number);
      // Of a pack in which nothing can be read, nobody knows what it holds: it stays.
      if (isCovered(sequences, known) && (isWhole || sequences.length > 0)) {
        if (!isWhole) aside.push(packPath(number));
        continue;
      }
      packs.push(info);
      known.push(...sequences);
    } catch (error) {
      if (!(error instanceof HayabusaError)) throw error;
      onLost(error);
      aside.push(packPath(number));
    }
  }
  let log = EMPTY_LOG;
  const logs = directory
    .list(LOGS)
    .map(logNumber)
    .filter((number) => number !== undefined);
  for (const number of logs.sort((a, b) => b - a)) {
    nextNumber = Math.max(nextNumber, number + 1);
    const found = readLog(directory, number, onLost);
    if (found.info.messages === 0 ? !found.isDamaged : isCovered(found.sequences, known)) continue;
    // There is but one log.
    if (found.info.messages === 0 || log.bytes > 0) {
      aside.push(logPath(number));
      continue;
    }
    log = found.info;
    known.push(...found.sequences);
  }
  const nextSequence = known.reduce((most, [, end]) => Math.max(most, end), 0);
  packs.sort((a, b) => a.minTime - b.minTime || a.number - b.number);
  return {
    catalog: { generation: 0, id: newStoreId(), nextSequence, nextNumber, packs, log, inputs: [] },
    aside,
  };
}

function readPack(
  directory: Directory,
  number: number,
): { info: PackInfo; sequences: Sequences; isWhole: boolean } {
  const path = packPath(number);
  const name = `${directory.location}/${path}`;
  const file = directory.open(path);
  try {
    const bytes = file.size;
    const start = Math.max(0, bytes - PACK_FOOTER_BYTES);
    const footer = readFooter(file.read(start, PACK_FOOTER_BYTES), name, start);
    const found = {
      number,
      bytes,
      tailBytes: footer.tailLength + PACK_FOOTER_BYTES,
      tablesOffset: footer.tables,
      messages: 0,
      textBytes: 0,
      hours: [] as number[],
      ...spanOf([]),
    };
    const reader = new PackReader(file, name, found);
    const hours = new Map<number, number>();
    const sequences: Sequences = [];
    let isWhole = true;
    for (const block of reader.blocks) {
      found.messages += block.rows;
      found.textBytes += block.textBytes;
      try {
        const opened = reader.block(block);
        for (const time of opened.times()) count(hours, time);
        for (const run of opened.arrival().runs)
          sequences.push([run.firstSequence, run.firstSequence + run.count]);
      } catch (error) {
        if (!(error instanceof HayabusaError)) throw error;
        isWhole = false;
        // Its messages are lost, which the search says; their hours are those of its times.
        for (let time = block.minTime; time <= block.maxTime; time += MILLIS_PER_HOUR)
          count(hours, time);
      }
    }
    return {
      info: { ...found, ...spanOf(reader.blocks), hours: flatHours(hours) },
      sequences,
      isWhole,
    };
  } finally {
    file.close();
  }
}

function readLog(
  directory: Directory,
  number: number,
  onLost: (error: HayabusaError) => void,
): { info: LogInfo; sequences: Sequences; isDamaged: boolean } {
  const path = logPath(number);
  const file = directory.open(path);
  try {
    const reader = new LogReader(file, `${directory.location}/${path}`, file.size);
    const info = { number, bytes: 0, messages: 0, textBytes: 0 };
    const hours = new Map<number, number>();
    const sequences: Sequences = [];
    // Damage behind the last whole block is a tail that was never finished; unless there is no whole block.
    let pending: HayabusaError[] = [];
    for (const { end, messages } of reader.blocks((error) => pending.push(error))) {
      for (const error of pending) onLost(error);
      pending = [];
      info.bytes = end;
      for (const { raw, time, sequence } of messages) {
        info.messages++;
        info.textBytes += raw.length;
        count(hours, time);
        const last = sequences[sequences.length - 1];
        if (last?.[1] === sequence) last[1]++;
        else sequences.push([sequence, sequence + 1]);
      }
    }
    const isDamaged = info.messages === 0 && pending.length > 0;
    if (isDamaged) for (const error of pending) onLost(error);
    return { info: { ...info, hours: flatHours(hours) }, sequences, isDamaged };
  } finally {
    file.close();
  }
}

function count(hours: Map<number, number>, time: number): void {
  const hour = Math.floor(time / MILLIS_PER_HOUR);
  hours.set(hour, (hours.get(hour) ?? 0) + 1);
}

function isCovered(sequences: Sequences, known: Sequences): boolean {
  const sorted = [...known].sort(([a], [b]) => a - b);
  return sequences.every(([first, end]) => {
    let at = first;
    for (const [from, to] of sorted) if (from <= at && to > at) at = to;
    return at >= end;
  });
}
