/**
 * Which of the messages that wait for a code may go on. Inside an ordering scope they go on in the order in which they
 * were put aside: one that still waits holds what came behind it.
 */
import type { Failure } from '../../failure.ts';
import type { CrosswalkRow } from '../pack.ts';
import type { Crosswalk } from '../xref.ts';
import type { UnknownCode } from './unknown-code.ts';

export interface Parked {
  readonly id: number;
  readonly lane?: string;
  readonly failure: Failure;
}

/** Oldest first, in and out; messages of other sites are not ours to judge. */
export function releasable<P extends Parked>(parked: readonly P[], site: string, crosswalk: Crosswalk): readonly P[] {
  const held = new Set<string>();
  return parked.filter(({ lane, failure }) => {
    const codes = failure.unknownCodes ?? [];
    const isKnown = codes.length > 0 && codes.every((code) => code.site === site && isMapped(code, crosswalk));
    const goes = isKnown && !(lane !== undefined && held.has(lane));
    if (!goes && lane !== undefined) held.add(lane);
    return goes;
  });
}

export function isMapped({ domain, system, code, at }: UnknownCode, crosswalk: Crosswalk): boolean {
  const kind = domain as CrosswalkRow['domain'];
  if (system !== undefined && system !== '') return crosswalk.canonical(kind, system, code, at ?? '').ok;
  return kind !== 'lot' && kind !== 'recipe' && crosswalk.binding(kind, code).ok;
}
