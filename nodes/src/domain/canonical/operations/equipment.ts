/** Ordering scope of everything about one machine, and times as keys. */
import type { KeyScope } from '../definition.ts';

export const equipmentPartition = ({ equipmentId }: { readonly equipmentId: string }, scope: KeyScope): string =>
  `${scope.site}:eq:${equipmentId}`;

/** The same moment written in another zone is the same fact. */
export const moment = (instant: string): string => new Date(instant).toISOString();
