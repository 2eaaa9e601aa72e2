/** The genealogy node over a real journal: gaps leave once, over restarts, and are told when they are healed. */
import { ok } from '../../../nodes/src/domain/ports.ts';
import { siteResource } from '../../../nodes/src/domain/site/resource.ts';
import { startGenealogy } from '../../../nodes/src/palette/genealogy/behaviour.ts';
import { definition } from '../../../nodes/src/palette/genealogy/definition.ts';
import { Plant } from '../../domain/genealogy/plant.ts';
import { demoPlant } from '../../domain/mapping/plant.ts';
import { journalBench, started } from '../../support/journal-bench.ts';
import { until } from '../../support/time.ts';

const bench = journalBench();

function run(plant: Plant) {
  const config = { connection: 'odoo', journal: 'journal', sitePack: 'site', pollSeconds: 10, recheckMinutes: 1 };
  const context = bench.context(definition.config.parse(config), 'genealogy-1');
  const erp = { ...plant.erp, standing: () => ({ mode: 'normal', mayRead: true, mayPost: true, limit: 4 }) };
  const parts: Record<string, unknown> = { odoo: erp, journal: bench.journal(), site: siteResource(demoPlant()) };
  const resource = async (id: string) => ok(parts[id] as never);
  const sent = (port: string) =>
    context.emitted.filter((one) => one.port === port).map(({ message }) => message.event as { data: object });
  return { sent, start: () => startGenealogy({ ...context, resource }), reports: context.reports };
}

test('a gap leaves once, stays told over a restart, and leaves again when it is healed', async () => {
  const plant = new Plant(() => bench.clock.now());
  const before = run(plant);
  const node = await started(before.start());
  await until('the gap is told', () => before.sent('gaps').length === 1);
  expect(before.sent('gaps')).toMatchObject([
    { data: { status: 'opened', kind: 'lot-missing', about: 'order', operationsRequestId: 'MO/1', revision: 1 } },
  ]);
  expect(before.sent('epcis')).toMatchObject([
    { data: { epcisBody: { eventList: [{ type: 'TransformationEvent' }] } } },
  ]);
  await node.close?.();
  for (const { eventId } of await untaken()) await bench.journal().take(eventId);
  await bench.restart();
  const after = run(plant);
  const again = await started(after.start());
  await until('Odoo was looked at again', () => after.reports.some(({ text }) => text.startsWith('1 gaps open')));
  expect(after.sent('gaps')).toEqual([]);
  plant.lot = [2, 'R1'];
  expect(await again.handle?.({ event: { check: 'open' }, trail: [] })).toMatchObject({ kind: 'drop' });
  await until('the gap is healed', () => after.sent('gaps').length === 1);
  expect(after.sent('gaps')).toMatchObject([{ data: { status: 'closed', revision: 2 } }]);
  await again.close?.();
});

test('an order that is gone has no gap any more; what is no question is refused', async () => {
  const plant = new Plant(() => bench.clock.now());
  const { sent, start } = run(plant);
  const node = await started(start());
  await until('the gap is told', () => sent('gaps').length === 1);
  plant.orders = 0;
  await node.handle?.({ event: { check: 'open' }, trail: [] });
  await until('the gap is closed', () => sent('gaps').length === 2);
  expect(sent('gaps')[1]).toMatchObject({ data: { status: 'closed' } });
  const refused = await node.handle?.({ event: { any: 'thing' }, trail: [] });
  expect(refused).toMatchObject({ kind: 'reject', failure: { code: 'not-a-question' } });
  await node.close?.();
});

async function untaken() {
  const found = await bench.journal().untaken('genealogy-1', 99);
  if (!found.ok) throw new Error(found.failure.reason);
  return found.value;
}
