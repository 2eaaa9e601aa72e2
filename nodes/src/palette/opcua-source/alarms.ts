/**
 * Watches alarms: what each condition was told last and the events that follow from a change are one transaction of the
 * journal, and only then the events are sent. Whatever the journal did not hold when the process ended, the server tells
 * again in its replay.
 */
import type { z } from 'zod';
import type { Failure } from '../../domain/failure.ts';
import type { CounterState, Journal } from '../../domain/journal.ts';
import type { ConditionNotice, ConditionWord, WatchedConditions } from '../../domain/plant/condition-feed.ts';
import { conditionEvent } from '../../domain/plant/conditions/event.ts';
import { type ConditionMemory, type ConditionStep, listen } from '../../domain/plant/conditions/memory.ts';
import type { PlantEndpoint } from '../../domain/plant/endpoint.ts';
import type { FeedHealth } from '../../domain/plant/tag-feed.ts';
import { ok, type Result } from '../../domain/ports.ts';
import { type Arrived, Intake } from '../../host/intake.ts';
import type { NodeContext, StatusReport } from '../../host/node.ts';
import { alarmReport } from './alarm-status.ts';
import type { definition } from './definition.ts';

type Config = z.output<typeof definition.config>;

/** Words that share a transaction at most. */
const BATCH = 500;
/** What the journal cannot take for long is forgotten, and asked for again. */
const HELD_WORDS = 50_000;
const UNDER_WAY = 1_000;
const STORE_AGAIN_MS = 2_000;

export async function watchAlarms(
  context: NodeContext<Config>,
  endpoint: PlantEndpoint,
  journal: Journal,
): Promise<Result<AlarmWatch>> {
  const rows = await journal.counters(context.id);
  if (!rows.ok) return rows;
  const known = new Map(rows.value.map(({ tag, memory }) => [tag, memory as ConditionNotice]));
  return ok(new AlarmWatch(context, endpoint, journal, { known, isCurrent: false }));
}

export class AlarmWatch {
  readonly #context: NodeContext<Config>;
  readonly #endpoint: PlantEndpoint;
  readonly #intake: Intake;
  readonly #watched: WatchedConditions;
  #memory: ConditionMemory;
  #words: ConditionWord[] = [];
  #draining: Promise<void> | undefined;
  #hasForgotten = false;
  #health: FeedHealth = { state: 'connecting' };
  #refused: string | undefined;
  #trouble: Failure | undefined;
  #logged = '';
  #wake: () => void = () => undefined;
  #closed = false;

  constructor(context: NodeContext<Config>, endpoint: PlantEndpoint, journal: Journal, memory: ConditionMemory) {
    const { id, config, clock, hash } = context;
    this.#context = context;
    this.#endpoint = endpoint;
    this.#memory = memory;
    this.#intake = new Intake({
      ...{ journal, owner: id, clock, hash, limit: UNDER_WAY },
      send: (message) => context.emit(message, 'alarms'),
      trouble: (failure) => this.#hear(failure),
    });
    const options = { publishingMs: config.publishingMs, queueSize: config.alarmQueue };
    this.#watched = endpoint.conditions.conditions(config.notifier, options, {
      onWords: (words) => this.#take(words),
      onRefused: (cause) => {
        this.#refused = cause;
      },
      onHealth: (health) => {
        this.#health = health;
        this.#log(health.failure);
      },
    });
  }

  report(): StatusReport {
    const { known, isCurrent } = this.#memory;
    const active = [...known.values()].filter((one) => one.active && one.enabled).length;
    const view = { health: this.#health, trouble: this.#trouble, refused: this.#refused };
    return alarmReport({ ...view, waiting: this.#intake.waiting(), isCurrent, active });
  }

  async close(): Promise<void> {
    this.#closed = true;
    this.#wake();
    await this.#watched.close();
    await this.#intake.close();
    await this.#draining;
  }

  #take(words: readonly ConditionWord[]): void {
    if (this.#words.length + words.length > HELD_WORDS) {
      this.#words = [{ kind: 'gap' }];
      this.#hasForgotten = true;
    } else this.#words.push(...words);
    this.#draining ??= this.#drain()
      .catch((bug: unknown) => this.#context.log.warn(String(bug)))
      .finally(() => {
        this.#draining = undefined;
      });
  }

  async #drain(): Promise<void> {
    while (this.#words.length > 0 && !this.#closed) {
      const words = this.#words.splice(0, BATCH);
      const step = listen(this.#memory, words, this.#context.config.severityFloor);
      if (!(await this.#store(step))) return;
      this.#memory = step.memory;
    }
    if (!this.#hasForgotten || this.#closed) return;
    this.#hasForgotten = false;
    // What the server lost, the feed asks for by itself; what was forgotten here, it does not know of.
    this.#watched.replay();
  }

  /** False when the node closes before the journal holds it. */
  async #store(step: ConditionStep): Promise<boolean> {
    if (step.touched.size === 0) return true;
    const { clock } = this.#context;
    const at = new Date(clock.now()).toISOString();
    const [kept, gone]: [CounterState[], string[]] = [[], []];
    for (const tag of step.touched) {
      const memory = step.memory.known.get(tag);
      if (memory) kept.push({ tag, epoch: 0, total: '0', openFrom: '0', at, memory });
      else gone.push(tag);
    }
    const arrived = this.#arrived(step);
    while (!this.#closed) {
      await this.#intake.room();
      if ((await this.#intake.take(arrived, kept, gone)).ok) return true;
      await this.#pause();
    }
    return false;
  }

  #arrived({ changes }: ConditionStep): Arrived[] {
    const { clock, hash, log } = this.#context;
    const { site, name } = this.#endpoint;
    return changes.flatMap((change) => {
      const event = conditionEvent(change, { site, endpoint: name }, clock.now(), hash);
      if (event.ok) return [{ identity: [event.value.id], message: { event: event.value, trail: [] } }];
      log.failure(event.failure);
      return [];
    });
  }

  #pause(): Promise<void> {
    return new Promise((resolve) => {
      const cancel = this.#context.clock.after(STORE_AGAIN_MS, resolve);
      this.#wake = () => {
        cancel();
        resolve();
      };
    });
  }

  #hear(failure: Failure | undefined): void {
    this.#trouble = failure;
    this.#log(failure);
  }

  /** Each new reason once. */
  #log(failure: Failure | undefined): void {
    if (failure && failure.reason !== this.#logged) this.#context.log.failure(failure);
    if (failure) this.#logged = failure.reason;
  }
}
