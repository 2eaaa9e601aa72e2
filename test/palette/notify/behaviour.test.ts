/** Notices over a real journal, to receivers of the test's own hand: told at once, in digests, over restarts. */
import type { Failure } from '../../../nodes/src/domain/failure.ts';
import type { Message } from '../../../nodes/src/domain/message.ts';
import type { Broker, Outbound } from '../../../nodes/src/domain/plant/broker.ts';
import { fail, ok } from '../../../nodes/src/domain/ports.ts';
import type { Mail, Mailer, MailSent } from '../../../nodes/src/domain/publishing/mail.ts';
import type { HttpPeer, PeerRequest } from '../../../nodes/src/domain/publishing/peer.ts';
import { siteResource } from '../../../nodes/src/domain/site/resource.ts';
import { startNotify } from '../../../nodes/src/palette/notify/behaviour.ts';
import { definition } from '../../../nodes/src/palette/notify/definition.ts';
import { chooseRole } from '../../../nodes/src/palette/notify/roles-picker.ts';
import { demoPlant } from '../../domain/mapping/plant.ts';
import { canonicalEvent } from '../../support/canonical-event.ts';
import { journalBench, started } from '../../support/journal-bench.ts';
import { failureOf, queueOptions } from '../../support/messages.ts';
import { until } from '../../support/time.ts';

const bench = journalBench();
const WINDOW_MS = 15 * 60_000;
const roles = {
  'quality-lead': { title: 'Quality lead', mail: ['q@plant.example', 'both@plant.example'] },
  shift: { title: 'Shift leader', mail: ['both@plant.example'] },
};
const site = () => siteResource({ ...demoPlant(), roles });

/** Everything a notice can be told through, and what was told. */
function world() {
  const mails: Mail[] = [];
  const published: Outbound[] = [];
  const requests: PeerRequest[] = [];
  let trouble: Failure | undefined;
  let refused: MailSent['refused'] = [];
  const answer = <T>(value: T) => (trouble ? fail<T>(trouble) : ok(value));
  const smtp: Mailer = {
    name: 'mail',
    async send(mail) {
      if (!trouble) mails.push(mail);
      return answer({ refused });
    },
    probe: async () => undefined,
  };
  const broker: Pick<Broker, 'name' | 'publisher'> = {
    name: 'broker',
    publisher: () => ({
      async publish(outbound) {
        published.push(outbound);
        return answer({ nobodyListens: false });
      },
      close: async () => undefined,
    }),
  };
  const peer: HttpPeer = {
    name: 'chat',
    system: '',
    async send(request) {
      requests.push(request);
      return answer({ status: 200, contentType: '', body: '' });
    },
  };
  const set = (change: { trouble?: Failure; refused?: MailSent['refused'] }): void => {
    trouble = change.trouble;
    refused = change.refused ?? [];
  };
  const known: Record<string, unknown> = { smtp, broker, peer, site: site() };
  return { mails, published, requests, set, known };
}

function contextOf({ known }: ReturnType<typeof world>, change: object = {}) {
  const config = definition.config.parse({
    ...{ journal: 'journal', sitePack: 'site', smtp: 'smtp', roles: ['quality-lead', 'shift'] },
    ...{ subject: 'Order {data.orderId}', text: 'At {time}', atOnce: 2, windowMinutes: 15, ...change },
  });
  const resource = async <T>(id: string) =>
    id === 'journal'
      ? ok(bench.journal() as T)
      : id in known
        ? ok(known[id] as T)
        : fail<T>(failureOf('configuration'));
  return { ...bench.context(config), resource };
}
const node = (around: ReturnType<typeof world>, change: object = {}) => started(startNotify(contextOf(around, change)));
const shows = (condition: () => boolean | Promise<boolean>) => until('it is told', condition, 30_000);
const message = (id: string): Message => ({ event: canonicalEvent({ id }), trail: [] });

test('a mail goes to every address of the roles once, about the event, in the time of the plant', async () => {
  const around = world();
  const { handle, close } = await node(around);
  expect(await handle(message('a'))).toMatchObject({
    kind: 'pass',
    port: 'sent',
    message: { receipt: { verdict: 'accepted' } },
  });
  expect(around.mails).toEqual([
    {
      id: 'a',
      to: ['q@plant.example', 'both@plant.example'],
      subject: 'Order WH/MO/00042',
      text: 'At 2026-11-20 07:00:00',
      thread: 'or:ACME:WH/MO/00042',
    },
  ]);
  await close?.();
});

test('a storm becomes a few mails and one digest; every message leaves its queue', async () => {
  const around = world();
  const { handle, close } = await node(around);
  const outcomes = [];
  for (let count = 0; count < 100; count += 1) outcomes.push(await handle(message(`n${count}`)));
  expect(outcomes.filter((outcome) => outcome.kind !== 'pass')).toEqual([]);
  expect(around.mails).toHaveLength(2);
  await bench.clock.advance(WINDOW_MS);
  await shows(() => around.mails.length === 3);
  expect(around.mails[2]?.subject).toBe('test node: 98 further notices');
  await close?.();
});

test('killed in the storm: what was kept is told after the restart, and what comes again is not counted again', async () => {
  const around = world();
  const first = await node(around);
  for (const id of ['a', 'b', 'c', 'd']) await first.handle(message(id));
  // No close: the process is gone.
  await bench.restart();
  const second = await node(around);
  for (const id of ['c', 'd', 'e']) await second.handle(message(id));
  await bench.clock.advance(WINDOW_MS);
  await shows(() => around.mails.length === 3);
  expect(around.mails.map(({ subject }) => subject)).toEqual([
    'Order WH/MO/00042',
    'Order WH/MO/00042',
    'test node: 3 further notices',
  ]);
  await second.close?.();
});

test('while the server is away messages wait in their queue and the digest in the journal', async () => {
  const around = world();
  const { handle, close } = await node(around, { atOnce: 1 });
  const journal = bench.journal();
  await journal.openQueue(queueOptions({ queue: 'q', leaseMs: 7_200_000 }));
  await journal.enqueue({ queue: 'q', lane: 'l', priority: 1, message: message('a') });
  const leased = await journal.lease('q', 1);
  const [one] = leased.ok ? leased.value : [];
  if (!one) throw new Error('nothing to lease');
  around.set({ trouble: failureOf('transient', 'smtp-later') });
  expect(await handle({ ...one.message, delivery: one.token })).toMatchObject({ kind: 'retry' });
  expect(await handle(message('b'))).toMatchObject({ kind: 'pass', message: { receipt: { verdict: 'noted' } } });
  await bench.clock.advance(WINDOW_MS + 1);
  around.set({});
  expect(await handle({ ...one.message, delivery: one.token })).toMatchObject({ kind: 'pass' });
  await bench.clock.advance(10 * 60_000);
  await shows(() => around.mails.some(({ subject }) => subject.includes('1 further')));
  expect((await journal.stats()).outbox).toMatchObject({ leased: 0, delivered: 1 });
  await close?.();
});

test('a digest that nobody takes becomes a dead letter with its words', async () => {
  const around = world();
  const { handle, close } = await node(around, { atOnce: 0 });
  await handle(message('a'));
  around.set({ trouble: failureOf('business', 'smtp-receivers-refused') });
  await bench.clock.advance(WINDOW_MS);
  await shows(async () => (await bench.journal().stats()).deadLetters.open === 1);
  const letters = await bench.journal().deadLetters({ limit: 5 });
  expect(letters).toMatchObject({ value: [{ failure: { code: 'smtp-receivers-refused' } }] });
  await close?.();
});

test('an address that is refused stands in the receipt and once in the log', async () => {
  const around = world();
  around.set({ refused: [{ address: 'q@plant.example', words: '550 unknown' }] });
  const context = contextOf(around);
  const { handle, close } = await started(startNotify(context));
  expect(await handle(message('a'))).toMatchObject({ message: { receipt: { readBack: { refused: [{}] } } } });
  await handle(message('b'));
  expect(context.warnings).toEqual(['The mail server takes nothing for q@plant.example.']);
  await close?.();
});

test('by MQTT each role has its topic; by webhook one request has an id of its own', async () => {
  const around = world();
  const mqtt = await node(around, { channel: 'mqtt', broker: 'broker' });
  await mqtt.handle(message('a'));
  expect(around.published.map(({ topic, retain }) => [topic, retain])).toEqual([
    ['mfg/v1/ACME/MUC1/_notice/quality-lead', false],
    ['mfg/v1/ACME/MUC1/_notice/shift', false],
  ]);
  const webhook = await started(
    startNotify({ ...contextOf(around, { channel: 'webhook', endpoint: 'peer', path: '/hook' }), id: 'node-2' }),
  );
  await webhook.handle(message('a'));
  expect(around.requests).toMatchObject([{ path: '/hook', id: 'a~node-2' }]);
  expect(JSON.parse(around.requests[0]?.body ?? '')).toMatchObject({
    roles: ['quality-lead', 'shift'],
    kind: 'notice',
  });
  await mqtt.close?.();
  await webhook.close?.();
});

test.each([
  [{ roles: ['nobody'] }, 'role-unusable'],
  [{ smtp: '' }, 'node-misconfigured'],
  [{ channel: 'mqtt' }, 'node-misconfigured'],
  [{ channel: 'webhook' }, 'node-misconfigured'],
])('%j does not start, and says why', async (change, code) => {
  expect(await startNotify(contextOf(world(), change))).toMatchObject({ ok: false, failure: { code } });
});

test('the form offers the roles of the site pack', async () => {
  const host = { resource: async <T>() => ok(site() as T) };
  expect(await chooseRole({ sitePack: 'site' }, host)).toEqual([
    { value: 'quality-lead', label: 'quality-lead – Quality lead' },
    { value: 'shift', label: 'shift – Shift leader' },
  ]);
  expect(await chooseRole({}, host)).toEqual([]);
});

const named = (id: string, role: string, channel: string): Message => ({
  event: { ...(canonicalEvent({ id }) as object), data: { role, channel, orderId: id } },
  trail: [],
});

test('as the event says: each role is told by its way, with windows of its own', async () => {
  const around = world();
  const { handle, close } = await node(around, { channel: 'event', roles: [], endpoint: 'peer', atOnce: 1 });
  for (const [id, role, channel] of [
    ['a', 'quality-lead', 'mail'],
    ['b', 'shift', 'webhook'],
    ['c', 'shift', 'mail'],
    ['d', 'shift', 'mail'],
  ] as const)
    expect(await handle(named(id, role, channel))).toMatchObject({ kind: 'pass', port: 'sent' });
  expect(around.mails.map(({ id, to }) => [id, to])).toEqual([
    ['a', ['q@plant.example', 'both@plant.example']],
    ['c', ['both@plant.example']],
  ]);
  expect(around.requests.map(({ body }) => JSON.parse(body ?? '').roles)).toEqual([['shift']]);
  await bench.clock.advance(WINDOW_MS);
  await shows(() => around.mails.length === 3);
  expect(around.mails[2]?.to).toEqual(['both@plant.example']);
  expect(await handle(named('e', 'boss', 'mail'))).toMatchObject({ kind: 'retry', failure: { code: 'role-unusable' } });
  expect(await handle(named('f', 'shift', 'pigeon'))).toMatchObject({ failure: { code: 'role-unusable' } });
  expect(await handle(named('g', 'shift', 'mqtt'))).toMatchObject({ failure: { code: 'node-misconfigured' } });
  await close?.();
});

test('as the event says, and nothing chosen to say it by', async () => {
  expect(await startNotify(contextOf(world(), { channel: 'event', roles: [], smtp: '' }))).toMatchObject({
    failure: { code: 'node-misconfigured' },
  });
});
