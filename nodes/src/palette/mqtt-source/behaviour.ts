/** Messages of a broker → events, stored before they are acknowledged. What cannot be read is stored with its reason. */
import type { z } from 'zod';
import type { Failure } from '../../domain/failure.ts';
import type { Journal } from '../../domain/journal.ts';
import type { Message } from '../../domain/message.ts';
import type { Broker, Inbound } from '../../domain/plant/broker.ts';
import type { FeedHealth } from '../../domain/plant/tag-feed.ts';
import { type Hash, ok, type Result } from '../../domain/ports.ts';
import type { SitePackResource } from '../../domain/site/resource.ts';
import { type Contract, contractOf, eventOf } from '../../domain/validation/contract.ts';
import { Intake } from '../../host/intake.ts';
import type { Behaviour, NodeContext, StatusReport } from '../../host/node.ts';
import { SourceActivity } from '../../host/source-status.ts';
import type { definition } from './definition.ts';

export type Config = z.output<typeof definition.config>;

const STATUS_EVERY_MS = 1_000;
const STORE_AGAIN_MS = 2_000;

export async function startMqttSource(context: NodeContext<Config>): Promise<Result<Behaviour>> {
  const { config } = context;
  const broker = await context.resource<Broker>(config.broker);
  if (!broker.ok) return broker;
  const journal = await context.resource<Journal>(config.journal);
  if (!journal.ok) return journal;
  const site = await context.resource<SitePackResource>(config.sitePack);
  if (!site.ok) return site;
  const { enterprise, site: siteId } = site.value.pack;
  const contract = contractOf({ ...config, enterprise, site: siteId });
  if (!contract.ok) return contract;
  const topics = config.topics.length > 0 ? config.topics : [`mfg/v1/${enterprise}/${siteId}/+/+/+/_event/#`];
  return ok(new Taking(context, broker.value, journal.value, contract.value, topics));
}

/** What leaves for one inbound message: the event, or the message as it came and why it is none. */
export function messageOf(inbound: Inbound, contract: Contract, receivedAtMs: number, hash: Hash): Message {
  const { topic, body, contentType, attributes } = inbound;
  const arrival = { on: topic, body, attributes, ...(contentType === undefined ? {} : { contentType }) };
  const event = eventOf(contract, arrival, receivedAtMs, hash);
  if (event.ok) return { event: event.value, trail: [] };
  const asItCame = { topic, attributes, ...(contentType === undefined ? {} : { contentType }), body: shownBody(body) };
  return { event: asItCame, failure: event.failure, trail: [] };
}

/** Text where it is text, so that a person can read the dead letter. */
function shownBody(body: Uint8Array): string | Uint8Array {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(body);
  } catch {
    return body;
  }
}

class Taking implements Behaviour {
  readonly #context: NodeContext<Config>;
  readonly #contract: Contract;
  readonly #intake: Intake;
  readonly #activity: SourceActivity;
  readonly #session: { close(): Promise<void> };
  #health: FeedHealth = { state: 'connecting' };
  #trouble: Failure | undefined;
  #logged = '';
  #cancels = new Set<() => void>();
  #closed = false;

  constructor(
    context: NodeContext<Config>,
    broker: Broker,
    journal: Journal,
    contract: Contract,
    topics: readonly string[],
  ) {
    const { id, config, clock, hash } = context;
    this.#context = context;
    this.#contract = contract;
    this.#activity = new SourceActivity(clock);
    this.#intake = new Intake({
      ...{ journal, owner: id, clock, hash, limit: config.underWay },
      send: (message) => context.emit(message, message.failure ? 'rejected' : 'events'),
      trouble: (failure) => this.#hear(failure),
    });
    const clientId = config.clientId.trim() || `plantwire-${hash(id).slice(0, 12)}`;
    const options = { clientId, topics, expirySeconds: config.sessionHours * 3_600, inFlight: config.inFlight };
    this.#session = broker.open(options, {
      onMessage: (inbound) => this.#take(inbound),
      onHealth: (health) => {
        this.#health = health;
        this.#log(health.failure);
      },
    });
    this.#show();
  }

  async close(): Promise<void> {
    this.#closed = true;
    for (const cancel of this.#cancels) cancel();
    await this.#intake.close();
    await this.#session.close();
  }

  /** True when the journal holds it. As long as it cannot, the broker is not told, and keeps it. */
  async #take(inbound: Inbound): Promise<boolean> {
    const { clock, hash } = this.#context;
    this.#activity.heard();
    const message = messageOf(inbound, this.#contract, clock.now(), hash);
    const { topic, contentType = '', attributes, body } = inbound;
    const identity = [topic, contentType, JSON.stringify(attributes), Buffer.from(body).toString('base64')];
    while (!this.#closed) {
      await this.#intake.room();
      const taken = await this.#intake.take([{ identity, message }]);
      if (taken.ok) return true;
      if (!this.#closed) await this.#pause();
    }
    return false;
  }

  #pause(): Promise<void> {
    return new Promise((resolve) => {
      const end = (): void => {
        cancel();
        this.#cancels.delete(end);
        resolve();
      };
      const cancel = this.#context.clock.after(STORE_AGAIN_MS, end);
      this.#cancels.add(end);
    });
  }

  #show(): void {
    const { clock, report } = this.#context;
    const peer = peerReport(this.#health);
    const view = { waiting: this.#intake.waiting(), ...(this.#trouble ? { trouble: this.#trouble } : {}) };
    report(this.#activity.report(peer ? { ...view, peer } : view));
    const cancel = clock.after(STATUS_EVERY_MS, () => {
      this.#cancels.delete(cancel);
      this.#show();
    });
    this.#cancels.add(cancel);
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

/** Nothing to say while the broker answers. */
function peerReport({ state, failure }: FeedHealth): StatusReport | undefined {
  if (state === 'flowing') return undefined;
  const lasting = failure?.class === 'authorisation' || failure?.class === 'configuration';
  const health = lasting ? 'failed' : state === 'connecting' ? 'waiting' : 'degraded';
  return { health, text: failure?.reason ?? 'connecting' };
}
