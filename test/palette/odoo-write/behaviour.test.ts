/** One intent after another into a simulated Odoo, settled in a real journal. */

import { openErp } from '../../../nodes/src/adapters/odoo/client.ts';
import type { Standing } from '../../../nodes/src/domain/delivery/mode.ts';
import type { Message } from '../../../nodes/src/domain/message.ts';
import type { Intent } from '../../../nodes/src/domain/odoo/intent.ts';
import { type Erp, fail } from '../../../nodes/src/domain/ports.ts';
import { handingOn } from '../../../nodes/src/host/handing-on.ts';
import { handedOn, writer } from '../../../nodes/src/palette/odoo-write/behaviour.ts';
import { Line } from '../../contract/erp-line.ts';
import { createOrder, must, type SeededPlant, seedPlant } from '../../live/seed.ts';
import { type SimulatedOdoo, startSimulatedOdoo } from '../../plant/odoo/server.ts';
import { journalBench } from '../../support/journal-bench.ts';
import { testClock } from '../../support/time.ts';

const bench = journalBench();
const clock = testClock();
let odoo: SimulatedOdoo;
let erp: Erp;
let admin: Erp;
let plant: SeededPlant;

beforeAll(async () => {
  odoo = await startSimulatedOdoo();
  const connection = {
    url: odoo.url,
    db: odoo.db,
    tls: { rejectUnauthorized: true },
    deadlineMs: 30_000,
    parallelCalls: 1,
    protocol: 'auto' as const,
  };
  erp = openErp({ ...connection, login: odoo.login, apiKey: odoo.apiKey });
  admin = openErp({ ...connection, login: odoo.adminLogin, apiKey: odoo.adminPassword, protocol: 'jsonrpc' });
  plant = await seedPlant(admin, 'WRITE');
});
afterAll(() => odoo.stop());

const QUEUE = 'outbox-1';
const retry = { baseMs: 0, maxMs: 0, budgetMs: 3_600_000, waitBudgetMs: 3_600_000 };
const write = (through: Erp = erp) =>
  writer({ unknownLots: 'reject' }, { erp: through, journal: bench.journal(), clock });
const line = async (quantity = 10) => new Line(erp, plant, await createOrder(erp, plant, quantity));

/** Through the outbox of the journal: queued, leased, then handled. */
async function delivered(intent: Intent): Promise<Message> {
  const journal = bench.journal();
  await journal.openQueue({ queue: QUEUE, retry, leaseMs: 60_000, holdLaneOnBury: true });
  const { factIn } = await import('../../../nodes/src/domain/odoo/facts.ts');
  await journal.enqueue({
    queue: QUEUE,
    lane: intent.partition,
    priority: 1,
    message: { event: {}, intent, trail: [] },
    ...factIn(intent),
  });
  return leased();
}

async function leased(): Promise<Message> {
  const answer = await bench.journal().lease(QUEUE, 1);
  const one = answer.ok ? answer.value[0] : undefined;
  if (!one) throw new Error('nothing to lease');
  return { ...one.message, delivery: one.token };
}

const ledgerOf = async (intent: Intent) => {
  const ledger = await bench.journal().orderLedger(intent.partition);
  if (!ledger.ok) throw new Error(ledger.failure.reason);
  return ledger.value;
};

test('a delivered intent is posted, settled and leaves by written with its receipt', async () => {
  const l = await line();
  const message = await delivered(l.good('4', 'partial', { lot: l.lot() }));
  const outcome = await write().handle?.(message);
  expect(outcome).toMatchObject({
    kind: 'pass',
    port: 'written',
    message: { receipt: { verdict: 'posted', readBack: { producing: '4' } } },
  });
  expect(await ledgerOf(l.good('1'))).toMatchObject({
    facts: [{ state: 'posted', quantity: '4' }],
    binding: { order: l.order.name, root: l.order.id },
  });
  expect(await l.inOdoo()).toMatchObject([{ producing: 4 }]);
});

test('what the journal knows of an order is what the next posting builds on', async () => {
  const l = await line();
  for (const quantity of ['3', '4'])
    await write().handle?.(await delivered(l.good(quantity, 'partial', { lot: l.lot() })));
  await write().handle?.(await delivered(l.good('3', 'final', { lot: l.lot() })));
  expect(await l.inOdoo()).toMatchObject([{ state: 'done', produced: 10 }]);
});

test('a receipt that leads to another queue is kept until that has it, by the value that Odoo answered with', async () => {
  const l = await line();
  const wants = handedOn({ handOn: 'value', handOnValue: 'producing' });
  const other = handedOn({ handOn: 'value', handOnValue: 'claim' });
  expect(handedOn({ handOn: 'nothing', handOnValue: '' })).toBeUndefined();
  if (!wants || !other) throw new Error('something is handed on');
  const handing = handingOn(bench.context({}, 'write'), 'written', bench.journal(), wants);
  const node = writer({ unknownLots: 'reject' }, { erp, journal: bench.journal(), clock, handing });
  const outcome = await node.handle?.(await delivered(l.good('4', 'partial', { lot: l.lot() })));
  const receipt = outcome?.kind === 'pass' ? outcome.message.receipt : undefined;
  expect(await bench.journal().untaken('write', 10)).toMatchObject({ value: [{ message: { receipt } }] });
  expect(other({ event: {}, trail: [], ...(receipt ? { receipt } : {}) })).toBe(false);
  await node.close?.();
});

test('a message handled twice settles once; the second lease is stale and nothing leaves again', async () => {
  const l = await line();
  const message = await delivered(l.good('4', 'partial', { lot: l.lot() }));
  expect(await write().handle?.(message)).toMatchObject({ kind: 'pass' });
  expect(await write().handle?.(message)).toMatchObject({ kind: 'drop', reason: 'duplicate' });
  expect(await l.inOdoo()).toMatchObject([{ producing: 4 }]);
});

test('a refusal is final, waiting and trouble with Odoo are not, a lost answer is unknown', async () => {
  const l = await line();
  expect(await write().handle?.(await delivered(l.good('4', 'partial')))).toMatchObject({
    kind: 'reject',
    failure: { code: 'lot-missing' },
  });
  const waiting = await line();
  expect(
    await write().handle?.(await delivered(waiting.scrap('output', plant.fg, '1', { lot: waiting.lot() }))),
  ).toMatchObject({ kind: 'retry', failure: { class: 'waiting' } });
  const failing = (cls: 'transient' | 'unknown' | 'authorisation'): Erp => {
    const failure = { code: 'x', class: cls, attempted: 'a', on: 'o', reason: 'r', nextStep: 'N.' };
    return { profile: async () => fail(failure), call: async () => fail(failure) };
  };
  const message: Message = { event: {}, intent: l.good('1'), trail: [] };
  expect(await write(failing('transient')).handle?.(message)).toMatchObject({ kind: 'retry' });
  expect(await write(failing('authorisation')).handle?.(message)).toMatchObject({ kind: 'retry' });
  expect(await write(failing('unknown')).handle?.(message)).toMatchObject({ kind: 'unknown' });
});

test('without an outbox it posts too, and remembers beside the order what was posted', async () => {
  const l = await line();
  const first: Message = { event: {}, intent: l.good('4', 'partial', { lot: l.lot() }), trail: [] };
  expect(await write().handle?.(first)).toMatchObject({ kind: 'pass', note: 'posted' });
  expect(await write().handle?.({ ...first, intent: l.good('5', 'partial', { lot: l.lot() }) })).toMatchObject({
    kind: 'pass',
  });
  expect(await write().handle?.(first)).toMatchObject({ kind: 'pass', note: 'already' });
  expect(await l.inOdoo()).toMatchObject([{ producing: 9 }]);
});

describe('what Odoo cannot hold yet', () => {
  const grams = ['4', '4', '4'];
  const rest = (value: string) => ({
    note: expect.stringContaining('posted; '),
    message: { receipt: { residual: [{ value, uom: 'GRM', fate: 'carried' }] } },
  });
  const consuming = async () => {
    const order = await createOrder(erp, plant, 10);
    const l = new Line(erp, plant, order, { consumption: 'actual' });
    const [first, second, third] = grams.map((value) => l.consume(plant.rmA, value, { uom: 'GRM' }));
    if (!first || !second || !third) throw new Error('three portions');
    return { first, second, third };
  };

  test('comes out of the journal with the next count', async () => {
    const { first, second, third } = await consuming();
    expect(await write().handle?.(await delivered(first))).toMatchObject(rest('4'));
    expect(await write().handle?.(await delivered(second))).toMatchObject(rest('8'));
    expect(await ledgerOf(first)).toMatchObject({ facts: [{ state: 'posted' }, { state: 'posted' }] });
    expect(await write().handle?.(await delivered(third))).toMatchObject({
      message: { receipt: { verdict: 'posted', readBack: { recorded: '0.01' }, residual: [{ value: '2' }] } },
    });
  });

  test('is shown once its decimals are raised, and nobody takes what it showed for somebody else', async () => {
    const order = await createOrder(erp, plant, 10);
    const l = new Line(erp, plant, order, { consumption: 'actual', remainder: 'closeShort' });
    const lot = l.lot();
    const told = async (intent: Intent) =>
      expect(await write().handle?.(await delivered(intent))).toMatchObject({ kind: 'pass' });
    await told(l.consume(plant.rmA, '3.3334'));
    await told(l.byproduct('0.7049'));
    await told(l.good('4.0004', 'partial', { lot }));
    const [id = 0] = await must<number[]>(admin, {
      model: 'decimal.precision',
      method: 'search',
      args: { domain: [['name', '=', 'Product Unit']] },
    });
    const keep = (digits: number) =>
      must(admin, { model: 'decimal.precision', method: 'write', ids: [id], args: { vals: { digits } } });
    await keep(4);
    await told(l.consume(plant.rmA, '0.0001'));
    await told(l.good('1.0003', 'partial', { lot }));
    expect(await l.inOdoo()).toMatchObject([{ producing: 5.0007, components: { [plant.rmA.code]: 3.3335 } }]);
    await told(l.good('0', 'final', { lot }));
    const { code } = plant.byproduct;
    expect(await l.inOdoo()).toMatchObject([{ state: 'done', produced: 5.0007, finished: { [code]: 0.7049 } }]);
    await keep(2);
  });

  test('is kept beside the order where no outbox is', async () => {
    const { first, second, third } = await consuming();
    const at = (intent: Intent): Message => ({ event: {}, intent, trail: [] });
    expect(await write().handle?.(at(first))).toMatchObject(rest('4'));
    expect(await write().handle?.(at(first))).toMatchObject({ message: { receipt: { verdict: 'already' } } });
    expect(await write().handle?.(at(second))).toMatchObject(rest('8'));
    expect(await write().handle?.(at(third))).toMatchObject({
      message: { receipt: { readBack: { recorded: '0.01' }, residual: [{ value: '2' }] } },
    });
  });
});

test.each([
  ['no intent', undefined],
  ['an incomplete intent', { kind: 'produce', order: 'X' }],
])('%s is refused with what is missing', async (_what, intent) => {
  const outcome = await write().handle?.({ event: {}, intent: intent as unknown as Intent, trail: [] });
  expect(outcome).toMatchObject({ kind: 'reject', failure: { code: 'not-an-intent' } });
});

test('a long posting keeps its lease', async () => {
  const l = await line();
  const message = await delivered(l.good('4', 'partial', { lot: l.lot() }));
  let go: (() => void) | undefined;
  const slow: Erp = {
    profile: () =>
      new Promise((resolve) => {
        go = () => resolve(erp.profile());
      }),
    call: (call) => erp.call(call),
  };
  const journal = bench.journal();
  const kept = jest.spyOn(journal, 'settle');
  const posting = write(slow).handle?.(message);
  while (!go) await clock.advance(0);
  await clock.advance(31_000);
  expect(kept.mock.calls.map(([, settlement]) => settlement.kind)).toEqual(['still-working', 'still-working']);
  go();
  expect(await posting).toMatchObject({ kind: 'pass' });
  expect(clock.pending).toBe(0);
});

test.each([
  ['manual', undefined, 15_000],
  ['erp-down', 60_000, 60_000],
] as const)('in mode %s nothing is begun: the message goes back untouched', async (mode, inMs, afterMs) => {
  const l = await line();
  const message = await delivered(l.good('4', 'partial', { lot: l.lot() }));
  const until = inMs === undefined ? {} : { until: clock.now() + inMs };
  const standing = (): Standing => ({ mode, mayRead: false, mayPost: false, limit: 1, reason: 'not now', ...until });
  const before = odoo.control.calls();
  expect(await write({ ...erp, standing } as Erp).handle?.(message)).toMatchObject({
    kind: 'retry',
    afterMs,
    failure: { code: 'posting-paused', class: 'transient', reason: 'not now' },
  });
  expect(odoo.control.calls()).toEqual(before);
});

describe('a scrap whose request may still be on its way', () => {
  const validations = () => odoo.control.calls()['stock.scrap.action_validate'] ?? 0;
  const again = async (l: Line) => {
    const message = await leased();
    const outcome = await write().handle?.(message);
    if (outcome?.kind !== 'pass' && outcome?.kind !== 'unknown') throw new Error(JSON.stringify(outcome));
    if (outcome.kind === 'unknown' && message.delivery)
      await bench
        .journal()
        .settle(message.delivery, { kind: 'unknown', failure: { ...outcome.failure, retryAfterMs: 0 } });
    return { outcome, scraps: await l.scraps() };
  };
  /** The connection breaks before Odoo has the request; nobody can know that. */
  const broken = async () => {
    const l = await line(2);
    const message = await delivered(l.scrap('input', plant.rmB, '1', { lot: plant.lotsOfB[0] }));
    odoo.control.fault({ kind: 'cut', match: { model: 'stock.scrap', method: 'action_validate' }, times: 1 });
    const outcome = await write().handle?.(message);
    if (outcome?.kind !== 'unknown' || !message.delivery) throw new Error(JSON.stringify(outcome));
    await bench.journal().settle(message.delivery, { kind: 'unknown', failure: outcome.failure });
    return l;
  };

  test('is not sent again while it may arrive; when it arrives late it is found', async () => {
    const l = await broken();
    const before = validations();
    expect(await again(l)).toMatchObject({
      outcome: { kind: 'unknown', failure: { code: 'scrap-under-way', retryAfterMs: expect.any(Number) } },
      scraps: [{ state: 'draft' }],
    });
    expect(validations()).toBe(before);
    const [{ id } = { id: 0 }] = await l.scraps();
    odoo.control.call('stock.scrap', 'action_validate', [id as number]);
    expect(await again(l)).toMatchObject({
      outcome: { kind: 'pass', message: { receipt: { verdict: 'already' } } },
      scraps: [{ state: 'done' }],
    });
    expect(odoo.control.records('stock.move', [['scrap_id', '=', id as number]], ['state'])).toHaveLength(1);
  });

  test('is sent again when it cannot arrive any more', async () => {
    const l = await broken();
    await clock.advance(90_000);
    expect(await again(l)).toMatchObject({
      outcome: { kind: 'pass', message: { receipt: { verdict: 'posted' } } },
      scraps: [{ state: 'done' }],
    });
  });

  test('an answer, even a refusal, ends the waiting', async () => {
    const l = await line(2);
    const message = await delivered(l.scrap('input', plant.rmB, '1', { lot: plant.lotsOfB[0] }));
    odoo.control.fault({ kind: 'error', match: { method: 'action_validate' }, times: 1 });
    const outcome = await write().handle?.(message);
    expect(outcome).toMatchObject({ kind: 'retry', failure: { class: 'conflict' } });
    if (outcome?.kind !== 'retry' || !message.delivery) throw new Error('no retry');
    await bench.journal().settle(message.delivery, { kind: 'failed', failure: outcome.failure });
    expect(await again(l)).toMatchObject({ outcome: { kind: 'pass' }, scraps: [{ state: 'done' }] });
  });
});

describe('a quantity whose answer was lost', () => {
  const lose = (kind: 'cut' | 'lost') =>
    odoo.control.fault({ kind, match: { model: 'mrp.production', method: 'write' }, times: 1 });
  const attempt = async (message: Message) => {
    const outcome = await write().handle?.(message);
    if (outcome?.kind === 'retry' && message.delivery)
      await bench
        .journal()
        .settle(message.delivery, { kind: 'failed', failure: { ...outcome.failure, retryAfterMs: 0 } });
    return outcome;
  };

  test('holds the close of its order while it may still arrive', async () => {
    const l = await line(10);
    lose('cut');
    expect(await attempt(await delivered(l.good('4', 'partial', { lot: l.lot() })))).toMatchObject({ kind: 'retry' });
    expect(await attempt(await leased())).toMatchObject({ kind: 'pass' });
    const held = { kind: 'retry', failure: { code: 'write-under-way', class: 'transient' } };
    expect(await attempt(await delivered(l.good('6', 'final', { lot: l.lot() })))).toMatchObject(held);
    // It arrives now, on the open order.
    odoo.control.call('mrp.production', 'write', [l.order.id], { vals: { qty_producing: 4 } });
    expect(await attempt(await leased())).toMatchObject(held);
    await clock.advance(90_000);
    expect(await attempt(await leased())).toMatchObject({ kind: 'pass' });
    expect(await l.inOdoo()).toMatchObject([{ state: 'done', produced: 10 }]);
  });

  test('holds nothing when Odoo shows that it arrived', async () => {
    const l = await line(10);
    lose('lost');
    expect(await attempt(await delivered(l.good('4', 'partial', { lot: l.lot() })))).toMatchObject({ kind: 'retry' });
    expect(await attempt(await leased())).toMatchObject({ kind: 'pass' });
    expect(await attempt(await delivered(l.good('6', 'final', { lot: l.lot() })))).toMatchObject({ kind: 'pass' });
    expect(await l.inOdoo()).toMatchObject([{ state: 'done', produced: 10 }]);
  });
});
