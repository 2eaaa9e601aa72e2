/** When an Odoo is asked what can run there, how often, and what is kept of the answer. */
import type { CounterState } from '../../../nodes/src/domain/journal.ts';
import { type AbilityStore, abilitiesOwner } from '../../../nodes/src/domain/odoo/abilities.ts';
import { type ErpCall, type ErpProfile, fail, ok } from '../../../nodes/src/domain/ports.ts';
import { watchAbilities } from '../../../nodes/src/palette/odoo-connection/abilities.ts';
import { failureOf } from '../../support/messages.ts';
import { testClock } from '../../support/time.ts';

const MINUTE_MS = 60_000;

/** A journal that forgets nothing. */
function journal(): AbilityStore & { readonly rows: Map<string, readonly CounterState[]> } {
  const rows = new Map<string, readonly CounterState[]>();
  return {
    rows,
    counters: async (owner) => ok(rows.get(owner) ?? []),
    async recordStep({ owner, counters }) {
      rows.set(owner, JSON.parse(JSON.stringify(counters)) as readonly CounterState[]);
      return ok(undefined);
    },
  };
}

function bench(clock = testClock()) {
  const asked: (ErpCall | 'profile')[] = [];
  const listeners = new Set<() => void>();
  const server: ErpProfile = { major: 19, version: '19.0', protocol: 'json2', database: 'plant', uid: 5 };
  const state = { server, mayRead: true, isDown: false, lacks: '' };
  const watched = watchAbilities({
    connection: 'odoo',
    subject: 'http://odoo plant svc',
    clock,
    target: {
      async profile(ask) {
        if (ask?.isFresh) asked.push('profile');
        return state.isDown ? fail(failureOf('transient', 'odoo-unreachable')) : ok(state.server);
      },
      async call(call) {
        asked.push(call);
        if (state.isDown) return fail(failureOf('transient', 'odoo-unreachable'));
        if (call.method === 'context_get') return ok({ uid: 5 });
        return ok(call.method === 'fields_get' ? {} : call.model !== state.lacks);
      },
      standing: () => ({ mode: 'normal', mayRead: state.mayRead, mayPost: state.mayRead, limit: 1 }),
      answersWithinMs: 1,
      onStanding(listener) {
        listeners.add(listener);
        return () => void listeners.delete(listener);
      },
    },
  });
  const stand = (mayRead: boolean): void => {
    state.mayRead = mayRead;
    for (const listener of [...listeners]) listener();
  };
  const lacking = () => watched.latest()?.able.intents.filter(({ missing }) => missing.length > 0) ?? [];
  const profiles = () => asked.filter((what) => what === 'profile').length;
  return { ...watched, asked, clock, state, stand, lacking, profiles };
}

test('it is asked after the start, one question at a time with pauses, each once', async () => {
  const one = bench();
  await one.clock.advance(2_000);
  expect(one.asked).toEqual([]);
  await one.clock.advance(2_000);
  expect(one.asked.length).toBeGreaterThan(1);
  expect(one.asked.length).toBeLessThan(8);
  expect(one.latest()).toBeUndefined();
  await one.clock.advance(MINUTE_MS);
  expect(one.latest()).toMatchObject({ profile: { version: '19.0' } });
  const questions = one.asked.length;
  expect(questions).toBeLessThan(150);
  await one.clock.advance(60 * MINUTE_MS);
  expect(one.asked).toHaveLength(questions);
  one.close();
});

test('the answer outlives a restart, and while Odoo is down it is still there', async () => {
  const store = journal();
  const before = bench();
  await before.keptIn(store);
  before.state.lacks = 'stock.lot';
  await before.clock.advance(MINUTE_MS);
  before.close();
  expect(store.rows.has(abilitiesOwner('odoo'))).toBe(true);
  const after = bench(testClock(before.clock.now() + 60 * MINUTE_MS));
  after.state.isDown = true;
  let found = 0;
  after.onFound(() => (found += 1));
  await after.keptIn(store);
  expect(found).toBe(1);
  expect(after.lacking().map(({ kind }) => kind)).toContain('produce');
  await after.clock.advance(10 * MINUTE_MS);
  expect(after.latest()?.atMs).toBe(before.latest()?.atMs);
  expect(after.profiles()).toBeLessThanOrEqual(11);
  after.close();
});

test('it is asked again when Odoo was away, not each time when it comes and goes', async () => {
  const one = bench();
  await one.clock.advance(MINUTE_MS);
  const first = one.latest()?.atMs;
  one.state.lacks = 'stock.lot';
  for (let time = 0; time < 5; time += 1) {
    one.stand(false);
    await one.clock.advance(1_000);
    one.stand(true);
    await one.clock.advance(10_000);
  }
  expect(one.latest()?.atMs).toBe(first);
  await one.clock.advance(11 * MINUTE_MS);
  expect(one.latest()?.atMs).toBeGreaterThan(first ?? 0);
  expect(one.lacking()).not.toEqual([]);
  one.close();
});

test.each([
  ['another version', { major: 20, version: '20.0' }],
  ['another user', { uid: 6 }],
])('%s is asked at once, and found without anybody asking', async (_what, change) => {
  const one = bench();
  await one.clock.advance(MINUTE_MS);
  one.state.server = { ...one.state.server, ...change, major: 19 };
  one.stand(false);
  one.stand(true);
  await one.clock.advance(MINUTE_MS);
  expect(one.latest()?.profile).toMatchObject(one.state.server);
  one.state.server = { ...one.state.server, version: '19.1' };
  await one.clock.advance(13 * 60 * MINUTE_MS);
  expect(one.latest()?.profile).toMatchObject({ version: '19.1' });
  one.close();
});

test('nothing is asked while Odoo may not be read, nor after the close in the middle of the questions', async () => {
  const one = bench();
  one.stand(false);
  await one.clock.advance(MINUTE_MS);
  expect(one.asked).toEqual([]);
  one.stand(true);
  await one.clock.advance(5_000);
  const begun = one.asked.length;
  expect(begun).toBeGreaterThan(1);
  one.close();
  await one.clock.advance(60 * MINUTE_MS);
  expect(one.asked).toHaveLength(begun);
  expect(one.latest()).toBeUndefined();
});

test('who goes away in the middle of the questions is asked again from the beginning', async () => {
  const one = bench();
  await one.clock.advance(6_000);
  one.stand(false);
  await one.clock.advance(MINUTE_MS);
  expect(one.latest()).toBeUndefined();
  one.stand(true);
  await one.clock.advance(2 * MINUTE_MS);
  expect(one.latest()).toBeDefined();
  one.close();
});

test('a clock that was set back does not keep it from asking', async () => {
  const store = journal();
  const before = bench();
  await before.keptIn(store);
  await before.clock.advance(MINUTE_MS);
  before.close();
  const after = bench(testClock(before.clock.now() - 24 * 60 * MINUTE_MS));
  await after.keptIn(store);
  await after.clock.advance(MINUTE_MS);
  expect(after.latest()?.atMs).toBeLessThan(before.latest()?.atMs ?? 0);
  after.close();
});
