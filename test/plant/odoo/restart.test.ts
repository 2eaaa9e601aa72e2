/** A simulated Odoo that goes on from a dump, and one whose orders never run out. */
import { demoOrders, seedDemo, seedMore } from './demo.ts';
import { type SimulatedOdoo, startSimulatedOdoo } from './server.ts';

const FEW = { prefix: 'WH/MO/T/', ordersPerMachine: 2 };
const running: SimulatedOdoo[] = [];
afterEach(async () => {
  for (const odoo of running.splice(0)) await odoo.stop();
});
async function started(options: Parameters<typeof startSimulatedOdoo>[0]): Promise<SimulatedOdoo> {
  const odoo = await startSimulatedOdoo(options);
  running.push(odoo);
  return odoo;
}
const names = (odoo: SimulatedOdoo) => odoo.control.records('mrp.production', [], ['name']).map(({ name }) => name);

test('every record, number and the identity of the database are there again', async () => {
  const first = await started({ seed: (control) => seedDemo(control, FEW) });
  const dump = JSON.parse(JSON.stringify(first.dump())) as ReturnType<SimulatedOdoo['dump']>;
  const second = await started({ dump, seed: () => expect('a restored database').toBe('not seeded') });
  expect(second.dump()).toEqual(dump);
  for (const model of ['mrp.production', 'stock.move', 'stock.quant', 'stock.lot', 'ir.config_parameter'])
    expect(second.control.records(model)).toEqual(first.control.records(model));
});

test('more orders continue the numbers, also after a restart', async () => {
  const first = await started({ seed: (control) => seedDemo(control, FEW) });
  const second = await started({ dump: first.dump() });
  const more = seedMore(second.control, 1).map(({ order }) => order);
  // Two orders are not for machines: one is done, a customer waits for the other.
  expect(more).toEqual(demoOrders({ ...FEW, first: 9, ordersPerMachine: 1 }).map(({ order }) => order));
  expect(names(second)).toEqual(expect.arrayContaining([...names(first), ...more]));
});
