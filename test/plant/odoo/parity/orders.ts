/** Scenarios about manufacturing orders. */
import { produce } from '../bench.ts';
import type { Tape } from './tape.ts';

const mo = 'mrp.production';
const done = (tape: Tape, tag: string, id: number, context: object = {}) =>
  tape.call(tag, mo, 'button_mark_done', { ids: [id], context });
const write = (tape: Tape, tag: string, id: number, vals: object) => tape.call(tag, mo, 'write', { ids: [id], vals });
const BACKORDER = (id: number) => ({ skip_consumption: true, skip_backorder: true, mo_ids_to_backorder: [id] });

export async function backorders(tape: Tape): Promise<void> {
  const { plant } = tape;
  const all = [plant.fg, plant.rmA, plant.rmB, plant.byproduct];
  const [id] = await tape.client.ok(mo, 'create', {
    vals_list: [{ product_id: plant.fg, product_qty: 10, origin: 'split' }],
  });
  await tape.order('draft', id);
  await tape.call('confirm', mo, 'action_confirm', { ids: [id] });
  await tape.order('confirmed', id);
  await tape.quants('confirmed', ...all);
  const lot = await tape.newLot(plant.fg, 'L1');
  await write(tape, 'write', id, { lot_producing_ids: [[6, 0, [lot]]], qty_producing: 6 });
  await tape.order('written', id);
  await tape.call('set', mo, 'set_qty_producing', { ids: [id] });
  await tape.order('set', id);
  await done(tape, 'ask', id);
  await tape.order('asked', id);
  const rest = (await done(tape, 'split', id, BACKORDER(id))).res_id;
  await tape.order('split', id);
  await tape.order('rest', rest);
  await tape.quants('split', ...all);
  await done(tape, 'again', id, BACKORDER(id));
  await done(tape, 'again', id);
  await tape.order('again', id);
  await produce(tape.client, rest, 1, [await tape.newLot(plant.fg, 'L2')]);
  const last = (await done(tape, 'second', rest, BACKORDER(rest))).res_id;
  await tape.order('second', rest);
  await produce(tape.client, last, 2, [await tape.newLot(plant.fg, 'L3')]);
  await done(tape, 'short', last, { skip_consumption: true, skip_backorder: true });
  await tape.order('short', last);
  await tape.quants('short', ...all);
}

export async function closing(tape: Tape): Promise<void> {
  const { plant } = tape;
  const wizard = await tape.newOrder(plant.fg, 5);
  await write(tape, 'consumption', wizard, {
    lot_producing_ids: [[6, 0, [await tape.newLot(plant.fg, 'C1')]]],
    qty_producing: 5,
  });
  await done(tape, 'consumption', wizard);
  await done(tape, 'forced', wizard, { skip_consumption: true });
  await tape.order('forced', wizard);
  await write(tape, 'corrected', wizard, { qty_producing: 4 });
  await tape.order('corrected', wizard);
  await tape.quants('corrected', plant.fg);
  await tape.call('done', mo, 'action_cancel', { ids: [wizard] });
  await tape.call('done', mo, 'unlink', { ids: [wizard] });
  const over = await tape.newOrder(plant.fg, 5);
  await produce(tape.client, over, 7, [await tape.newLot(plant.fg, 'C2')]);
  await done(tape, 'over', over);
  await tape.order('over', over);
  const automatic = await tape.newOrder(plant.fg, 3);
  await done(tape, 'automatic', automatic);
  await tape.order('automatic', automatic);
  const [draft] = await tape.client.ok(mo, 'create', { vals_list: [{ product_id: plant.fg, product_qty: 3 }] });
  await done(tape, 'draft', draft);
  await tape.order('draft', draft);
  const cancelled = await tape.newOrder(plant.fg, 3);
  await tape.call('cancel', mo, 'action_cancel', { ids: [cancelled] });
  await done(tape, 'cancelled', cancelled);
  await tape.order('cancelled', cancelled);
  await tape.call('cancelled', mo, 'unlink', { ids: [cancelled] });
}

export async function wizards(tape: Tape): Promise<void> {
  const { plant, client } = tape;
  const route = async (tag: string, method: string): Promise<void> => {
    const id = await tape.newOrder(plant.fg, 4, { origin: tag });
    await produce(client, id, 1, [await tape.newLot(plant.fg, `W ${tag}`)]);
    const action = await done(tape, tag, id);
    const ids = await client.ok(action.res_model, 'create', { vals_list: [{}], context: action.context });
    await tape.call(tag, action.res_model, method, { ids, context: action.context });
    await tape.records(tag, mo, [['origin', '=', tag]], ['name', 'state', 'product_qty', 'qty_produced']);
  };
  await route('kept', 'action_backorder');
  await route('dropped', 'action_close_mo');
  const id = await tape.newOrder(plant.serial, 2);
  await done(tape, 'serials', id);
  const pieces = [await tape.newLot(plant.serial, 'S1'), await tape.newLot(plant.serial, 'S2')];
  await produce(client, id, 2, pieces);
  await tape.order('serials', id);
  await done(tape, 'serials', id);
  await tape.order('serials done', id);
  const twice = await tape.newOrder(plant.serial, 1);
  await produce(client, twice, 1, pieces.slice(0, 1));
  await done(tape, 'serial twice', twice);
}

export async function changes(tape: Tape): Promise<void> {
  const { plant, client } = tape;
  const id = await tape.newOrder(plant.fg, 10);
  const wizard = (quantity: number) =>
    client.ok('change.production.qty', 'create', { vals_list: [{ mo_id: id, product_qty: quantity }] });
  const more = await wizard(15);
  await tape.call('more', 'change.production.qty', 'change_prod_qty', { ids: more });
  await tape.order('more', id);
  await produce(client, id, 6, [await tape.newLot(plant.fg, 'CH')]);
  const less = await wizard(8);
  await tape.call('less', 'change.production.qty', 'change_prod_qty', { ids: less });
  await tape.order('less', id);
  await tape.call('less again', 'change.production.qty', 'change_prod_qty', { ids: less });
  await tape.order('less again', id);
  const values = await tape.newOrder(plant.fg, 4);
  for (const vals of [
    { product_qty: 8 },
    { qty_producing: 2.4567 },
    { qty_produced: 3 },
    { bom_id: 'abc', user_id: [2, 'x'] },
    { qty_producing: null },
    { qty_producing: 'x' },
    { qty_producing: '1.5' },
    { nix: 1 },
    { date_start: '2026-12-01T08:00:00' },
    { date_start: '2026-12-01 08:00:00.5' },
    { product_qty: 0 },
    { priority: '9' },
    { priority: 1 },
    { origin: true },
    { product_id: plant.serial },
    { lot_producing_ids: [[6, 0, [await tape.newLot(plant.fg, 'V1'), await tape.newLot(plant.fg, 'V2')]]] },
    { state: 'done' },
  ]) {
    await write(tape, `write ${Object.keys(vals)[0]}`, values, vals);
    await tape.records(
      'then',
      mo,
      [['id', '=', values]],
      ['product_qty', 'qty_producing', 'state', 'bom_id', 'user_id', 'origin'],
    );
  }
}
