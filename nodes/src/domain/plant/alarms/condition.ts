/**
 * One alarm condition as a state machine: delays, deadband, chattering, blocking, replays. It says of every activation
 * whether it is a new alarm, or why not. Times are those of the source; `nowMs` only lets delays run out.
 *
 *   clear ──activated──▶ pending ──on-delay over──▶ on ──returned──▶ clearing ──off-delay over──▶ clear
 *                         └─returned─▶ clear         ▲──activated──────┘
 */
import type { AlarmLimits, Rule } from './list.ts';

export const BLOCKS = ['shelved', 'suppressed', 'outOfService', 'disabled'] as const;
export type Block = (typeof BLOCKS)[number];

/** Why an activation does not become an alarm. */
export type Silence =
  | Block
  | 'replayed'
  | 'outOfOrder'
  | 'onDelay'
  | 'fleeting'
  | 'offDelay'
  | 'deadband'
  | 'chattering';

/** Plain JSON: it survives a restart in the journal. */
export interface Condition {
  readonly alarm: 'clear' | 'pending' | 'on' | 'clearing';
  /** As the source last said. */
  readonly active: boolean;
  readonly changedMs: number;
  readonly lastId?: string;
  readonly sinceMs: number;
  /** End of the delay that runs. */
  readonly dueMs?: number;
  readonly isInBand?: boolean;
  readonly blocks: readonly Block[];
  /** Latest activations, as many as make a chattering alarm. */
  readonly activations: readonly number[];
  readonly mutedUntilMs?: number;
  readonly expiresMs?: number;
  readonly isStale?: boolean;
}

export const newCondition: Condition = {
  ...{ alarm: 'clear', active: false, changedMs: 0, sinceMs: 0, blocks: [], activations: [] },
};

export interface Change {
  readonly atMs: number;
  readonly id?: string | undefined;
  readonly kind: 'activated' | 'returned' | 'block' | 'unblock' | 'note';
  readonly block?: Block | undefined;
  /** Value and limit differ by less than the deadband: a return that is not one yet. */
  readonly isInBand?: boolean | undefined;
  readonly isAcked?: boolean | undefined;
  readonly expiresMs?: number | undefined;
}

export interface Moved {
  readonly condition: Condition;
  /** The alarm sounds now. */
  readonly rang: boolean;
  /** Each entry is one activation that was held back. */
  readonly silenced: readonly Silence[];
  /** It started to chatter with this change. */
  readonly chatters: boolean;
  /** An activation that no change told of: what blocked or muted it ended while it was there. */
  readonly anew: boolean;
}

const still = (condition: Condition, ...silenced: Silence[]): Moved => ({
  ...{ condition, silenced, rang: false, chatters: false, anew: false },
});

export function apply(condition: Condition, change: Change, rule: Rule, limits: AlarmLimits): Moved {
  if (change.id !== undefined && change.id === condition.lastId) return ignored(condition, change, 'replayed');
  if (change.atMs < condition.changedMs) return ignored(condition, change, 'outOfOrder');
  // What was due before this change happened first.
  const before = expire(condition, change.atMs);
  const { lastId: _, ...rest } = before.condition;
  const seen: Condition = {
    ...rest,
    changedMs: change.atMs,
    ...(change.id === undefined ? {} : { lastId: change.id }),
  };
  const after = moved(seen, change, rule, limits);
  return {
    condition: after.condition,
    rang: before.rang || after.rang,
    silenced: [...before.silenced, ...after.silenced],
    chatters: after.chatters,
    anew: before.anew || after.anew,
  };
}

const ignored = (condition: Condition, change: Change, why: Silence): Moved =>
  change.kind === 'activated' ? still(condition, why) : still(condition);

function moved(condition: Condition, change: Change, rule: Rule, limits: AlarmLimits): Moved {
  switch (change.kind) {
    case 'activated':
      return activated(condition, change, rule, limits);
    case 'returned':
      return returned(condition, change, rule, limits);
    case 'block':
      return blocked(condition, change);
    case 'unblock':
      return unblocked(condition, change, rule);
    case 'note':
      return still(condition);
  }
}

function activated(condition: Condition, change: Change, rule: Rule, limits: AlarmLimits): Moved {
  // A condition that is active already is told again after a restart of either side.
  if (condition.active) return still(condition, 'replayed');
  const { atMs } = change;
  const activations = [...condition.activations, atMs].slice(-limits.chatterActivations);
  const [first = atMs] = activations;
  const isBurst = activations.length === limits.chatterActivations && atMs - first <= limits.chatterSeconds * 1_000;
  const isMuted = (condition.mutedUntilMs ?? 0) > atMs;
  const { expiresMs: _, isStale: __, ...rest } = condition;
  const next: Condition = {
    ...rest,
    ...{ active: true, sinceMs: condition.alarm === 'clearing' ? condition.sinceMs : atMs, activations },
    ...(change.expiresMs === undefined ? {} : { expiresMs: change.expiresMs }),
    ...(isBurst ? { mutedUntilMs: atMs + limits.muteMinutes * 60_000 } : {}),
  };
  if (condition.alarm === 'clearing') {
    const on = without(next, 'on');
    return { ...still(on, condition.isInBand ? 'deadband' : 'offDelay'), chatters: isBurst && !isMuted };
  }
  const [block] = condition.blocks;
  if (block) return still(next, block);
  if (isBurst || isMuted) return { ...still(next, 'chattering'), chatters: isBurst && !isMuted };
  return sounding(next, atMs, rule);
}

/** Sounds at once, or when it has lasted as long as the on-delay. */
const sounding = (condition: Condition, atMs: number, rule: Rule): Moved =>
  rule.onDelayMs > 0
    ? still({ ...condition, alarm: 'pending', dueMs: atMs + rule.onDelayMs })
    : { ...still(without(condition, 'on')), rang: true };

function returned(condition: Condition, change: Change, rule: Rule, limits: AlarmLimits): Moved {
  const { expiresMs: _, ...rest } = condition;
  const next: Condition = { ...rest, active: false };
  switch (condition.alarm) {
    case 'clear':
    case 'clearing':
      return still(next);
    case 'pending': {
      const isFleeting = change.atMs - condition.sinceMs < limits.fleetingSeconds * 1_000 && !change.isAcked;
      return still(without(next, 'clear'), isFleeting ? 'fleeting' : 'onDelay');
    }
    case 'on': {
      const holdMs = change.isInBand ? Math.max(rule.offDelayMs, BAND_HOLD_MS) : rule.offDelayMs;
      if (holdMs === 0) return still(without(next, 'clear'));
      const isInBand = change.isInBand === true;
      return still({ ...without(next, 'clearing'), dueMs: change.atMs + holdMs, ...(isInBand ? { isInBand } : {}) });
    }
  }
}

/** The source tells of a return once; inside the deadband it counts when the value stays quiet for so long. */
const BAND_HOLD_MS = 300_000;

function blocked(condition: Condition, { block }: Change): Moved {
  if (!block || condition.blocks.includes(block)) return still(condition);
  const next = without({ ...condition, blocks: [...condition.blocks, block] }, 'clear');
  return condition.alarm === 'pending' ? still(next, block) : still(next);
}

/** What is still active when the last block goes sounds like a new alarm. */
function unblocked(condition: Condition, change: Change, rule: Rule): Moved {
  const blocks = condition.blocks.filter((block) => block !== change.block);
  const isFree = condition.blocks.length > 0 && blocks.length === 0;
  const next = { ...condition, blocks };
  if (!isFree || !condition.active) return still(next);
  return { ...sounding({ ...next, sinceMs: change.atMs }, change.atMs, rule), anew: true };
}

/** Lets delays run out. An active condition whose source fell silent is not known to be active any more. */
export function expire(condition: Condition, nowMs: number): Moved {
  const { expiresMs = Number.POSITIVE_INFINITY, dueMs = Number.POSITIVE_INFINITY } = condition;
  const isGone = condition.active && expiresMs <= nowMs;
  if (condition.alarm === 'pending' && dueMs <= Math.min(nowMs, expiresMs))
    return { ...still(without(condition, 'on')), rang: true };
  if (condition.alarm === 'clearing' && dueMs <= nowMs) return still(without(condition, 'clear'));
  if (isGone) return gone(condition);
  return unmuted(condition, nowMs);
}

function gone(condition: Condition): Moved {
  const { expiresMs: _, ...rest } = condition;
  const next = without({ ...rest, active: false }, 'clear');
  return condition.alarm === 'pending' ? still(next, 'onDelay') : still(next);
}

/** What chattered and is still there when its silence ends sounds after all. */
function unmuted(condition: Condition, nowMs: number): Moved {
  if (condition.mutedUntilMs === undefined || condition.mutedUntilMs > nowMs) return still(condition);
  const { mutedUntilMs: _, ...rest } = condition;
  const rings = condition.active && condition.alarm === 'clear' && condition.blocks.length === 0;
  return rings ? { ...still(without(rest, 'on')), rang: true, anew: true } : still(rest);
}

function without(condition: Condition, alarm: Condition['alarm']): Condition {
  const { dueMs: _, isInBand: __, ...rest } = condition;
  return { ...rest, alarm };
}

export const isWaiting = (condition: Condition): boolean => condition.alarm === 'pending';
