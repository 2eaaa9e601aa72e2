/** Whether a row fits the site pack: it leads to something that exists, and the pack does not say otherwise. */
import { targetProblem } from '../checks/codes.ts';
import type { CrosswalkRow, SitePack } from '../pack.ts';
import { normalised } from '../xref.ts';
import { daysOf, isSameTime } from './plan.ts';

/** `undefined` when it fits. The pack is asked first in every look-up, so a row behind one of its own would never be used. */
export function misfit(pack: SitePack, row: CrosswalkRow): string | undefined {
  if (row.status === 'retired') return undefined;
  const target = targetProblem(pack, row);
  if (target) return target;
  const above = pack.crosswalk.find(
    (other) =>
      other.status === 'approved' &&
      other.domain === row.domain &&
      other.system === row.system &&
      normalised(other.localCode) === normalised(row.localCode) &&
      isSameTime(other, row),
  );
  return above && `the site pack ${pack.name} says ${above.canonicalId} ${daysOf(above)}, and goes first`;
}
