/**
 * A day of a plant that has nothing yet, in which every intent occurs: the samples of the upgrade drill, each about what
 * those before it made. What people make in between (orders, a sale's delivery, a purchase order) is made here.
 */
import { externalId } from '../../../../nodes/src/domain/odoo/binding.ts';
import { purchaseSamples, saleSamples } from '../../../../nodes/src/domain/odoo/drill/document-samples.ts';
import { placeOf, soldGoods } from '../../../../nodes/src/domain/odoo/drill/people.ts';
import type { Sample } from '../../../../nodes/src/domain/odoo/drill/sample.ts';
import { samples, setting } from '../../../../nodes/src/domain/odoo/drill/samples.ts';
import { resolveExternalId } from '../../../../nodes/src/domain/odoo/materials.ts';
import type { Erp } from '../../../../nodes/src/domain/ports.ts';
import { createOrder, must } from '../../../live/seed.ts';
import { notByPlant } from '../in-batch.ts';
import { sold } from '../sales-made.ts';

export interface Step {
  readonly who: 'admin' | 'plant';
  readonly sample: Sample;
}

export interface Stage {
  readonly admin: Erp;
  /** Nothing of this name is there yet. */
  readonly prefix: string;
  readonly major: 14 | 19;
  /** Code of a unit that nobody else uses. */
  readonly unit: string;
}

/** Whoever takes the steps must carry each out before the next. */
export async function* day({ admin, prefix, major, unit }: Stage): AsyncGenerator<Step> {
  const place = await placeOf(admin);
  if (!place.ok) throw new Error(JSON.stringify(place.failure));
  const by = (who: Step['who'], wanted: readonly Sample[]): Step[] =>
    wanted.map((sample) => ({ who: sample.kind in notByPlant[major] ? 'admin' : who, sample }));
  await withoutUnit(admin, unit);
  const ofThisDay = (sample: Sample): Sample =>
    sample.kind === 'upsertUnit' ? { ...sample, code: unit, name: `Drill ${unit}` } : sample;
  yield* by('admin', setting(prefix, place.value).map(ofThisDay));
  yield* by('plant', samples(prefix, await ordersOf(admin, prefix)));
  yield* by('plant', [{ kind: 'commitmentRisk', order: await awaitedOrder(admin, prefix), cause: 'delay' }]);
  const sold = await soldGoods({ admin, prefix });
  if (sold) yield* by('plant', saleSamples(prefix, sold));
  yield* by('plant', purchaseSamples(prefix, await boughtGoods({ admin, prefix, major })));
}

/** Units are the same for every plant of a database; one from an earlier run is none that has to be made. */
async function withoutUnit(admin: Erp, unit: string): Promise<void> {
  const found = await resolveExternalId(admin, externalId('uom', unit), 'uom.uom', { attempted: 'seed', on: unit });
  if (found.ok) await must(admin, { model: 'uom.uom', method: 'unlink', ids: [found.value] });
}

async function idOf(admin: Erp, name: string, model: string): Promise<number> {
  const found = await resolveExternalId(admin, name, model, { attempted: 'seed', on: name });
  if (!found.ok) throw new Error(JSON.stringify(found.failure));
  return found.value;
}

async function plantOf(admin: Erp, prefix: string) {
  const product = await idOf(admin, externalId('product', `${prefix}-FG`), 'product.product');
  const bom = await idOf(admin, externalId('bom', `${prefix}-BOM`), 'mrp.bom');
  const stockLocation = await idOf(admin, 'stock.stock_location_stock', 'stock.location');
  return { prefix, bom, stockLocation, fg: { id: product } };
}

async function ordersOf(admin: Erp, prefix: string): Promise<readonly string[]> {
  const plant = await plantOf(admin, prefix);
  const names: string[] = [];
  for (const _ of [1, 2, 3]) names.push((await createOrder(admin, plant, 10)).name);
  return names;
}

/** Its goods were promised for a day that is over. */
async function awaitedOrder(admin: Erp, prefix: string): Promise<string> {
  const plant = await plantOf(admin, prefix);
  const { id, name } = await createOrder(admin, plant, 2);
  const customer = await idOf(admin, externalId('partner', `${prefix}-CUS`), 'res.partner');
  await sold(admin, plant, { quantity: 2, promised: '2020-01-10', makes: id, customer });
  return name;
}

async function boughtGoods({ admin, prefix, major }: Omit<Stage, 'unit'>): Promise<string> {
  const product_id = await idOf(admin, externalId('product', `${prefix}-RM`), 'product.product');
  const partner_id = await idOf(admin, externalId('partner', `${prefix}-CUS`), 'res.partner');
  const cells = { product_id, product_qty: 5, price_unit: 2, date_planned: '2035-01-10 08:00:00' };
  const unit = major === 14 ? await idOf(admin, 'uom.product_uom_unit', 'uom.uom') : 0;
  const line = major === 14 ? { ...cells, name: prefix, product_uom: unit } : cells;
  const order = await must<number | number[]>(admin, {
    ...{ model: 'purchase.order', method: 'create' },
    args: { vals_list: [{ partner_id, order_line: [[0, 0, line]] }] },
  });
  const ids = Array.isArray(order) ? order : [order];
  await must(admin, { model: 'purchase.order', method: 'button_confirm', ids });
  const [row] = await must<{ name: string }[]>(admin, {
    ...{ model: 'purchase.order', method: 'read', ids, args: { fields: ['name'] } },
  });
  return row?.name ?? '';
}
