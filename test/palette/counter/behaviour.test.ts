import type { Message } from '../../../nodes/src/domain/message.ts';
import { fail, ok, type Result } from '../../../nodes/src/domain/ports.ts';
import { siteResource } from '../../../nodes/src/domain/site/resource.ts';
import { upgrade } from '../../../nodes/src/host/upgrade.ts';
import { startCounter } from '../../../nodes/src/palette/counter/behaviour.ts';
import { definition } from '../../../nodes/src/palette/counter/definition.ts';
import { lines, pack, sample, start } from '../../domain/plant/bench.ts';
import { journalBench, started, type Witnessed } from '../../support/journal-bench.ts';
import { failureOf } from '../../support/messages.ts';
import { until } from '../../support/time.ts';

const bench = journalBench();
const site = siteResource(pack);
const base = { journal: 'journal', sitePack: 'site', uses: ['good', 'scrap', 'byproduct', 'consumed'], settleMs: 500 };

type Context = Witnessed<ReturnType<typeof definition.config.parse>>;

function contextFor(change: object = {}, id = 'counter-1'): Context {
  const context = bench.context(definition.config.parse({ ...base, ...change }), id);
  const resource = async <T>(name: string): Promise<Result<T>> =>
    name === 'site' ? ok(site as T) : context.resource<T>(name);
  return { ...context, resource };
}

async function run(change: object = {}, id?: string) {
  const context = contextFor(change, id);
  const counter = await started(startCounter(context));
  const give = (...samples: unknown[]) => counter.handle({ event: { samples, observedMs: 2_000 }, trail: [] });
  return { context, counter, give };
}

const sent = (context: Context, port = 'events'): Message[] =>
  context.emitted.filter((one) => one.port === port).map(({ message }) => message);
const untaken = async (owner = 'counter-1') => {
  const found = await bench.journal().untaken(owner, 100);
  return found.ok ? found.value.map(({ message }) => message) : [];
};

/** Lets the counter settle and publish. */
const later = (ms = 61_000) => bench.clock.advance(ms);

/** Time goes on until something is seen; the journal works in real time beside it. */
const goesOnUntil = (what: string, seen: () => boolean) =>
  until(
    what,
    async () => {
      await bench.clock.advance(1_000);
      return seen();
    },
    10_000,
    20,
  );

test('a range is in the journal when it leaves, and stays there until somebody takes it', async () => {
  const { context, counter, give } = await run();
  await give(...start(), sample('good', 5, 2));
  await later();
  await until('the event left', () => sent(context).length === 1);
  expect(lines(sent(context))).toEqual(['good 5 of WH/MO/00001 lot L1']);
  expect(lines(await untaken())).toEqual(['good 5 of WH/MO/00001 lot L1']);
  const [event] = sent(context).map((message) => message.event as { id: string });
  await bench.journal().take(event?.id ?? '');
  await later(120_000);
  expect(sent(context)).toHaveLength(1);
  await counter.close?.();
});

test('what nobody took is sent again after half a minute, and after a restart', async () => {
  const { context, counter, give } = await run();
  await give(...start(), sample('good', 5, 2));
  await later();
  await until('the event left', () => sent(context).length === 1);
  await goesOnUntil('it left again', () => sent(context).length === 2);
  await counter.close?.();
  await bench.restart();
  const again = await run();
  await until('it left after the restart', () => sent(again.context).length === 1);
  expect(sent(again.context)[0]?.event).toEqual(sent(context)[0]?.event);
  await again.counter.close?.();
});

test('counting goes on after a restart where it stopped', async () => {
  const first = await run();
  await first.give(...start(), sample('good', 5, 2));
  await later(5_000);
  await first.counter.close?.();
  await bench.restart();
  const second = await run();
  await second.give(
    { tag: 'good', value: null, status: 'BadWaitingForInitialData' },
    ...start().slice(0, 6),
    sample('good', 9, 4),
  );
  await later();
  await until('the range left', () => sent(second.context).length === 1);
  expect(lines(sent(second.context))).toEqual(['good 9 of WH/MO/00001 lot L1']);
  await second.counter.close?.();
});

test('while the journal cannot store, nothing leaves and nothing is lost', async () => {
  const context = contextFor();
  const journal = bench.journal();
  let full = false;
  const disk = failureOf('transient', 'journal-full');
  const failing = Object.assign(Object.create(journal), {
    recordStep: async (step: never) => (full ? fail(disk) : journal.recordStep(step)),
  });
  const resource = async <T>(name: string): Promise<Result<T>> =>
    name === 'journal' ? ok(failing as T) : context.resource<T>(name);
  const counter = await started(startCounter({ ...context, resource }));
  await counter.handle({ event: { samples: start() }, trail: [] });
  full = true;
  await counter.handle({ event: { samples: [sample('good', 5, 2)] }, trail: [] });
  await later(70_000);
  expect(context.emitted).toEqual([]);
  expect(context.reports.at(-1)).toEqual({ health: 'failed', text: disk.reason });
  expect(context.failures).toHaveLength(1);
  full = false;
  await later(5_000);
  await until('the range left', () => sent(context).length === 1);
  expect(lines(sent(context))).toEqual(['good 5 of WH/MO/00001 lot L1']);
  await counter.close?.();
});

test('what is put aside leaves by rejected, with the sample, and is kept like an event', async () => {
  const { context, counter, give } = await run();
  await give(...start());
  await give(sample('good', 'twelve', 2));
  await give(sample('good', 4, 3));
  await goesOnUntil('the good range left', () => sent(context).length === 1);
  expect(sent(context, 'rejected').slice(0, 1)).toMatchObject([
    { failure: { code: 'counter-value-invalid' }, event: { samples: [{ tag: 'good', value: 'twelve' }] } },
  ]);
  expect(await untaken()).toHaveLength(2);
  await counter.close?.();
});

test('a payload that is neither samples nor registers is rejected, and says what is expected', async () => {
  const { counter } = await run();
  for (const event of [undefined, 'x', { values: [] }, { samples: [{ value: 1 }] }]) {
    expect(await counter.handle({ event, trail: [] })).toMatchObject({
      kind: 'reject',
      failure: { code: 'samples-missing' },
    });
  }
  await counter.close?.();
});

test('a second node for the same counters does not start; for other counters it does', async () => {
  const { counter } = await run({ uses: ['good'] });
  const second = await startCounter(contextFor({ uses: ['good', 'scrap'] }, 'counter-2'));
  expect(second).toMatchObject({ ok: false, failure: { code: 'counter-claimed', on: 'bench good' } });
  const other = await run({ uses: ['scrap'] }, 'counter-3');
  await counter.close?.();
  const third = await run({ uses: ['good'] }, 'counter-2');
  await Promise.all([other.counter.close?.(), third.counter.close?.()]);
});

describe('what closing waits for', () => {
  const only = { uses: ['good'] };
  const config = (change: object) => definition.config.parse({ ...base, ...change });
  /** The order ends; the closing report is what the journal keeps last. */
  async function closing(deployed: readonly object[], change: object = only) {
    const context = { ...contextFor(change), deployed: () => [change, ...deployed].map(config) };
    const counter = await started(startCounter(context));
    await counter.handle({ event: { samples: [...start(), sample('good', 5, 2)] }, trail: [] });
    await counter.handle({ event: { samples: [sample('complete', true, 3)] }, trail: [] });
    await goesOnUntil('the order was closed', () => sent(context).length === 2);
    await counter.close?.();
    const data = (sent(context)[1]?.event as { data: object } | undefined)?.data;
    return { ...data, warnings: context.warnings };
  }

  test('alone it waits for its own counters, leaves components to Odoo, and the log says so', async () => {
    const closed = await closing([]);
    expect(closed).toMatchObject({ awaits: ['good'], consumptionBasis: 'backflush' });
    expect(closed.warnings).toEqual([expect.stringMatching(/^Press1: no deployed flow reports resin, so Odoo takes/)]);
  });

  test('it waits for what other deployed nodes report, running or not', async () => {
    const closed = await closing([{ uses: ['scrap'] }, { uses: ['consumed', 'byproduct'], equipment: ['Press1'] }]);
    expect(closed).toMatchObject({ awaits: ['good', 'scrap', 'chips', 'resin'], warnings: [] });
    expect(closed).not.toHaveProperty('consumptionBasis');
  });

  test('nodes of another journal, site pack or machine do not count', async () => {
    const elsewhere = [{ journal: 'other' }, { sitePack: 'other' }, { equipment: ['Press9'] }];
    const closed = await closing(elsewhere.map((change) => ({ uses: ['scrap', 'consumed'], ...change })));
    expect(closed).toMatchObject({ awaits: ['good'] });
  });

  test('a running node counts by what it claims, whatever its configuration nodes are called', async () => {
    const beside = await run({ uses: ['scrap'] }, 'counter-2');
    expect(await closing([])).toMatchObject({ awaits: ['good', 'scrap'] });
    await beside.counter.close?.();
  });

  test('a choice is kept to, whatever is deployed', async () => {
    const chosen = { ...only, awaitRule: 'chosen', awaitUses: ['good', 'consumed'] };
    const closed = await closing([{ uses: ['scrap'] }], chosen);
    expect(closed).toMatchObject({ awaits: ['good', 'resin'], warnings: [] });
  });
});

test.each([
  ['the default of version 1', '["good","scrap","byproduct","consumed"]', 'reported'],
  ['nothing', undefined, 'reported'],
  ['a choice', ['good'], 'chosen'],
])('%s becomes its rule in version 2', (_name, awaitUses, awaitRule) => {
  const saved = { configVersion: 1, ...(awaitUses === undefined ? {} : { awaitUses }) };
  expect(upgrade(definition, saved)).toEqual({ ok: true, value: { ...saved, configVersion: 2, awaitRule } });
});

test('an unknown machine and a choice without counters are refused by name', async () => {
  const unknown = await startCounter(contextFor({ equipment: ['Press9'] }));
  expect(unknown).toMatchObject({
    failure: { code: 'equipment-unknown', on: 'Press9', nextStep: 'Choose from Press1.' },
  });
  expect(await startCounter(contextFor({ uses: [] }))).toMatchObject({ failure: { code: 'nothing-to-count' } });
});

test('what is missing is logged once it lasts, not while a connection is made', async () => {
  const { context, counter, give } = await run();
  await give(...start().filter(({ tag }) => tag !== 'order'));
  await later(9_000);
  expect(context.warnings).toEqual([]);
  await later(60_000);
  expect(context.warnings).toEqual(['counts wait for order (not seen yet)']);
  await give(...start());
  await give({ tag: 'good', value: null, status: 'BadNoCommunication' });
  await later(3_000);
  await give(sample('good', 7, 75));
  await later(60_000);
  expect(context.warnings).toHaveLength(1);
  await counter.close?.();
});

test('the status says how much is counted, what is held and what is missing', async () => {
  const { context, counter, give } = await run();
  await later(1_000);
  expect(context.reports.at(-1)).toEqual({ health: 'waiting', text: 'no sample yet' });
  await give(...start().filter(({ tag }) => tag !== 'order'));
  await later(1_000);
  expect(context.reports.at(-1)).toEqual({ health: 'degraded', text: 'waits for order (not seen yet)' });
  await give(...start());
  await give(sample('good', 7, 2));
  await later(2_000);
  expect(context.reports.at(-1)).toEqual({ health: 'ok', text: '7/min' });
  await give({ tag: 'good', value: null, status: 'BadNoCommunication' });
  await later(2_000);
  expect(context.reports.at(-1)).toEqual({ health: 'degraded', text: '7/min, 1 held' });
  await counter.close?.();
});
