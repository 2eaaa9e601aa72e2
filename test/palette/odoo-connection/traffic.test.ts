/** Turns, breaker, governor, windows and switch in front of an Odoo that the test plays by hand. */
import type { Standing } from '../../../nodes/src/domain/delivery/mode.ts';
import type { Failure } from '../../../nodes/src/domain/failure.ts';
import { type Erp, type ErpCall, fail, ok } from '../../../nodes/src/domain/ports.ts';
import { buildMaintenance } from '../../../nodes/src/domain/site/maintenance.ts';
import { openTraffic, type Traffic, type TrafficParts } from '../../../nodes/src/palette/odoo-connection/traffic.ts';
import { openTurns, stockTurns } from '../../../nodes/src/palette/odoo-connection/turns.ts';
import { failureOf } from '../../support/messages.ts';
import { settled, testClock } from '../../support/time.ts';

const down = failureOf('transient', 'odoo-unreachable');
const READ: ErpCall = { model: 'stock.lot', method: 'search_read', repeatable: true };
const SCRAP: ErpCall = { model: 'stock.scrap', method: 'action_validate', ids: [1], movesStock: true };

function bench(change: Partial<TrafficParts> = {}) {
  const clock = testClock(Date.UTC(2026, 10, 20, 8));
  const asked: string[] = [];
  const told: Standing[] = [];
  const held: (() => void)[] = [];
  const state: { failure?: Failure | undefined; holds: boolean } = { holds: false };
  const erp: Erp = {
    profile: async () => fail(down),
    async call({ model, method }) {
      asked.push(`${model}.${method}`);
      if (state.holds) await new Promise<void>((go) => held.push(go));
      return state.failure ? fail(state.failure) : ok([]);
    },
  };
  const traffic: Traffic = openTraffic({
    erp,
    clock,
    ids: { uuid: () => 'u', random: () => 0.5 },
    parallelCalls: 1,
    answersWithinMs: 90_000,
    stock: openTurns(() => 1),
    operator: 'automatic',
    changed: (standing) => told.push(standing),
    measure: () => undefined,
    ...change,
  });
  return { clock, asked, told, held, state, ...traffic };
}

const fiveFailures = async (one: ReturnType<typeof bench>): Promise<void> => {
  one.state.failure = down;
  for (let call = 0; call < 5; call += 1) await one.target.call(READ);
};

test('after five failures in a row nothing is sent any more, and the standing says so', async () => {
  const one = bench();
  await fiveFailures(one);
  expect(one.target.standing()).toMatchObject({ mode: 'erp-down', mayPost: false, mayRead: false });
  expect(await one.target.call(READ)).toMatchObject({ failure: { code: 'odoo-resting', class: 'transient' } });
  expect(one.asked).toHaveLength(5);
  one.close();
});

test('it probes by itself with growing pauses, and one answer opens the way again', async () => {
  const one = bench();
  let changes = 0;
  one.target.onStanding(() => (changes += 1));
  await fiveFailures(one);
  await one.clock.advance(60_000);
  const probes = one.asked.filter((what) => what === 'res.users.context_get').length;
  expect(probes).toBeGreaterThanOrEqual(4);
  expect(probes).toBeLessThanOrEqual(8);
  expect(one.told.map(({ mode }) => mode)).toEqual(['erp-down']);
  one.state.failure = undefined;
  await one.clock.advance(60_000);
  expect(one.target.standing()).toMatchObject({ mode: 'normal', mayPost: true });
  expect(await one.target.call(READ)).toMatchObject({ ok: true });
  expect(changes).toBeGreaterThanOrEqual(2);
  one.close();
});

test('a probe that is only told to slow down is followed by another', async () => {
  const one = bench();
  await fiveFailures(one);
  one.state.failure = failureOf('throttled', 'odoo-throttled');
  await one.clock.advance(30_000);
  one.state.failure = undefined;
  await one.clock.advance(120_000);
  expect(one.target.standing().mode).toBe('normal');
  one.close();
});

test('a dead network is told apart from a dead Odoo', async () => {
  const one = bench();
  one.state.failure = failureOf('transient', 'odoo-network-down');
  for (let call = 0; call < 5; call += 1) await one.target.call(READ);
  expect(one.target.standing().mode).toBe('wan-down');
  one.close();
});

test('a refused key stops everything at once', async () => {
  const one = bench();
  one.state.failure = failureOf('authorisation', 'odoo-key-refused');
  await one.target.call(READ);
  await one.target.call(READ);
  expect(one.asked).toHaveLength(1);
  one.close();
});

test('a call that waits for its turn is not sent when the breaker opens meanwhile', async () => {
  const one = bench();
  one.state.failure = down;
  const answers = await Promise.all(Array.from({ length: 8 }, () => one.target.call(READ)));
  expect(one.asked).toHaveLength(5);
  expect(answers.filter((answer) => !answer.ok && answer.failure.code === 'odoo-resting')).toHaveLength(3);
  one.close();
});

test('reads go side by side as far as the governor allows, calls that move stock one after the other', async () => {
  const one = bench({ parallelCalls: 4 });
  for (let call = 0; call < 200; call += 1) await one.target.call(READ);
  expect(one.target.standing().limit).toBe(4);
  one.state.holds = true;
  one.asked.length = 0;
  const calls = [SCRAP, SCRAP, READ, READ].map((call) => one.target.call(call));
  await settled();
  expect(one.asked.toSorted()).toEqual([
    'stock.lot.search_read',
    'stock.lot.search_read',
    'stock.scrap.action_validate',
  ]);
  one.state.holds = false;
  for (const go of one.held) go();
  await Promise.all(calls);
  expect(one.asked.filter((what) => what.startsWith('stock.scrap'))).toHaveLength(2);
  one.close();
});

test('two connections to one database share the turns for stock, two databases do not', () => {
  expect(stockTurns('http://a db')).toBe(stockTurns('http://a db'));
  expect(stockTurns('http://a db')).not.toBe(stockTurns('http://a other'));
});

test('a conflict makes it careful: fewer calls at once', async () => {
  const one = bench({ parallelCalls: 4 });
  for (let call = 0; call < 200; call += 1) await one.target.call(READ);
  one.state.failure = failureOf('conflict', 'odoo-write-conflict');
  await one.target.call(READ);
  expect(one.target.standing()).toMatchObject({ mode: 'normal', limit: 2 });
  one.close();
});

test('what an operator decides holds at once and is told; calls of a posting that has begun still pass', async () => {
  const one = bench();
  one.operate('manual');
  expect(one.target.standing()).toMatchObject({ mode: 'manual', mayPost: false, mayRead: false });
  expect(await one.target.call(SCRAP)).toMatchObject({ ok: true });
  one.operate('automatic');
  expect(one.told.map(({ mode }) => mode)).toEqual(['manual', 'normal']);
  one.close();
});

test('a maintenance window opens and closes by the clock', async () => {
  const maintenance = buildMaintenance({
    timeZone: 'Europe/Berlin',
    maintenance: [{ title: 'backup', days: ['fri'], start: '10:00', end: '11:30' }],
  });
  const one = bench({ maintenance });
  expect(one.target.standing().mayPost).toBe(true);
  await one.clock.advance(3_600_000);
  expect(one.target.standing()).toMatchObject({
    mayPost: false,
    mayRead: true,
    reason: expect.stringMatching(/11:30/),
  });
  await one.clock.advance(3_600_000 + 1_800_000);
  expect(one.target.standing().mayPost).toBe(true);
  expect(one.told.map(({ mayPost }) => mayPost)).toEqual([false, true]);
  one.close();
  expect(one.clock.pending).toBe(0);
});
