import { readFileSync } from 'node:fs';

/** What a person read off one line of the vendor corpus; `-` stands for "states none". */
export type VendorLabel = {
  file: string;
  line: number;
  /** ISO 8601 in UTC; a date without a year counts in 2021, without a zone in UTC. */
  time: string;
  host: string;
  app: string;
  pid: string;
  facility: string;
  severity: string;
};

export const LABELLED_FIELDS = ['time', 'host', 'app', 'pid', 'facility', 'severity'] as const;

/** Reads the table of labels: a line of titles, then a label a line, tabs between the fields. */
export function readVendorLabels(path: string): VendorLabel[] {
  const [, ...rows] = readFileSync(path, 'utf8').trimEnd().split('\n');
  return rows.map((row) => {
    const [file, line, time, host, app, pid, facility, severity] = row.split('\t');
    if (!file || !line || !time || !host || !app || !pid || !facility || !severity)
      throw new Error(`Incomplete label: ${row}`);
    return { file, line: Number(line), time, host, app, pid, facility, severity };
  });
}
