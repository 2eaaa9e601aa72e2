/** When a promised day is in danger, and what becomes of the task about it. Pure rules. */
import { type Day, plusDays } from './promise.ts';

export interface RiskPolicy {
  /** From the end of production to the day on which the goods leave. */
  readonly leadDays: number;
  /** So late nobody is told. */
  readonly toleranceDays: number;
}

/** Nobody knows when the goods are made, they come too late, or all is well. */
export type Risk = { readonly kind: 'safe' } | { readonly kind: 'late'; readonly on: Day } | { readonly kind: 'open' };

export function riskOf(made: Day | undefined, promised: Day, { leadDays, toleranceDays }: RiskPolicy): Risk {
  if (made === undefined) return { kind: 'open' };
  const on = plusDays(made, leadDays);
  return on > plusDays(promised, toleranceDays) ? { kind: 'late', on } : { kind: 'safe' };
}

/** What was said last about one order for one cause. */
export interface Told {
  /** Rises with every task. */
  readonly nr: number;
  /** `''` when nobody knew a day. */
  readonly day: string;
  readonly isOpen: boolean;
}

export type Step =
  /** All is well and was before, or people know already. */
  | { readonly kind: 'nothing' }
  /** A task with this number; `former` is done with. */
  | { readonly kind: 'tell'; readonly next: Told; readonly former: Told | undefined }
  | { readonly kind: 'withdraw'; readonly next: Told };

/** One task at a time; another day replaces it, and a day that holds again withdraws it. */
export function stepFor(risk: Risk, told: Told | undefined): Step {
  if (risk.kind === 'safe')
    return told?.isOpen ? { kind: 'withdraw', next: { ...told, isOpen: false } } : { kind: 'nothing' };
  const day = risk.kind === 'late' ? risk.on : '';
  if (told?.isOpen && told.day === day) return { kind: 'nothing' };
  return {
    kind: 'tell',
    next: { nr: (told?.nr ?? 0) + 1, day, isOpen: true },
    former: told?.isOpen ? told : undefined,
  };
}
