/**
 * Numbered messages in, the same in order out. What a batch of messages changes, what waits of it and what leaves by it
 * are one transaction of the journal; only then the source may forget them. A batch that could not be stored has not
 * happened, and is told again.
 */
import {
  accept,
  emptyScope,
  expire,
  type Leaving,
  type Scope,
  type SequenceRules,
  type Step,
  waitsFor,
} from '../../domain/delivery/sequencer.ts';
import type { Journal } from '../../domain/journal.ts';
import type { Message } from '../../domain/message.ts';
import { type Outcome, pass, reject } from '../../domain/outcome.ts';
import { ok, type Result } from '../../domain/ports.ts';
import { Batching } from '../../host/batching.ts';
import { Intake } from '../../host/intake.ts';
import type { NodeContext } from '../../host/node.ts';
import { Steps } from '../../host/steps.ts';
import { telemetry } from '../../host/telemetry.ts';
import { Trouble } from '../../host/trouble.ts';
import type { Config } from './definition.ts';
import { identityOf, type Place, placeOf } from './numbering.ts';
import { difference, forgotten } from './rows.ts';
import {
  alreadyClaimed,
  cameLate,
  comesAgain,
  gapFound,
  numbersOf,
  refused,
  unnumbered,
  wasDecided,
} from './trouble.ts';

const TICK_MS = 500;
const BATCH = 100;
const UNDER_WAY = 1_000;
/** Scopes that are remembered while nothing of them waits. */
const SCOPES = 10_000;

interface Numbered {
  readonly place: Place;
  readonly message: Message;
}

/** What one step of one scope lets go. */
interface Gone {
  readonly scope: string;
  readonly leaving: Leaving;
}

export class Sequencing {
  readonly #context: NodeContext<Config>;
  readonly #rules: SequenceRules;
  readonly #scopes: Map<string, Scope>;
  readonly #intake: Intake;
  readonly #batching: Batching<Numbered, Outcome>;
  readonly #steps: Steps;
  readonly #trouble: Trouble;

  constructor(context: NodeContext<Config>, journal: Journal, scopes: Map<string, Scope>) {
    const { id, clock, hash, config, log } = context;
    this.#context = context;
    this.#trouble = new Trouble(context.log);
    this.#rules = { waitMs: config.waitSeconds * 1000, most: config.most, beginsAtOne: config.begins === 'one' };
    this.#scopes = scopes;
    this.#intake = new Intake({
      ...{ journal, owner: id, clock, hash, limit: UNDER_WAY },
      send: (message) => context.emit(message, message.failure ? 'rejected' : 'ordered'),
      trouble: this.#trouble.hear,
    });
    this.#steps = new Steps({
      ...{ clock, everyMs: TICK_MS, after: this.#intake.begun(), look: () => this.#lookAtTheClock() },
      bug: (error) => log.warn(String(error)),
    });
    this.#batching = new Batching({ steps: this.#steps, most: BATCH, take: (batch) => this.#takeBatch(batch) });
  }

  handle(message: Message): Promise<Outcome> {
    const { scopePath, numberPath, unnumbered: rule } = this.#context.config;
    if (message.reservation || message.delivery) return Promise.resolve(reject(alreadyClaimed));
    const place = placeOf(message, scopePath, numberPath);
    if (!place || wasDecided(message) || comesAgain(message, this.#context.name)) {
      const isPassed = place !== undefined || rule === 'pass';
      return Promise.resolve(isPassed ? pass(message, 'ordered') : reject(unnumbered(scopePath, numberPath)));
    }
    return this.#batching.add({ place, message });
  }

  async close(): Promise<void> {
    const ended = this.#steps.close();
    await this.#intake.close();
    await ended;
  }

  async #takeBatch(batch: readonly Numbered[]): Promise<readonly Outcome[]> {
    await this.#intake.room();
    const { clock, hash } = this.#context;
    const draft = new Map<string, Scope>();
    const gone: Gone[] = [];
    const outcomes = batch.map(({ place, message }): Outcome => {
      const before = draft.get(place.scope) ?? this.#scopes.get(place.scope) ?? emptyScope;
      const { epoch, count, scope } = place;
      const item = { epoch, count, identity: identityOf(message, hash), message: kept(message) };
      const { scope: after, leaving, arrival } = accept(before, item, clock.now(), this.#rules);
      if (after !== before) draft.set(scope, after);
      gone.push(...leaving.map((one) => ({ scope, leaving: one })));
      // Plain data has no story; its failure says that it was put aside and is no repetition of its source.
      if (arrival === 'repeated' && message.failure) return pass(message, 'ordered');
      if (arrival === 'repeated') return { kind: 'drop', reason: 'duplicate', note: `number ${count} came before` };
      if (arrival !== 'taken') return reject(refused(place, arrival, waitsFor(before)));
      return { kind: 'drop', reason: 'filtered', note: this.#text() };
    });
    const stored = await this.#keep(draft, gone);
    return stored.ok ? outcomes : batch.map(() => ({ kind: 'retry', failure: stored.failure }));
  }

  async #keep(draft: ReadonlyMap<string, Scope>, gone: readonly Gone[]): Promise<Result<void>> {
    if (draft.size === 0 && gone.length === 0) return ok(undefined);
    const nowMs = this.#context.clock.now();
    const rows = [...draft].map(([name, scope]) => difference(name, this.#scopes.get(name), scope, nowMs));
    const quiet = this.#quiet(draft);
    const stored = await this.#intake.take(
      gone.map(({ scope, leaving }) => ({
        identity: [scope, leaving.count, identityOf(leaving.message, this.#context.hash)],
        message: this.#marked(scope, leaving),
      })),
      rows.flatMap(({ put }) => put),
      [...rows.flatMap(({ forget }) => forget), ...quiet.map(forgotten)],
    );
    if (!stored.ok) return stored;
    for (const [name, scope] of draft) {
      this.#scopes.delete(name);
      this.#scopes.set(name, scope);
    }
    for (const name of quiet) this.#scopes.delete(name);
    for (const one of gone) this.#tell(one);
    return stored;
  }

  /** Scopes that moved longest ago, where more are remembered than may be. */
  #quiet(draft: ReadonlyMap<string, Scope>): readonly string[] {
    const over = this.#scopes.size + draft.size - SCOPES;
    if (over <= 0) return [];
    const idle = [...this.#scopes].filter(([name, { held }]) => held.length === 0 && !draft.has(name));
    return idle.slice(0, over).map(([name]) => name);
  }

  #marked(scope: string, leaving: Leaving): Message {
    const { onGap, onLate } = this.#context.config;
    const { message, missing, isLate, count } = leaving;
    if (missing && onGap === 'reject') return { ...message, failure: gapFound(scope, leaving) };
    if (isLate && onLate === 'reject') return { ...message, failure: cameLate(scope, count) };
    const verdict = missing ? `went on without ${numbersOf(missing)}` : isLate ? 'went on out of its turn' : undefined;
    if (verdict === undefined) return message;
    const at = new Date(this.#context.clock.now()).toISOString();
    return { ...message, trail: [...message.trail, { stage: this.#context.name, at, verdict }] };
  }

  /** Said once and not kept; the messages that went on carry it in their story. */
  #tell({ scope, leaving: { missing, count } }: Gone): void {
    if (!missing) return;
    telemetry.count('plantwire_sequence_gaps_total', {
      ended: this.#context.config.onGap === 'pass' ? 'release' : 'park',
    });
    const [from, to] = missing;
    this.#context.emit({ event: { scope, missing: { from, to }, before: count }, trail: [] }, 'gaps');
  }

  async #lookAtTheClock(): Promise<void> {
    const { clock, report } = this.#context;
    await this.#expire(clock.now());
    report({ health: this.#trouble.now ? 'failed' : 'ok', text: this.#trouble.now?.reason ?? this.#text() });
  }

  async #expire(nowMs: number): Promise<void> {
    const draft = new Map<string, Scope>();
    const gone: Gone[] = [];
    for (const [scope, before] of this.#scopes) {
      if (before.held.length === 0) continue;
      const { scope: after, leaving }: Step = expire(before, nowMs, this.#rules);
      if (after !== before) draft.set(scope, after);
      gone.push(...leaving.map((one) => ({ scope, leaving: one })));
    }
    await this.#keep(draft, gone);
  }

  #text(): string {
    const behind = [...this.#scopes.values()].filter(({ held }) => held.length > 0);
    const held = behind.reduce((sum, scope) => sum + scope.held.length, 0);
    return held === 0 ? `${this.#scopes.size} in order` : `${held} wait behind ${behind.length} gaps`;
  }
}

/** It is ours from now on: the source that waited for it is told by the end of its input. */
function kept({ intake: _intake, failure: _failure, ...message }: Message): Message {
  return message;
}
