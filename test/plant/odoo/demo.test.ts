/** The demo company holds what the machines are told to make. */
import { demoOrders, seedDemo } from './demo.ts';
import { startSimulatedOdoo } from './server.ts';
import { startSimulatedOdoo as startDemo } from './start.ts';

jest.setTimeout(60_000);

test('every planned order exists, is confirmed and has its components', async () => {
  const options = { ordersPerMachine: 3 };
  const server = await startSimulatedOdoo({ seed: (control) => seedDemo(control, options) });
  for (const planned of demoOrders(options)) {
    const [order] = server.control.records(
      'mrp.production',
      [['name', '=', planned.order]],
      ['state', 'product_qty', 'product_id', 'reservation_state', 'workorder_ids'],
    );
    expect(order).toMatchObject({ state: 'confirmed', product_qty: planned.quantity, reservation_state: 'assigned' });
    expect(order?.workorder_ids).toHaveLength(2);
    expect(String(order?.product_id)).toContain(`[${planned.material}]`);
    expect(server.control.records('stock.lot', [['name', '=', planned.componentLot]], ['name'])).toHaveLength(1);
  }
  const [place] = server.control.records('stock.location', [['complete_name', '=', 'WH/Quarantine']], ['usage']);
  expect(place).toMatchObject({ usage: 'internal' });
  const serials = server.control.records('maintenance.equipment', [], ['serial_no']).map(({ serial_no }) => serial_no);
  expect(serials).toEqual(expect.arrayContaining(['PA-001', 'PA-002', 'PA-003']));
  const bought = server.control.records('purchase.order', [], ['name', 'state', 'picking_ids']);
  expect(bought.map(({ name, state }) => [name, state])).toContainEqual(['P00001', 'purchase']);
  for (const { picking_ids } of bought) expect(picking_ids).toHaveLength(1);
  await server.stop();
});

test('the first numbers are the plain ones, and two starts never share a name', async () => {
  expect(demoOrders()[0]).toMatchObject({ order: 'WH/MO/00001', equipment: 'Press1', material: 'FG-1000' });
  expect(new Set(demoOrders().map((order) => order.equipment)).size).toBe(3);
  const demo = await startDemo(0);
  await demo.close();
  expect(demo.orders[0]?.order).toMatch(/^WH\/MO\/\d{12}\/00001$/);
  expect(demo.purchases[0]).toMatch(/^P\d{12}-1$/);
});
