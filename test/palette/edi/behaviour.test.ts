/** The EDI node over a real journal: events, answers, refusals, and what comes twice. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Journal } from '../../../nodes/src/domain/journal.ts';
import { fail, ok } from '../../../nodes/src/domain/ports.ts';
import { upgrade } from '../../../nodes/src/host/upgrade.ts';
import { startEdi } from '../../../nodes/src/palette/edi/behaviour.ts';
import { definition } from '../../../nodes/src/palette/edi/definition.ts';
import { journalBench } from '../../support/journal-bench.ts';
import { failureOf, queueOptions } from '../../support/messages.ts';
import { until } from '../../support/time.ts';

/** Journals are opened again and again; a busy machine needs its time. */
jest.setTimeout(60_000);
const bench = journalBench();
const DEADLINE_MS = 30_000;
const fixture = (name: string): string =>
  readFileSync(join(__dirname, '../../domain/edi/fixtures', `${name}.edi`), 'utf8').trim();
const asn = fixture('856-pick-and-pack')
  .replaceAll(/MAN\*GM\*\d+~\n/g, '')
  .replace('SE*28', 'SE*26');

async function node(change: object = {}, journal: Journal = bench.journal(), reaches?: (port: string) => boolean) {
  const config = definition.config.parse({ journal: 'j', sitePack: 's', ...change });
  const pack = { enterprise: 'ACME', site: 'MUC1', timeZone: 'Europe/Berlin' };
  const context = {
    ...bench.context(config),
    ...(reaches ? { reaches } : {}),
    resource: async (id: string) => ok({ j: journal, s: { pack } }[id] as never),
  };
  const started = await startEdi(context);
  if (!started.ok) throw new Error(started.failure.reason);
  const behaviour = started.value;
  return {
    emitted: context.emitted,
    close: () => behaviour.close?.(),
    take: async (event: unknown, intake?: string) =>
      behaviour.handle?.({ event, trail: [], ...(intake === undefined ? {} : { intake }) }),
    at: (port: string) => context.emitted.filter((one) => one.port === port).map(({ message }) => message),
  };
}

const answers = (messages: readonly { event: unknown }[]): string[] =>
  messages.map(({ event }) => (event as { data: { text: string } }).data.text);

test('an interchange becomes events and is acknowledged', async () => {
  const edi = await node();
  expect(await edi.take(asn)).toMatchObject({ kind: 'pass-all', messages: [] });
  expect(edi.at('events').map(({ event }) => event)).toMatchObject([
    { type: 'mfg.purchase.asn.received.v1', originsystem: 'edi', partitionkey: 'ACME:po:P00021' },
    { type: 'mfg.purchase.asn.received.v1', partitionkey: 'ACME:po:P00022' },
  ]);
  expect(answers(edi.at('acknowledgement'))).toEqual([expect.stringContaining('AK9*A*1*1*1~')]);
  expect(edi.at('rejected')).toEqual([]);
  await edi.close();
});

test('the same interchange again, also after a restart, brings nothing and is answered in the same words', async () => {
  const first = await node();
  await first.take(asn, 'file-1');
  await first.close();
  await bench.restart();
  for (const { intake } of first.emitted.map(({ message }) => message)) await bench.journal().take(intake ?? '');
  await bench.clock.advance(86_400_000);
  const again = await node();
  const outcome = await again.take(asn, 'file-2');
  expect(outcome).toMatchObject({
    kind: 'drop',
    reason: 'duplicate',
    note: expect.stringMatching(/^interchange 000000311 of ACMEMETALS was taken at /),
  });
  expect(again.at('events')).toEqual([]);
  expect(answers(again.at('acknowledgement'))).toEqual(answers(first.at('acknowledgement')));
  const sent = [...first.at('acknowledgement'), ...again.at('acknowledgement')].map(({ event }) => event);
  expect(sent).toMatchObject([
    { data: { documentId: '000000001', sending: 1, recipient: 'ACMEMETALS', kind: '997', answers: '000000311' } },
    { data: { documentId: '000000001', sending: 2 } },
  ]);
  await again.close();
});

test('an answer leaves again after a restart until a queue has it', async () => {
  const first = await node();
  await first.take(asn, 'file-1');
  await first.close();
  await bench.restart();
  const second = await node();
  await until('the answer leaves', () => second.at('acknowledgement').length === 1, DEADLINE_MS);
  expect(second.at('acknowledgement')).toEqual(first.at('acknowledgement'));
  await bench.journal().openQueue(queueOptions());
  const [message] = second.at('acknowledgement');
  if (!message) throw new Error('no answer');
  await bench.journal().enqueue({ queue: 'bookings', lane: 'partner', priority: 1, message });
  await second.close();
  await bench.restart();
  const third = await node();
  await until('events leave', () => third.at('events').length === 2, DEADLINE_MS);
  expect(third.at('acknowledgement')).toEqual([]);
  await third.close();
});

test('what the source hands over once more, as after a kill, is no new question', async () => {
  const first = await node();
  await first.take(asn, 'file-1');
  await first.take(fixture('desadv-d96a').replace('UNZ+1+DA311', 'UNZ+2+DA311'), 'file-2');
  await first.close();
  await bench.restart();
  const second = await node();
  expect(await second.take(asn, 'file-1')).toMatchObject({ kind: 'drop', reason: 'duplicate' });
  await second.take(fixture('desadv-d96a').replace('UNZ+1+DA311', 'UNZ+2+DA311'), 'file-2');
  await second.close();
  const untaken = await bench.journal().untaken('node-1', 100);
  const ids = untaken.ok ? untaken.value.map(({ eventId }) => eventId) : [];
  expect(new Set(ids)).toEqual(new Set(first.emitted.map(({ message }) => message.intake)));
});

test('where nobody listens no answer is kept; as text it leaves once and is kept nowhere', async () => {
  const deaf = await node({}, bench.journal(), (port) => port !== 'acknowledgement');
  await deaf.take(asn, 'file-1');
  expect([deaf.at('events').length, deaf.at('acknowledgement').length]).toEqual([2, 0]);
  await deaf.close();
  const plain = await node({ answersAs: 'text' });
  await plain.take(asn, 'file-2');
  expect(plain.at('acknowledgement').map(({ event }) => event)).toEqual([expect.stringContaining('AK9*A*1*1*1~')]);
  await plain.close();
  const untaken = await bench.journal().untaken('node-1', 100);
  expect(untaken.ok && untaken.value).toHaveLength(2);
});

test('a flow of an earlier release goes on with answers as text', () => {
  const saved = { id: 'n', type: 'plantwire-edi', configVersion: 1, journal: 'j', sitePack: 's', answers: 'all' };
  expect(upgrade(definition, saved)).toMatchObject({ ok: true, value: { answersAs: 'text', answers: 'all' } });
});

test('a control number with other content is refused, and EDIFACT partners are told so', async () => {
  const edi = await node();
  const advice = fixture('desadv-d96a');
  await edi.take(fixture('ordrsp-d01b').replace('+R290++++++1', '+DA311').replace('UNZ+1+R290', 'UNZ+1+DA311'));
  await edi.take(advice);
  expect(edi.at('events')).toHaveLength(1);
  expect(edi.at('rejected')).toMatchObject([
    { event: advice, failure: { code: 'edi-number-reused', class: 'business' } },
  ]);
  expect(answers(edi.at('acknowledgement')).at(-1)).toContain("+4+26'");
  await edi.close();
});

test('a message with a fault is refused with its place, its neighbour is taken', async () => {
  const edi = await node();
  const [head = '', second = ''] = asn.split('ST*856*0001~');
  const [set = '', end = ''] = second.split('GE*1*311~');
  const bad = set
    .replace('SN1*1*40*EA', 'SN1*1*4O*EA')
    .replace('SE*26*0001', 'SE*26*0002')
    .replace('DA-7001', 'DA-7002');
  await edi.take(`${head}ST*856*0001~${set}ST*856*0002~${bad}GE*2*311~${end}`);
  expect(edi.at('events')).toHaveLength(2);
  expect(edi.at('rejected')).toMatchObject([
    {
      event: { sender: 'ACMEMETALS', interchange: '000000311', message: '0002', text: expect.stringContaining('4O') },
      failure: {
        code: 'edi-message-refused',
        on: '856 0002 in 000000311 of ACMEMETALS',
        reason: 'SN1 (segment 14), element 2, component 1: "4O" is no decimal number',
      },
    },
  ]);
  expect(answers(edi.at('acknowledgement'))).toEqual([expect.stringContaining('AK9*P*2*2*1~')]);
  await edi.close();
});

test.each([
  ['no interchange at all', 'hello', 'edi-envelope-broken'],
  ['nothing', '  ', 'edi-no-text'],
  ['an object without text', { any: 'thing' }, 'edi-no-text'],
])('%s is refused as it came', async (_what, event, code) => {
  const edi = await node();
  expect(await edi.take(event)).toMatchObject({ kind: 'reject', failure: { code } });
  expect(edi.emitted).toEqual([]);
  await edi.close();
});

test('content that breaks a rule of ours goes to the dead letters; its form is acknowledged', async () => {
  const edi = await node();
  await edi.take(fixture('desadv-d96a').replace('340123450000000017', '340123450000000018'));
  expect(edi.at('rejected')).toMatchObject([
    { failure: { code: 'edi-content-refused', reason: expect.stringContaining('SSCC') } },
  ]);
  expect(answers(edi.at('acknowledgement'))).toEqual([expect.stringContaining("UCM+1+DESADV:D:96A:UN+7'")]);
  await edi.close();
});

test('test interchanges are refused unless the node takes them; bytes and documents are read like text', async () => {
  const strict = await node();
  await strict.take(fixture('855-answers'));
  expect(strict.at('rejected')).toMatchObject([{ failure: { code: 'edi-test-message' } }]);
  await strict.close();
  for (const { message } of strict.emitted) await bench.journal().take(message.intake ?? '');
  const open = await node({ testMessages: 'take', answers: 'refused' });
  await open.take(Buffer.from(fixture('855-answers'), 'latin1'));
  await open.take({ data: { text: asn } });
  expect(open.at('events').map(({ event }) => (event as { type: string }).type)).toEqual([
    'mfg.purchase.order.confirmed.v1',
    'mfg.purchase.asn.received.v1',
    'mfg.purchase.asn.received.v1',
  ]);
  expect(open.at('acknowledgement')).toEqual([]);
  await open.close();
});

test("a partner's refusal of what we sent is a dead letter, its acceptance is silent", async () => {
  const edi = await node();
  await edi.take(asn.replace('SN1*1*40*EA', 'SN1*1*4O*EA'));
  const refusal = answers(edi.at('acknowledgement'))[0] ?? '';
  const told = edi.at('rejected').length;
  expect(await edi.take(refusal)).toMatchObject({ kind: 'pass-all' });
  expect(edi.at('rejected').slice(told)).toMatchObject([
    { failure: { code: 'edi-refused-by-partner', reason: '856 0001 was refused for SN1 (segment 14)' } },
  ]);
  expect(edi.at('acknowledgement')).toHaveLength(1);
  await edi.close();
});

test('nothing leaves while the journal cannot store; the same interchange is new when it can', async () => {
  let isBroken = true;
  const journal = new Proxy(bench.journal(), {
    get(target, name) {
      if (name !== 'recordStep' || !isBroken) {
        const value = Reflect.get(target, name);
        return typeof value === 'function' ? value.bind(target) : value;
      }
      return async () => fail(failureOf('transient', 'disk full'));
    },
  });
  const edi = await node({}, journal);
  expect(await edi.take(asn)).toMatchObject({ kind: 'retry' });
  expect(edi.emitted).toEqual([]);
  isBroken = false;
  expect(await edi.take(asn)).toMatchObject({ kind: 'pass-all' });
  expect(edi.at('events')).toHaveLength(2);
  await edi.close();
});
