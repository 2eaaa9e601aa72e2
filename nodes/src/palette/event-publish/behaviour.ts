/** One event in, published and confirmed, then settled. Where it is kept as last state, an older one never replaces it. */
import type { z } from 'zod';
import type { Envelope } from '../../domain/envelope.ts';
import type { Failure } from '../../domain/failure.ts';
import type { Journal } from '../../domain/journal.ts';
import { type Outcome, reject } from '../../domain/outcome.ts';
import type { Broker, Publisher } from '../../domain/plant/broker.ts';
import type { FeedHealth } from '../../domain/plant/tag-feed.ts';
import { type Clock, ok, type Result } from '../../domain/ports.ts';
import { readEvent } from '../../domain/publishing/event-request.ts';
import { isNewer, positionOf, type StatePosition } from '../../domain/publishing/last-state.ts';
import { eventTopic, stateTopic, type Tree, typeName } from '../../domain/publishing/topic.ts';
import type { Receipt } from '../../domain/receipt.ts';
import type { SitePackResource } from '../../domain/site/resource.ts';
import { delivered, keepLease, outcomeOfFailure } from '../../host/delivery.ts';
import { createLanes, type Lanes } from '../../host/lanes.ts';
import type { Behaviour, NodeContext } from '../../host/node.ts';
import type { definition } from './definition.ts';

type Config = z.output<typeof definition.config>;

export interface Ports {
  readonly publisher: Publisher;
  readonly broker: string;
  readonly journal: Journal;
  readonly clock: Clock;
  readonly tree: Tree;
}

const CONTENT_TYPE = 'application/cloudevents+json; charset=utf-8';
/** `originsystem` of what was read in Odoo. */
const ODOO = 'odoo';

export async function startEventPublish(context: NodeContext<Config>): Promise<Result<Behaviour>> {
  const { config, clock, hash, id, log } = context;
  const broker = await context.resource<Broker>(config.broker);
  if (!broker.ok) return broker;
  const journal = await context.resource<Journal>(config.journal);
  if (!journal.ok) return journal;
  const site = await context.resource<SitePackResource>(config.sitePack);
  if (!site.ok) return site;
  const clientId = config.clientId.trim() || `plantwire-${hash(id).slice(0, 12)}`;
  const publisher = broker.value.publisher(clientId, onceEach(log.failure));
  const tree = { namespace: config.namespace, enterprise: site.value.pack.enterprise };
  const ports = { publisher, broker: broker.value.name, journal: journal.value, clock, tree };
  return ok({ ...publishing(config, ports), close: () => publisher.close() });
}

export function publishing(config: Pick<Config, 'lastState' | 'topic'>, ports: Ports): Behaviour {
  const { publisher, journal, clock, tree, broker } = ports;
  const turns = createLanes(clock);
  return {
    async handle(message): Promise<Outcome> {
      const event = readEvent(message.event, `publish it at ${broker}`);
      if (!event.ok) return reject(event.failure);
      const own = config.topic.trim();
      if (own !== '' && event.value.originsystem === ODOO) return reject(notFromOdoo(own, event.value));
      const stop = keepLease(message.delivery, journal, clock);
      try {
        const topic = own || eventTopic(event.value, tree);
        const sent = await publisher.publish(outbound(topic, event.value, false));
        if (!sent.ok) return outcomeOfFailure(sent.failure);
        const isState = config.lastState.includes(typeName(event.value));
        const kept = isState ? await keepState(event.value, ports, turns) : ok(false);
        if (!kept.ok) return outcomeOfFailure(kept.failure);
        const receipt = confirmed(broker, topic, sent.value.nobodyListens, kept.value);
        return await delivered(message, receipt, 'published', journal);
      } finally {
        stop();
      }
    },
  };
}

/** Events of different lanes may tell of one state: one after the other, or the older could come last. */
async function keepState(event: Envelope, ports: Ports, turns: Lanes): Promise<Result<boolean>> {
  const topic = stateTopic(event, ports.tree);
  let kept: Result<boolean> = ok(false);
  await turns.run(topic, async () => {
    kept = await replaceState(topic, event, ports);
  });
  return kept;
}

/** False when the broker has a later one already. The position is noted after the broker confirmed. */
async function replaceState(topic: string, event: Envelope, { publisher, journal }: Ports): Promise<Result<boolean>> {
  const known = await journal.orderLedger(topic);
  if (!known.ok) return known;
  const position = positionOf(event);
  if (!isNewer(position, known.value.binding as unknown as StatePosition | undefined)) return ok(false);
  const sent = await publisher.publish(outbound(topic, event, true));
  if (!sent.ok) return sent;
  const noted = await journal.bindOrder(topic, { ...position });
  return noted.ok ? ok(true) : noted;
}

const outbound = (topic: string, event: Envelope, retain: boolean) => ({
  topic,
  body: JSON.stringify(event),
  contentType: CONTENT_TYPE,
  retain,
});

const confirmed = (broker: string, topic: string, nobodyListens: boolean, kept: boolean): Receipt => ({
  verdict: 'accepted',
  summary: `${broker} has it at ${topic}`,
  records: [],
  readBack: { broker, topic, ...(nobodyListens ? { nobodyListens } : {}), ...(kept ? { lastState: true } : {}) },
});

const notFromOdoo = (topic: string, { type }: Envelope): Failure => ({
  code: 'odoo-commands-nothing',
  class: 'data',
  attempted: `publish ${type}`,
  on: topic,
  reason: 'it comes from Odoo, and a topic outside the tree may be a command to a machine',
  nextStep: 'Empty "Topic of your own", so that it is published as an event that MES or SCADA may follow.',
});

/** Each new reason once. */
function onceEach(log: (failure: Failure) => void): (health: FeedHealth) => void {
  let logged = '';
  return ({ state, failure }) => {
    if (failure && failure.reason !== logged) log(failure);
    logged = state === 'flowing' ? '' : (failure?.reason ?? logged);
  };
}
