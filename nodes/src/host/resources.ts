/**
 * Typed, reference-counted resources of configuration nodes. Node-RED closes a configuration node at the same moment as
 * its users, so a holding waits for them before it closes what they still need.
 */
import type { Failure } from '../domain/failure.ts';
import type { Journal } from '../domain/journal.ts';
import { type Clock, fail, type Ids, ok, type Result } from '../domain/ports.ts';
import { bounded } from './bounded.ts';
import type { Resource, ResourceHealth } from './node.ts';
import { pauseMs } from './pause.ts';

const REOPEN = { baseMs: 1_000, maxMs: 60_000 };
/** Users have 10 s to finish; Node-RED cuts everything at 15 s. */
const USERS_BOUND_MS = 11_000;
const CLOSE_BOUND_MS = 3_000;

export interface Identity {
  readonly id: string;
  /** Folder name of the configuration node, for example `journal`. */
  readonly type: string;
  readonly name: string;
}

export interface Holding extends Identity {
  acquire(user: object): Promise<Result<unknown>>;
  release(user: object): void;
  value(): unknown;
  health(): Promise<ResourceHealth>;
  close(): Promise<void>;
}

export type Open = () => Promise<Result<Resource<unknown>>>;

const holdings = new Map<string, Holding>();
/** What each user holds; a closing holding has left the table above but still waits for its users. */
const held = new WeakMap<object, Set<Holding>>();

/** Opens in the background at once and again with growing pauses until it succeeds or the node closes. */
export function hold(identity: Identity, open: Open, clock: Clock, ids: Ids): Holding {
  const users = new Set<object>();
  let resource: Resource<unknown> | undefined;
  let failure: Failure | undefined;
  let closed = false;
  let cancelReopen: (() => void) | undefined;
  let allReleased: (() => void) | undefined;

  const attempt = async (number: number): Promise<void> => {
    const opened = await open().catch((bug: unknown) => fail<Resource<unknown>>(openBug(identity, bug)));
    if (opened.ok) {
      resource = opened.value;
      failure = undefined;
      return;
    }
    failure = opened.failure;
    if (closed) return;
    cancelReopen = clock.after(pauseMs(REOPEN, number, ids), () => {
      opening = attempt(number + 1);
    });
  };
  let opening = attempt(1);

  const holding: Holding = {
    ...identity,
    async acquire(user) {
      await opening;
      if (closed) return fail(gone(identity.id));
      if (!resource) return fail(failure ?? gone(identity.id));
      users.add(user);
      return ok(resource.value);
    },
    release(user) {
      users.delete(user);
      if (users.size === 0) allReleased?.();
    },
    value: () => (closed ? undefined : resource?.value),
    async health() {
      if (resource) return resource.health();
      if (!failure) return { health: 'waiting', text: 'starting' };
      return { health: 'failed', text: failure.reason, failure };
    },
    async close() {
      closed = true;
      cancelReopen?.();
      if (holdings.get(identity.id) === holding) holdings.delete(identity.id);
      const released = new Promise<void>((resolve) => {
        allReleased = resolve;
        if (users.size === 0) resolve();
      });
      await bounded(clock, USERS_BOUND_MS, Promise.all([released, opening]));
      if (resource) await bounded(clock, CLOSE_BOUND_MS, resource.close());
    },
  };
  holdings.set(identity.id, holding);
  return holding;
}

/** A configuration node that could not start stays visible, with its reason. */
export function holdFailed(identity: Identity, failure: Failure): Holding {
  const holding: Holding = {
    ...identity,
    acquire: async () => fail(failure),
    release: () => undefined,
    value: () => undefined,
    health: async () => ({ health: 'failed', text: failure.reason, failure }),
    close: async () => {
      if (holdings.get(identity.id) === holding) holdings.delete(identity.id);
    },
  };
  holdings.set(identity.id, holding);
  return holding;
}

/** The typed value of configuration node `id`, counted for `user` until `releaseAll(user)`. */
export async function acquire<T>(id: string, user: object): Promise<Result<T>> {
  const holding = holdings.get(id);
  if (!holding) return fail(gone(id));
  held.set(user, (held.get(user) ?? new Set()).add(holding));
  return (await holding.acquire(user)) as Result<T>;
}

export function releaseAll(user: object): void {
  for (const holding of held.get(user) ?? []) holding.release(user);
  held.delete(user);
}

export const allHoldings = (): readonly Holding[] => [...holdings.values()];

/** Journals that are open now; `preferred` (a node's own) first. */
export function openJournals(preferred?: string): readonly Journal[] {
  return allHoldings()
    .filter((holding) => holding.type === 'journal' && holding.value() !== undefined)
    .sort((a, b) => Number(b.id === preferred) - Number(a.id === preferred))
    .map((holding) => holding.value() as Journal);
}

function gone(id: string): Failure {
  return {
    code: 'resource-missing',
    class: 'configuration',
    attempted: 'use a configuration node',
    on: id === '' ? 'nothing selected' : id,
    reason: id === '' ? 'none is selected' : 'it is missing, disabled or closing',
    nextStep: 'Open the node, select an enabled configuration node and deploy again.',
  };
}

function openBug(identity: Identity, bug: unknown): Failure {
  return {
    code: 'internal-error',
    class: 'configuration',
    attempted: `open ${identity.type}`,
    on: identity.name,
    reason: 'an unexpected error inside Plantwire',
    nextStep: 'Report the error in the log together with the version.',
    cause: bug instanceof Error ? bug.message : String(bug),
  };
}
