/** Notices of conditions, written in one line each. */
import type { ConditionNotice, ConditionWord } from '../../../../nodes/src/domain/plant/condition-feed.ts';

export const T0 = Date.parse('2026-11-20T08:00:00.000Z');
export const at = (second: number): string => new Date(T0 + second * 1_000).toISOString();

/** `Press1.DriveTripped` is the condition of that name on that source. */
export function notice(name: string, second: number, more: Partial<ConditionNotice> = {}): ConditionNotice {
  const [sourceName = '', conditionName = ''] = name.split('.');
  return {
    ...{ eventId: `${name}-${second}`, conditionNode: `ns=1;s=${name}`, conditionName, conditionClass: 'Process' },
    ...{ sourceNode: `ns=1;s=${sourceName}`, sourceName, isBranch: false, retain: true, enabled: true, active: true },
    ...{ acked: false, confirmed: true, shelved: false, suppressed: false, outOfService: false },
    ...{ severity: 500, message: conditionName, quality: 'Good', at: at(second) },
    ...more,
  };
}

export const told = (...args: Parameters<typeof notice>): ConditionWord => ({
  kind: 'notice',
  notice: notice(...args),
});
export const over = { active: false, retain: false };
export const replay = (second: number, ...words: readonly ConditionWord[]): readonly ConditionWord[] => [
  { kind: 'replaying' },
  ...words,
  { kind: 'replayed', at: at(second) },
];
