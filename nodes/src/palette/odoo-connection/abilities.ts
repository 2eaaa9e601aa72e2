/**
 * Asks an Odoo what can run there: when it comes up, after it was away, and twice a day. In the background and one question
 * at a time with pauses, so that neither the start nor a posting waits for it.
 */
import type { Target } from '../../domain/delivery/mode.ts';
import type { Failure } from '../../domain/failure.ts';
import {
  type Abilities,
  type AbilityStore,
  abilitiesOwner,
  isSameServer,
  type KnownAbilities,
  keptAs,
  readKept,
} from '../../domain/odoo/abilities.ts';
import { capabilities } from '../../domain/odoo/capabilities.ts';
import { type Clock, type Erp, fail } from '../../domain/ports.ts';

export interface AbilityParts {
  readonly target: Target;
  readonly clock: Clock;
  /** Id of the configuration node. */
  readonly connection: string;
  /** Address, database and login. */
  readonly subject: string;
}

export interface WatchedAbilities extends Abilities {
  close(): void;
}

/** What is deployed with the connection starts first. */
const SETTLED_MS = 3_000;
/** About a hundred questions: a few seconds of work for Odoo, spread over half a minute or so. */
const PACE_MS = 250;
/** A connection that comes and goes does not ask each time. */
const AT_MOST_EVERY_MS = 600_000;
/** An upgrade or a changed right is found without anybody asking. */
const AT_LEAST_EVERY_MS = 12 * 3_600_000;
const AGAIN_MS = 60_000;

export function watchAbilities(parts: AbilityParts): WatchedAbilities {
  const { target, clock, connection, subject } = parts;
  const owner = abilitiesOwner(connection);
  const stores = new Set<AbilityStore>();
  const listeners = new Set<() => void>();
  const state = { isClosed: false, isAsking: false, mayRead: target.standing().mayRead };
  let known: KnownAbilities | undefined;
  let cancel: () => void = () => undefined;

  const later = (inMs: number): void => {
    cancel();
    if (!state.isClosed) cancel = clock.after(inMs, () => void ask());
  };
  const keep = async (store: AbilityStore, found: KnownAbilities): Promise<void> => {
    // Not kept is no loss: it is asked again.
    await store.recordStep({ owner, counters: [keptAs(subject, found)], events: [], segments: [] });
  };
  const ask = async (): Promise<void> => {
    if (state.isAsking || state.isClosed || !target.standing().mayRead) return;
    state.isAsking = true;
    const nextMs = await look();
    state.isAsking = false;
    later(nextMs);
  };
  const look = async (): Promise<number> => {
    const profile = await target.profile({ isFresh: true });
    if (!profile.ok) return AGAIN_MS;
    const ageMs = known && isSameServer(known.profile, profile.value) ? clock.now() - known.atMs : -1;
    if (ageMs >= 0 && ageMs < AT_MOST_EVERY_MS) return AT_MOST_EVERY_MS - ageMs;
    const able = await capabilities(paced(target, clock, () => state.isClosed));
    if (!able.ok || state.isClosed) return AGAIN_MS;
    const found = { atMs: clock.now(), profile: profile.value, able: able.value };
    known = found;
    await Promise.all([...stores].map((store) => keep(store, found)));
    for (const listener of [...listeners]) listener();
    return AT_LEAST_EVERY_MS;
  };

  const stopListening = target.onStanding(() => {
    const { mayRead } = target.standing();
    if (mayRead && !state.mayRead) later(SETTLED_MS);
    state.mayRead = mayRead;
  });
  later(SETTLED_MS);

  return {
    latest: () => known,
    async keptIn(store) {
      stores.add(store);
      const rows = await store.counters(owner);
      const before = rows.ok ? readKept(rows.value, subject) : undefined;
      if (before && (!known || known.atMs < before.atMs)) {
        known = before;
        for (const listener of [...listeners]) listener();
      } else if (known && known.atMs !== before?.atMs) await keep(store, known);
      return () => void stores.delete(store);
    },
    onFound(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    close() {
      state.isClosed = true;
      cancel();
      stopListening();
      listeners.clear();
      stores.clear();
    },
  };
}

/** A pause before each question, and no more of them once somebody keeps hands off. */
const paced = (target: Target, clock: Clock, isClosed: () => boolean): Erp => ({
  profile: () => target.profile(),
  async call(call) {
    await new Promise<void>((go) => void clock.after(PACE_MS, go));
    return isClosed() || !target.standing().mayRead ? fail(stopped) : target.call(call);
  },
});

const stopped: Failure = {
  code: 'reading-paused',
  class: 'transient',
  attempted: 'look at what can run',
  on: 'the Odoo connection',
  reason: 'Odoo may not be asked at present',
  nextStep: 'Nothing: it is asked when Odoo may be read again.',
};
