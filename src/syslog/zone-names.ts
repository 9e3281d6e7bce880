import { CLASS, UPPER } from './scan.js';

/**
 * Time zone abbreviations as they stand in logs, in minutes east of UTC. Some are ambiguous in the world; the readings
 * taken here: IST is India, BST is British summer time, CST and CDT are North American, AST is Atlantic, SST is Samoa,
 * ECT is Ecuador, GST is the Gulf, PST is the Pacific coast. A name that is not listed counts as no zone.
 */
const MINUTES: Readonly<Record<string, number>> = {
  UTC: 0,
  GMT: 0,
  UCT: 0,
  WET: 0,
  WEST: 60,
  BST: 60,
  CET: 60,
  MET: 60,
  MEZ: 60,
  WAT: 60,
  CEST: 120,
  MEST: 120,
  MESZ: 120,
  EET: 120,
  SAST: 120,
  CAT: 120,
  EEST: 180,
  IDT: 180,
  MSK: 180,
  TRT: 180,
  EAT: 180,
  IRST: 210,
  MSD: 240,
  GST: 240,
  SAMT: 240,
  AFT: 270,
  PKT: 300,
  YEKT: 300,
  UZT: 300,
  IST: 330,
  NPT: 345,
  OMST: 360,
  MMT: 390,
  ICT: 420,
  WIB: 420,
  KRAT: 420,
  NOVT: 420,
  SGT: 480,
  HKT: 480,
  AWST: 480,
  PHT: 480,
  MYT: 480,
  WITA: 480,
  IRKT: 480,
  JST: 540,
  KST: 540,
  WIT: 540,
  YAKT: 540,
  ACST: 570,
  AEST: 600,
  VLAT: 600,
  CHST: 600,
  ACDT: 630,
  AEDT: 660,
  MAGT: 660,
  NZST: 720,
  PETT: 720,
  NZDT: 780,
  AZOT: -60,
  NDT: -150,
  ADT: -180,
  ART: -180,
  BRT: -180,
  CLST: -180,
  UYT: -180,
  NST: -210,
  AST: -240,
  CLT: -240,
  EDT: -240,
  VET: -240,
  CDT: -300,
  COT: -300,
  ECT: -300,
  EST: -300,
  PET: -300,
  CST: -360,
  MDT: -360,
  MST: -420,
  PDT: -420,
  AKDT: -480,
  PST: -480,
  AKST: -540,
  HDT: -540,
  HAST: -600,
  HST: -600,
  SST: -660,
};

const BY_KEY: ReadonlyMap<number, number> = new Map(
  Object.entries(MINUTES).map(([name, minutes]) => [keyOf(name), minutes]),
);

/** The longest abbreviation that is looked up. */
export const MAX_ZONE_NAME = 5;

function keyOf(name: string): number {
  let key = 0;
  for (const char of name) key = key * 27 + (char.charCodeAt(0) - 64);
  return key;
}

/** How many capital letters stand at `p`, at most one more than a zone name has. */
export function capitals(bytes: Uint8Array, p: number, end: number): number {
  const stop = Math.min(end, p + MAX_ZONE_NAME + 1);
  let q = p;
  while (q < stop && CLASS[bytes[q]!] === UPPER) q++;
  return q - p;
}

/** The offset in minutes of the abbreviation, of letters in any case, that fills `[start, end)`; NaN: not known. */
export function zoneNameMinutes(bytes: Uint8Array, start: number, end: number): number {
  if (end - start < 3 || end - start > MAX_ZONE_NAME) return Number.NaN;
  let key = 0;
  for (let i = start; i < end; i++) key = key * 27 + ((bytes[i]! & 0xdf) - 64);
  return BY_KEY.get(key) ?? Number.NaN;
}
