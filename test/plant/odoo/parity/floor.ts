/** Scenarios about components, work orders, scrap and stock. */
import { closeOrder, produce } from '../bench.ts';
import type { Tape } from './tape.ts';

const moveOf = async (tape: Tape, order: number, product: number): Promise<{ id: number; lines: number[] }> => {
  const [move] = await tape.client.ok('stock.move', 'search_read', {
    domain: [
      ['product_id', '=', product],
      '|',
      ['raw_material_production_id', '=', order],
      ['production_id', '=', order],
    ],
    fields: ['move_line_ids'],
  });
  return { id: move.id, lines: move.move_line_ids };
};

export async function components(tape: Tape): Promise<void> {
  const { plant } = tape;
  const id = await tape.newOrder(plant.fg, 10);
  await produce(tape.client, id, 10, [await tape.newLot(plant.fg, 'K1')]);
  const [untracked, tracked, byproduct] = [
    await moveOf(tape, id, plant.rmA),
    await moveOf(tape, id, plant.rmB),
    await moveOf(tape, id, plant.byproduct),
  ];
  const line = (lot: number, quantity: number) => [
    0,
    0,
    { product_id: plant.rmB, product_uom_id: 16, lot_id: lot, quantity, location_id: plant.stock, picked: true },
  ];
  const move = (tag: string, target: { id: number }, vals: object) =>
    tape.call(tag, 'stock.move', 'write', { ids: [target.id], vals });
  await move('lots', tracked, {
    manual_consumption: true,
    picked: true,
    move_line_ids: [...tracked.lines.map((old) => [2, old, 0]), line(plant.lots[0], 3), line(plant.lots[1], 1.4)],
  });
  await move('quantity', untracked, { quantity: 19, picked: true });
  await move('by-product', byproduct, { quantity: 1.7, picked: true });
  await tape.order('actual', id);
  await tape.call('set', 'mrp.production', 'set_qty_producing', { ids: [id] });
  await tape.order('set', id);
  await tape.call('done', 'mrp.production', 'button_mark_done', { ids: [id], context: { skip_consumption: true } });
  await tape.order('done', id);
  await tape.quants('done', plant.fg, plant.rmA, plant.rmB, plant.byproduct);
  const odd = await tape.newOrder(plant.fg, 2);
  const [first, second] = [await moveOf(tape, odd, plant.rmA), await moveOf(tape, odd, plant.rmB)];
  await move('too much', first, { quantity: 5000, picked: true });
  await tape.quants('too much', plant.rmA);
  await move('nothing', first, { quantity: 0 });
  await move('orphans', second, { move_line_ids: [[5, 0, 0]] });
  await tape.quants('orphans', plant.rmB);
  await move('negative', second, { quantity: -1 });
  await move('demand', second, { product_uom_qty: 40 });
  await tape.order('odd', odd);
  await tape.call('odd', 'mrp.production', 'action_cancel', { ids: [odd] });
  await tape.order('odd cancelled', odd);
}

export async function workorders(tape: Tape): Promise<void> {
  const { plant } = tape;
  const works = async (order: number): Promise<number[]> =>
    tape.client.ok('mrp.workorder', 'search', { domain: [['production_id', '=', order]] });
  const press = (tag: string, button: string, id: number | undefined) =>
    tape.call(tag, 'mrp.workorder', button, { ids: [id] });
  const id = await tape.newOrder(plant.fg, 4);
  const [first, second] = await works(id);
  await press('start', 'button_start', first);
  await tape.order('started', id);
  await press('pause', 'button_pending', first);
  await press('finish', 'button_finish', first);
  await tape.order('first finished', id);
  await press('finish', 'button_finish', first);
  await press('restart', 'button_start', first);
  await press('finish', 'button_finish', second);
  await tape.order('finished', id);
  const counted = await tape.newOrder(plant.fg, 6);
  const [one, two] = await works(counted);
  const report = (work: number | undefined, quantity: number) =>
    tape.call('report', 'mrp.workorder', 'write', { ids: [work], vals: { qty_produced: quantity } });
  await report(one, 4);
  await report(two, 3);
  await tape.order('reported', counted);
  await report(two, -1);
  await tape.call('cancel', 'mrp.production', 'action_cancel', { ids: [counted] });
  await tape.order('cancelled', counted);
  const fields = ['id', 'workcenter_id/.id', 'loss_id/id', 'date_start', 'date_end'];
  const log = (name: string, loss: string, from: string, to: string) =>
    tape.client.ok('mrp.workcenter.productivity', 'load', {
      fields,
      data: [[`${tape.prefix}.${name}`, String(plant.workcenter), loss, from, to]],
      context: { tz: 'UTC' },
    });
  await log('t1', 'mrp.block_reason7', '2026-11-20 08:00:00', '2026-11-20 09:30:00');
  await log('t2', 'mrp.block_reason1', '2026-11-20 22:00:00', '2026-11-21 02:00:00');
  await log('t3', 'mrp.block_reason7', '2026-11-20 09:00:00', '2026-11-20 08:00:00');
  await log('t4', 'mrp.block_reason1', '2026-11-20 08:00:00', '');
  const own = [
    ['workcenter_id', '=', plant.workcenter],
    ['workorder_id', '=', false],
  ];
  await tape.records('logs', 'mrp.workcenter.productivity', own, ['loss_type', 'duration', 'date_end']);
  await tape.records('blocked', 'mrp.workcenter', [['id', '=', plant.workcenter]], ['working_state']);
  const blocked = await tape.newOrder(plant.fg, 1);
  await press('blocked', 'button_start', (await works(blocked))[0]);
  await tape.call('unblock', 'mrp.workcenter', 'unblock', { ids: [plant.workcenter] });
  await tape.call('unblock', 'mrp.workcenter', 'unblock', { ids: [plant.workcenter] });
}

export async function scrap(tape: Tape): Promise<void> {
  const { plant } = tape;
  const id = await tape.newOrder(plant.fg, 10);
  const lot = await tape.newLot(plant.fg, 'X1');
  await produce(tape.client, id, 10, [lot]);
  await closeOrder(tape.client, id);
  const make = async (vals: object): Promise<number> =>
    (await tape.client.ok('stock.scrap', 'create', { vals_list: [vals] }))[0];
  const validate = (tag: string, one: number) => tape.call(tag, 'stock.scrap', 'action_validate', { ids: [one] });
  const show = async (tag: string, one: number): Promise<void> => {
    const fields = ['name', 'state', 'scrap_qty', 'product_id', 'lot_id', 'location_id', 'production_id', 'origin'];
    await tape.records(tag, 'stock.scrap', [['id', '=', one]], fields);
    await tape.records(
      tag,
      'stock.move',
      [['scrap_id', '=', one]],
      ['product_uom_qty', 'quantity', 'state', 'origin', 'reference', 'picked'],
    );
  };
  const finished = await make({ product_id: plant.fg, lot_id: lot, scrap_qty: 2, production_id: id });
  await show('draft', finished);
  await validate('once', finished);
  await show('once', finished);
  await validate('twice', finished);
  await show('twice', finished);
  await tape.order('scrapped', id);
  await tape.quants('scrapped', plant.fg);
  const scarce = await make({ product_id: plant.fg, lot_id: lot, scrap_qty: 100 });
  await validate('scarce', scarce);
  await show('scarce', scarce);
  await tape.call('forced', 'stock.scrap', 'do_scrap', { ids: [scarce] });
  await show('forced', scarce);
  await validate('no lot', await make({ product_id: plant.rmB, scrap_qty: 1 }));
  await validate('zero', await make({ product_id: plant.rmB, lot_id: plant.lots[0], scrap_qty: 0 }));
  const open = await tape.newOrder(plant.fg, 10);
  const component = await make({ product_id: plant.rmB, lot_id: plant.lots[0], scrap_qty: 1, production_id: open });
  await validate('component', component);
  await show('component', component);
  await tape.order('component', open);
  await tape.quants('component', plant.rmB);
  await tape.call('none', 'stock.scrap', 'action_validate');
}

export async function stock(tape: Tape): Promise<void> {
  const { plant } = tape;
  const count = (tag: string, vals: object) =>
    tape.client
      .call('stock.quant', 'create', {
        vals_list: [{ location_id: plant.stock, ...vals }],
        context: { inventory_mode: true },
      })
      .then((reply) => tape.log(tag, reply.status));
  const short = await tape.newOrder(plant.fg, 800);
  await tape.order('short', short);
  await count('arrival', { product_id: plant.rmA, inventory_quantity_auto_apply: 2000 });
  await tape.order('arrived', short);
  await tape.call('release', 'mrp.production', 'do_unreserve', { ids: [short] });
  await tape.call('reserve', 'mrp.production', 'action_assign', { ids: [short] });
  await tape.call('cancel', 'mrp.production', 'action_cancel', { ids: [short] });
  await tape.quants('cancelled', plant.rmA, plant.rmB);
  await count('down', { product_id: plant.rmA, inventory_quantity_auto_apply: 70 });
  await tape.quants('down', plant.rmA);
  const [quant] = await tape.client.ok('stock.quant', 'search', {
    domain: [
      ['product_id', '=', plant.rmA],
      ['location_id', '=', plant.stock],
    ],
  });
  await tape.call('empty count', 'stock.quant', 'action_apply_inventory', { ids: [quant] });
  await tape.quants('empty count', plant.rmA);
  await tape.call('direct', 'stock.quant', 'write', { ids: [quant], vals: { quantity: 33 } });
  await tape.call('count', 'stock.quant', 'write', { ids: [quant], vals: { inventory_quantity: 44 } });
  await tape.call('apply', 'stock.quant', 'action_apply_inventory', { ids: [quant] });
  await tape.quants('applied', plant.rmA);
  await count('lotless', { product_id: plant.rmB, inventory_quantity_auto_apply: 5 });
  await tape.quants('lotless', plant.rmB);
  const made = await tape.newOrder(plant.fg, 4);
  const lot = await tape.newLot(plant.fg, 'U1');
  await produce(tape.client, made, 4, [lot]);
  await closeOrder(tape.client, made, { skip_consumption: true });
  const unbuild = async (vals: object): Promise<number[]> =>
    tape.client.ok('mrp.unbuild', 'create', {
      vals_list: [{ mo_id: made, product_id: plant.fg, product_qty: 1, product_uom_id: 1, ...vals }],
    });
  const one = await unbuild({ lot_id: lot });
  for (const time of ['once', 'twice'])
    await tape.call(`unbuild ${time}`, 'mrp.unbuild', 'action_validate', { ids: one });
  await tape.records(
    'unbuilt',
    'stock.move',
    [['unbuild_id', 'in', one]],
    ['display_name', 'quantity', 'state', 'picked'],
  );
  await tape.quants('unbuilt', plant.fg, plant.rmA, plant.rmB);
  await tape.call('too much', 'mrp.unbuild', 'action_validate', {
    ids: await unbuild({ lot_id: lot, product_qty: 9 }),
  });
  await tape.call('no lot', 'mrp.unbuild', 'action_validate', { ids: await unbuild({}) });
}
