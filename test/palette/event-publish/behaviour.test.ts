/** Events to a broker of the test's own hand: where they stand, when they count, and which last state stays. */
import type { Envelope } from '../../../nodes/src/domain/envelope.ts';
import type { Failure } from '../../../nodes/src/domain/failure.ts';
import type { Broker, Outbound, Publisher } from '../../../nodes/src/domain/plant/broker.ts';
import type { FeedHealth } from '../../../nodes/src/domain/plant/tag-feed.ts';
import { fail, ok } from '../../../nodes/src/domain/ports.ts';
import { siteResource } from '../../../nodes/src/domain/site/resource.ts';
import { publishing, startEventPublish } from '../../../nodes/src/palette/event-publish/behaviour.ts';
import { definition } from '../../../nodes/src/palette/event-publish/definition.ts';
import { demoPlant } from '../../domain/mapping/plant.ts';
import { canonicalEvent } from '../../support/canonical-event.ts';
import { journalBench, started } from '../../support/journal-bench.ts';
import { failureOf, queueOptions } from '../../support/messages.ts';

const bench = journalBench();
const STATE = 'equipment.state.changed';
const PLACE = 'mfg/v1/ACME/MUC1/PACK/L3/FILL';
const running = (id: string, time: string, change: Partial<Envelope> = {}) =>
  canonicalEvent({ id, time, type: 'mfg.equipment.state.changed.v1', data: { state: id }, ...change });

function publisher() {
  const sent: Outbound[] = [];
  let trouble: Failure | undefined;
  const port: Publisher = {
    async publish(outbound) {
      if (trouble) return fail(trouble);
      sent.push(outbound);
      return ok({ nobodyListens: false });
    },
    close: async () => undefined,
  };
  const fails = (failure?: Failure): void => {
    trouble = failure;
  };
  return { port, sent, fails };
}

function node(port: Publisher, config: { lastState?: string[]; topic?: string } = {}) {
  const ports = { publisher: port, broker: 'broker', journal: bench.journal(), clock: bench.clock };
  const tree = { namespace: 'mfg', enterprise: 'ACME' };
  const behaviour = publishing({ lastState: [], topic: '', ...config }, { ...ports, tree });
  return async (event: unknown) => behaviour.handle?.({ event, trail: [] });
}
const kept = (sent: readonly Outbound[]) =>
  sent.filter(({ retain }) => retain).map(({ body }) => (JSON.parse(body) as Envelope).id);

test('an event stands at its place as one CloudEvent, and its receipt says where', async () => {
  const { port, sent } = publisher();
  const outcome = await node(port)(canonicalEvent());
  const topic = `${PLACE}/_event/production/output/reported`;
  expect(outcome).toMatchObject({ kind: 'pass', port: 'published', message: { receipt: { readBack: { topic } } } });
  expect(sent).toEqual([
    {
      topic,
      body: JSON.stringify(canonicalEvent()),
      contentType: 'application/cloudevents+json; charset=utf-8',
      retain: false,
    },
  ]);
});

test('it leaves the queue only after the broker confirmed it', async () => {
  const { port, fails } = publisher();
  const journal = bench.journal();
  await journal.openQueue(queueOptions({ queue: 'q' }));
  await journal.enqueue({ queue: 'q', lane: 'l', priority: 1, message: { event: canonicalEvent(), trail: [] } });
  const leased = await journal.lease('q', 1);
  const [one] = leased.ok ? leased.value : [];
  if (!one) throw new Error('nothing to lease');
  const ports = { publisher: port, broker: 'b', journal, clock: bench.clock };
  const tree = { namespace: 'mfg', enterprise: 'ACME' };
  const behaviour = publishing({ lastState: [], topic: '' }, { ...ports, tree });
  const message = { ...one.message, delivery: one.token };
  fails({ ...failureOf('transient', 'mqtt-unconfirmed'), answerLost: true });
  expect(await behaviour.handle?.(message)).toMatchObject({ kind: 'retry', failure: { code: 'mqtt-unconfirmed' } });
  expect((await journal.stats()).outbox).toMatchObject({ leased: 1, delivered: 0 });
  fails();
  expect(await behaviour.handle?.(message)).toMatchObject({ kind: 'pass' });
  expect((await journal.stats()).outbox).toMatchObject({ leased: 0, delivered: 1 });
});

test('a late event is published, but never replaces a newer last state, over a restart too', async () => {
  const { port, sent } = publisher();
  const before = node(port, { lastState: [STATE] });
  await before(running('second', '2026-11-20T06:00:02.000Z'));
  await before(running('first', '2026-11-20T06:00:01.000Z'));
  await bench.restart();
  const after = node(port, { lastState: [STATE] });
  await after(running('first', '2026-11-20T06:00:01.000Z'));
  await after(running('third', '2026-11-20T06:00:03.000Z'));
  expect(kept(sent)).toEqual(['second', 'third']);
  expect(sent.filter(({ retain }) => retain).map(({ topic }) => topic)).toEqual(Array(2).fill(`${PLACE}/_state/state`));
  expect(sent.filter(({ retain }) => !retain)).toHaveLength(4);
});

test('states of one object that are under way at once end with the newest', async () => {
  const { port, sent } = publisher();
  const publish = node(port, { lastState: [STATE] });
  const times = [3, 1, 5, 2, 4].map((second) => running(`s${second}`, `2026-11-20T06:00:0${second}.000Z`));
  await Promise.all(times.map(publish));
  expect(kept(sent).at(-1)).toBe('s5');
});

test('the last state that could not be stored at the broker is tried again with its event', async () => {
  const { port, sent, fails } = publisher();
  const failing: Publisher = {
    publish: async (outbound) => (outbound.retain ? fail(failureOf('transient')) : port.publish(outbound)),
    close: port.close,
  };
  expect(await node(failing, { lastState: [STATE] })(running('a', '2026-11-20T06:00:01.000Z'))).toMatchObject({
    kind: 'retry',
  });
  fails();
  await node(port, { lastState: [STATE] })(running('a', '2026-11-20T06:00:01.000Z'));
  expect(kept(sent)).toEqual(['a']);
});

test('at a topic of its own nothing from Odoo is published, since it could move a machine', async () => {
  const { port, sent } = publisher();
  const publish = node(port, { topic: 'line3/recipe/set' });
  expect(await publish(canonicalEvent({ originsystem: 'odoo' }))).toMatchObject({
    kind: 'reject',
    failure: { code: 'odoo-commands-nothing' },
  });
  await publish(canonicalEvent({ originsystem: 'mes' }));
  expect(sent.map(({ topic }) => topic)).toEqual(['line3/recipe/set']);
});

test('the node opens one connection under a name that stays, logs each trouble once, and closes it', async () => {
  const opened: string[] = [];
  let isClosed = false;
  let hear: (health: FeedHealth) => void = () => undefined;
  const broker: Pick<Broker, 'name' | 'publisher'> = {
    name: 'plant broker',
    publisher(clientId, onHealth) {
      opened.push(clientId);
      hear = onHealth;
      return {
        publish: async () => ok({ nobodyListens: true }),
        close: async () => {
          isClosed = true;
        },
      };
    },
  };
  const config = definition.config.parse({ broker: 'broker', journal: 'journal', sitePack: 'site' });
  const context = bench.context(config);
  const known: Record<string, unknown> = { broker, site: siteResource(demoPlant()), journal: bench.journal() };
  const behaviour = await started(
    startEventPublish({ ...context, resource: async <T>(id: string) => ok(known[id] as T) }),
  );
  expect(await behaviour.handle({ event: canonicalEvent(), trail: [] })).toMatchObject({
    message: { receipt: { summary: expect.stringContaining('plant broker'), readBack: { nobodyListens: true } } },
  });
  for (const state of ['lost', 'lost', 'flowing', 'lost'] as const)
    hear({ state, ...(state === 'lost' ? { failure: failureOf('transient') } : {}) });
  expect(context.failures).toHaveLength(2);
  await behaviour.close?.();
  expect({ opened, isClosed }).toEqual({ opened: [expect.stringMatching(/^plantwire-/)], isClosed: true });
});
