/**
 * What a source of alarms remembers of its conditions, so that it tells each change once: a notice is compared with what
 * was told last, whether it comes as it happens or in a replay: what is active still is no new occurrence, under whatever
 * EventId. A replay that names an active condition no more says that it returned while nobody watched. Pure.
 */
import type { ConditionNotice, ConditionWord } from '../condition-feed.ts';

export type Transition =
  | 'activated'
  | 'returned'
  | 'acked'
  | 'confirmed'
  | 'shelved'
  | 'unshelved'
  | 'suppressed'
  | 'unsuppressed'
  | 'outOfService'
  | 'inService'
  | 'disabled'
  | 'enabled';

export interface ConditionChange {
  readonly transition: Transition;
  /** As it is after the change. */
  readonly notice: ConditionNotice;
  /** Name of this change at its source. */
  readonly eventId: string;
  readonly at: string;
}

export interface ConditionMemory {
  readonly known: ReadonlyMap<string, ConditionNotice>;
  /** Conditions named since a replay began; absent outside of one, and in one that is not whole. */
  readonly named?: ReadonlySet<string>;
  /** A whole replay was heard since the start. */
  readonly isCurrent: boolean;
}

export interface ConditionStep {
  readonly memory: ConditionMemory;
  readonly changes: readonly ConditionChange[];
  /** Keys of what is to be stored, or forgotten where the memory has it no more. */
  readonly touched: ReadonlySet<string>;
}

export const emptyMemory: ConditionMemory = { known: new Map(), isCurrent: false };

export const keyOf = ({ conditionNode, sourceNode, sourceName, conditionName }: ConditionNotice): string =>
  conditionNode || JSON.stringify([sourceNode || sourceName, conditionName]);

/** Conditions below `floor` are not followed until they are that severe; then until their end. */
export function listen(memory: ConditionMemory, words: readonly ConditionWord[], floor: number): ConditionStep {
  const draft = new Draft(memory, floor);
  for (const word of words) draft.hear(word);
  return draft.step();
}

class Draft {
  readonly #known: Map<string, ConditionNotice>;
  readonly #floor: number;
  readonly #changes: ConditionChange[] = [];
  readonly #touched = new Set<string>();
  #named: Set<string> | undefined;
  #isCurrent: boolean;

  constructor({ known, named, isCurrent }: ConditionMemory, floor: number) {
    this.#known = new Map(known);
    this.#named = named && new Set(named);
    this.#isCurrent = isCurrent;
    this.#floor = floor;
  }

  step(): ConditionStep {
    const named = this.#named ? { named: this.#named } : {};
    const memory = { known: this.#known, isCurrent: this.#isCurrent, ...named };
    return { memory, changes: this.#changes, touched: this.#touched };
  }

  hear(word: ConditionWord): void {
    switch (word.kind) {
      case 'notice':
        this.#notice(word.notice);
        break;
      case 'replaying':
        this.#named = new Set();
        break;
      case 'gap':
        this.#named = undefined;
        break;
      case 'replayed':
        this.#replayed(word.at);
        break;
    }
  }

  #notice(told: ConditionNotice): void {
    if (told.isBranch) return;
    const key = keyOf(told);
    this.#named?.add(key);
    const before = this.#known.get(key);
    if (!before && told.severity < this.#floor) return;
    // A disabled condition has no other states: what it was stays, until it is enabled again.
    const notice = told.enabled || !before ? told : { ...before, enabled: false, eventId: told.eventId, at: told.at };
    this.#keep(key, notice, before);
    changesOf(before ?? QUIET, notice).forEach((transition, index) => {
      // Two changes that were told as one have names of their own.
      const eventId = index === 0 ? notice.eventId : `${notice.eventId}:${transition}`;
      this.#changes.push({ transition, notice, eventId, at: notice.at });
    });
  }

  #keep(key: string, notice: ConditionNotice, before: ConditionNotice | undefined): void {
    const isNotable = notice.retain || changesOf(QUIET, notice).length > 0;
    if (isNotable) this.#known.set(key, notice);
    else this.#known.delete(key);
    if (isNotable || before) this.#touched.add(key);
  }

  #replayed(at: string): void {
    const named = this.#named;
    this.#named = undefined;
    if (!named) return;
    this.#isCurrent = true;
    for (const [key, before] of this.#known) if (!named.has(key)) this.#gone(key, before, at);
  }

  #gone(key: string, before: ConditionNotice, replayedAt: string): void {
    // Of what a server does not retain, and of what is disabled, its silence says nothing; the next notice does.
    if (!before.enabled || !before.retain) return;
    const at = replayedAt > before.at ? replayedAt : before.at;
    const notice = { ...before, active: false, retain: false, at };
    this.#keep(key, notice, before);
    if (!before.active) return;
    this.#changes.push({ transition: 'returned', notice, eventId: `${before.eventId}:gone`, at });
  }
}

type States = Pick<
  ConditionNotice,
  'enabled' | 'active' | 'acked' | 'confirmed' | 'shelved' | 'suppressed' | 'outOfService'
>;

/** What a condition of which nothing was told is taken for. */
const QUIET: States = {
  ...{ enabled: true, active: false, acked: true, confirmed: true },
  ...{ shelved: false, suppressed: false, outOfService: false },
};

/** What blocks an alarm goes before it, what lets it sound comes after it. */
const STATES: readonly (readonly [keyof States, boolean, Transition])[] = [
  ['enabled', false, 'disabled'],
  ['outOfService', true, 'outOfService'],
  ['suppressed', true, 'suppressed'],
  ['shelved', true, 'shelved'],
  ['active', false, 'returned'],
  ['active', true, 'activated'],
  ['acked', true, 'acked'],
  ['confirmed', true, 'confirmed'],
  ['shelved', false, 'unshelved'],
  ['suppressed', false, 'unsuppressed'],
  ['outOfService', false, 'inService'],
  ['enabled', true, 'enabled'],
];

function changesOf(before: States, now: States): Transition[] {
  return STATES.flatMap(([state, value, transition]) =>
    before[state] !== now[state] && now[state] === value ? [transition] : [],
  );
}
