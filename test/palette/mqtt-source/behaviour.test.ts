/** The MQTT source over a real journal and a broker of the test's own hand: what is acknowledged, and when. */
import type { Broker, Inbound, SessionListener, SessionOptions } from '../../../nodes/src/domain/plant/broker.ts';
import { fail, ok } from '../../../nodes/src/domain/ports.ts';
import { startMqttSource } from '../../../nodes/src/palette/mqtt-source/behaviour.ts';
import { definition } from '../../../nodes/src/palette/mqtt-source/definition.ts';
import { journalBench } from '../../support/journal-bench.ts';
import { failureOf } from '../../support/messages.ts';
import { until } from '../../support/time.ts';

const bench = journalBench();
const event = (id: string) => ({
  specversion: '1.0',
  id,
  source: 'urn:mes',
  type: 'mfg.material.consumed.v1',
  data: { n: 1 },
});
const inbound = (body: unknown, change: Partial<Inbound> = {}): Inbound => ({
  topic: 'mfg/v1/ACME/MUC1/_event',
  body: new TextEncoder().encode(typeof body === 'string' ? body : JSON.stringify(body)),
  attributes: {},
  retained: false,
  again: false,
  ...change,
});

/** A started source, the hand of its broker and what it did to the host. */
async function source(change: object = {}, journal = bench.journal()) {
  let listener: SessionListener | undefined;
  let options: SessionOptions | undefined;
  const broker: Broker = {
    name: 'broker',
    open(given, heard) {
      options = given;
      listener = heard;
      heard.onHealth({ state: 'flowing' });
      return { close: async () => undefined };
    },
    publisher: () => ({ publish: async () => ok({ nobodyListens: false }), close: async () => undefined }),
    probe: async () => ok({ protocol: 'MQTT 5' }),
  };
  const config = definition.config.parse({ broker: 'b', journal: 'j', sitePack: 's', ...change });
  const context = {
    ...bench.context(config),
    resource: async (id: string) =>
      ok({ b: broker, j: journal, s: { pack: { enterprise: 'ACME', site: 'MUC1' } } }[id] as never),
  };
  const started = await startMqttSource(context);
  if (!started.ok) throw new Error(started.failure.reason);
  const receive = (one: Inbound): Promise<boolean> => listener?.onMessage(one) ?? Promise.resolve(false);
  return {
    ...context,
    receive,
    options: () => options,
    listener: () => listener,
    close: () => started.value.close?.(),
  };
}
const waiting = async () => {
  const untaken = await bench.journal().untaken('node-1', 100);
  return untaken.ok ? untaken.value : [];
};

test('is told durable when the journal holds the message, and sends it into the flow', async () => {
  const { receive, emitted, options, close } = await source();
  expect(options()).toMatchObject({ topics: ['mfg/v1/ACME/MUC1/+/+/+/_event/#'], inFlight: 200 });
  expect(await receive(inbound(event('m-1')))).toBe(true);
  const [stored] = await waiting();
  expect(stored?.message).toMatchObject({ event: event('m-1'), intake: stored?.eventId });
  expect(emitted).toMatchObject([{ port: 'events', message: { event: event('m-1'), intake: stored?.eventId } }]);
  await close();
});

test('what cannot be read is durable with its reason, so that it does not come again and again', async () => {
  const { receive, emitted, close } = await source();
  expect(await receive(inbound('{"broken'))).toBe(true);
  expect(await receive(inbound('', { body: new Uint8Array([0xff]) }))).toBe(true);
  expect(emitted).toMatchObject([
    { port: 'rejected', message: { event: { body: '{"broken' }, failure: { code: 'payload-unreadable' } } },
    { port: 'rejected', message: { event: { body: new Uint8Array([0xff]) } } },
  ]);
  await close();
  await bench.restart();
  expect((await waiting()).map(({ message }) => message.failure?.code)).toEqual([
    'payload-unreadable',
    'payload-unreadable',
  ]);
});

test('the same message sent again is stored once; another under the same id is not mistaken for it', async () => {
  const { receive, close } = await source();
  await receive(inbound(event('m-1')));
  await receive(inbound(event('m-1'), { again: true }));
  expect(await waiting()).toHaveLength(1);
  await receive(inbound({ ...event('m-1'), source: 'urn:another-mes' }));
  expect(await waiting()).toHaveLength(2);
  await close();
});

test('what nobody has taken is sent again, also after a restart', async () => {
  const first = await source();
  await first.receive(inbound(event('m-1')));
  await first.close();
  await bench.restart();
  const second = await source();
  await until('sent again', () => second.emitted.length === 1);
  const [stored] = await waiting();
  await bench.journal().take(stored?.eventId ?? '');
  await bench.clock.advance(60_000);
  expect(second.emitted).toHaveLength(1);
  await second.close();
});

test('while the journal cannot store, nothing is acknowledged, and the status says why', async () => {
  let isFull = true;
  const real = bench.journal();
  const journal = new Proxy(real, {
    get: (target, name) =>
      name === 'recordStep' && isFull
        ? async () => fail({ ...failureOf('transient', 'disk-full'), reason: 'the disk is full' })
        : Reflect.get(target, name),
  });
  const { receive, emitted, reports, close } = await source({}, journal);
  let durable = false;
  const taking = receive(inbound(event('m-1'))).then((said) => {
    durable = said;
  });
  await bench.clock.advance(1_500);
  expect({ durable, emitted: emitted.length, status: reports.at(-1) }).toEqual({
    durable: false,
    emitted: 0,
    status: { health: 'failed', text: 'the disk is full' },
  });
  isFull = false;
  await bench.clock.advance(2_000);
  await taking;
  expect({ durable, emitted: emitted.length }).toEqual({ durable: true, emitted: 1 });
  await close();
});

test('the broker has to wait while the flow takes nothing', async () => {
  const { receive, emitted, close } = await source({ underWay: 2 });
  await receive(inbound(event('m-1')));
  await receive(inbound(event('m-2')));
  let durable = false;
  const taking = receive(inbound(event('m-3'))).then((said) => {
    durable = said;
  });
  await bench.clock.advance(200);
  expect({ durable, sent: emitted.length }).toEqual({ durable: false, sent: 2 });
  for (const { eventId } of await waiting()) await bench.journal().take(eventId);
  await until(
    'there is room',
    async () => {
      await bench.clock.advance(200);
      return durable;
    },
    10_000,
    20,
  );
  await taking;
  await close();
});

test('a closing source acknowledges nothing that it could not store', async () => {
  const { receive, close } = await source({ underWay: 1 });
  await receive(inbound(event('m-1')));
  const taking = receive(inbound(event('m-2')));
  await close();
  expect(await taking).toBe(false);
});

test('the status is that of the broker first, then of the flow', async () => {
  const { listener, reports, receive, close } = await source();
  listener()?.onHealth({ state: 'lost', failure: failureOf('authorisation', 'mqtt-login-refused') });
  await bench.clock.advance(1_000);
  expect(reports.at(-1)).toEqual({ health: 'failed', text: 'it is authorisation' });
  listener()?.onHealth({ state: 'flowing' });
  await bench.clock.advance(1_000);
  expect(reports.at(-1)).toMatchObject({ health: 'waiting' });
  await receive(inbound(event('m-1')));
  await bench.clock.advance(1_000);
  expect(reports.at(-1)).toEqual({ health: 'ok', text: '1/min' });
  await bench.clock.advance(40_000);
  expect(reports.at(-1)).toEqual({ health: 'degraded', text: '1 not taken by the flow' });
  await close();
});
