import type { Real } from './real.js';
import { CLASS, UPPER } from './scan.js';

/**
 * Time zone abbreviations as they stand in logs, in minutes east of UTC. Some are ambiguous in the world; the readings
 * taken here: IST is India, BST is British summer time, CST and CDT are North American, AST is Atlantic, SST is Samoa,
 * ECT is Ecuador, GST is the Gulf, PST is the Pacific coast. A name that is not listed counts as no zone.
 */
const MINUTES: Map<number, number> = new Map<number, number>();
zones('UTC GMT UCT WET', 0);
zones('WEST BST CET MET MEZ WAT', 60);
zones('CEST MEST MESZ EET SAST CAT', 120);
zones('EEST IDT MSK TRT EAT', 180);
zones('IRST', 210);
zones('MSD GST SAMT', 240);
zones('AFT', 270);
zones('PKT YEKT UZT', 300);
zones('IST', 330);
zones('NPT', 345);
zones('OMST', 360);
zones('MMT', 390);
zones('ICT WIB KRAT NOVT', 420);
zones('SGT HKT AWST PHT MYT WITA IRKT', 480);
zones('JST KST WIT YAKT', 540);
zones('ACST', 570);
zones('AEST VLAT CHST', 600);
zones('ACDT', 630);
zones('AEDT MAGT', 660);
zones('NZST PETT', 720);
zones('NZDT', 780);
zones('AZOT', -60);
zones('NDT', -150);
zones('ADT ART BRT CLST UYT', -180);
zones('NST', -210);
zones('AST CLT EDT VET', -240);
zones('CDT COT ECT EST PET', -300);
zones('CST MDT', -360);
zones('MST PDT', -420);
zones('AKDT PST', -480);
zones('AKST HDT', -540);
zones('HAST HST', -600);
zones('SST', -660);

/** The longest abbreviation that is looked up. */
export const MAX_ZONE_NAME = 5;

function zones(names: string, minutes: number): void {
  let key = 0;
  for (let i = 0; i <= names.length; i++) {
    const char = i < names.length ? names.charCodeAt(i) : 32;
    if (char === 32) {
      MINUTES.set(key, minutes);
      key = 0;
    } else key = key * 27 + (char - 64);
  }
}

/** How many capital letters stand at `p`, at most one more than a zone name has. */
export function capitals(bytes: Uint8Array, p: number, end: number): number {
  const stop = Math.min(end, p + MAX_ZONE_NAME + 1);
  let q = p;
  while (q < stop && CLASS[bytes[q]!] === UPPER) q++;
  return q - p;
}

/** The offset in minutes of the abbreviation, of letters in any case, that fills `[start, end)`; NaN: not known. */
export function zoneNameMinutes(bytes: Uint8Array, start: number, end: number): Real {
  if (end - start < 3 || end - start > MAX_ZONE_NAME) return Number.NaN;
  let key = 0;
  for (let i = start; i < end; i++) key = key * 27 + ((bytes[i]! & 0xdf) - 64);
  return MINUTES.has(key) ? MINUTES.get(key)! : Number.NaN;
}
