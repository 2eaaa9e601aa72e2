/** An event `equipment.condition.changed`, read as a change of one alarm condition. */
import type { Envelope } from '../../envelope.ts';
import type { Block, Change } from './condition.ts';
import type { Rule } from './list.ts';

/** The parts of the data that the chain looks at; the validator has checked them. */
interface Data {
  readonly conditionId: string;
  readonly equipmentId: string;
  readonly physicalAssetId?: string;
  readonly sourceEventId?: string;
  readonly changedAt?: string;
  readonly transition: string;
  readonly acked?: boolean;
  readonly message?: string;
  readonly value?: { readonly value: string; readonly uom: string };
  readonly limit?: { readonly value: string; readonly uom: string };
  readonly deadbandPct?: string;
}

export interface Input {
  readonly conditionId: string;
  readonly equipmentId: string;
  readonly asset?: string | undefined;
  readonly message?: string | undefined;
  readonly details: readonly string[];
  readonly change: Change;
  /** Told long after it happened: history, no work. */
  readonly isLate: boolean;
}

const BLOCKING: Readonly<Record<string, readonly ['block' | 'unblock', Block]>> = {
  shelved: ['block', 'shelved'],
  unshelved: ['unblock', 'shelved'],
  suppressed: ['block', 'suppressed'],
  unsuppressed: ['unblock', 'suppressed'],
  outOfService: ['block', 'outOfService'],
  inService: ['unblock', 'outOfService'],
  disabled: ['block', 'disabled'],
  enabled: ['unblock', 'disabled'],
};

export function readInput(event: Envelope, rule: Rule | undefined, nowMs: number): Input {
  const data = event.data as unknown as Data;
  const expiresMs = event.expirytime === undefined ? undefined : Date.parse(event.expirytime);
  return {
    conditionId: data.conditionId,
    equipmentId: data.equipmentId,
    asset: data.physicalAssetId,
    message: data.message,
    details: detailsOf(data, event.time),
    // A source whose clock runs ahead must not push its later changes out of order.
    change: { ...kindOf(data), ...circumstances(data, rule), atMs: Math.min(timeOf(data, event), nowMs), expiresMs },
    isLate: (expiresMs !== undefined && expiresMs <= nowMs) || ['backfill', 'reconcile'].includes(event.deliverymode),
  };
}

const timeOf = (data: Data, event: Envelope): number => Date.parse(data.changedAt ?? event.time);

function kindOf(data: Data): Pick<Change, 'kind' | 'block'> {
  if (data.transition === 'activated' || data.transition === 'returned') return { kind: data.transition };
  const [kind, block] = BLOCKING[data.transition] ?? [];
  return kind ? { kind, block } : { kind: 'note' };
}

const circumstances = (data: Data, rule: Rule | undefined): Pick<Change, 'id' | 'isAcked' | 'isInBand'> => ({
  id: data.sourceEventId,
  isAcked: data.acked,
  isInBand: isInBand(data, rule?.deadbandPct ?? 0),
});

function isInBand({ value, limit, deadbandPct }: Data, usualPct: number): boolean {
  const percent = deadbandPct === undefined ? usualPct : Number(deadbandPct);
  if (percent === 0 || !value || !limit || value.uom !== limit.uom) return false;
  return Math.abs(Number(value.value) - Number(limit.value)) <= (Math.abs(Number(limit.value)) * percent) / 100;
}

function detailsOf({ value, limit, conditionId }: Data, time: string): string[] {
  const reading = value ? `${value.value} ${value.uom}${limit ? `, limit ${limit.value} ${limit.uom}` : ''}` : '';
  return [conditionId, time, ...(reading === '' ? [] : [reading])];
}
