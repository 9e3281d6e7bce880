import type { DamageReport } from '../engine/pack-searcher.js';
import { warn } from './output.js';

/** Says what a search met that is damaged, and notes whether messages are lost. */
export function reportDamage(report: DamageReport, damage: { lost: boolean }): void {
  if (report.lost) damage.lost = true;
  warn(
    report.lost
      ? `${report.error.message}; messages may be missing from the answer`
      : `${report.error.message}; until then its messages are searched one by one, which is slower`,
  );
}
