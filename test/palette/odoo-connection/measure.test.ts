/** Times and failures of calls, as `/metrics` tells them. */
import { fail, ok, type Result } from '../../../nodes/src/domain/ports.ts';
import { createTelemetry } from '../../../nodes/src/host/telemetry.ts';
import { measuring } from '../../../nodes/src/palette/odoo-connection/measure.ts';
import { openTraffic } from '../../../nodes/src/palette/odoo-connection/traffic.ts';
import { openTurns } from '../../../nodes/src/palette/odoo-connection/turns.ts';
import { failureOf } from '../../support/messages.ts';
import { testClock } from '../../support/time.ts';

function bench() {
  const clock = testClock(Date.UTC(2026, 10, 22, 8));
  const telemetry = createTelemetry();
  const answers: { takesMs: number; result: Result<unknown> }[] = [];
  const traffic = openTraffic({
    erp: {
      profile: async () => fail(failureOf('transient', 'odoo-unreachable')),
      async call() {
        const { takesMs, result } = answers.shift() ?? { takesMs: 0, result: ok([]) };
        await clock.advance(takesMs);
        return result;
      },
    },
    clock,
    ids: { uuid: () => 'u', random: () => 0.5 },
    parallelCalls: 1,
    answersWithinMs: 90_000,
    stock: openTurns(() => 1),
    operator: 'automatic',
    changed: () => undefined,
    measure: measuring('Odoo', telemetry),
  });
  const call = async (what: string, takesMs: number, result: Result<unknown> = ok([])): Promise<void> => {
    answers.push({ takesMs, result });
    const at = what.lastIndexOf('.');
    await traffic.target.call({ model: what.slice(0, at), method: what.slice(at + 1), ids: [4711] });
  };
  return { telemetry, call, close: traffic.close };
}

const lost = fail(failureOf('unknown', 'odoo-answer-lost'));

test('a call is counted with its time under connection, model and method, and nothing else', async () => {
  const { telemetry, call, close } = bench();
  await call('stock.lot.search_read', 40);
  await call('stock.lot.search_read', 2_000);
  const [timing, ...others] = telemetry.timings();
  expect(others).toEqual([]);
  expect(timing).toMatchObject({
    name: 'plantwire_odoo_call_seconds',
    histogram: { count: 2, sum: 2.04 },
  });
  expect(timing?.labels).toEqual({ name: 'Odoo', model: 'stock.lot', method: 'search_read' });
  const below = (le: number) => timing?.histogram.buckets.find((bucket) => bucket.le === le)?.count;
  expect([below(0.025), below(0.05), below(1), below(2.5), below(Number.POSITIVE_INFINITY)]).toEqual([0, 1, 1, 2, 2]);
  expect(telemetry.series()).toEqual([]);
  close();
});

test('a call that failed counts under the code of its failure, its time included', async () => {
  const { telemetry, call, close } = bench();
  await call('mrp.production.read', 10);
  await call('mrp.production.button_mark_done', 60_000, lost);
  expect(telemetry.series()).toEqual([
    { name: 'plantwire_odoo_call_failures_total', labels: { name: 'Odoo', code: 'odoo-answer-lost' }, value: 1 },
  ]);
  expect(telemetry.timings()[1]).toMatchObject({
    labels: { model: 'mrp.production', method: 'button_mark_done' },
    histogram: { sum: 60 },
  });
  close();
});

test('a model that Odoo has not answered for gets no name of its own: it may be anything that a message said', async () => {
  const { telemetry, call, close } = bench();
  const missing = fail(failureOf('configuration', 'odoo-model-missing'));
  for (const model of ['lot L-0815', 'SO00012']) await call(`${model}.read`, 5, missing);
  await call('x_press.shot.read', 5, lost);
  await call('x_press.shot.read', 5);
  expect(telemetry.timings().map(({ labels, histogram }) => [labels['model'], histogram.count])).toEqual([
    ['other', 3],
    ['x_press.shot', 1],
  ]);
  close();
});
