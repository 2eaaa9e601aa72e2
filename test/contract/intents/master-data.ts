/** What the master data intents promise; they need manager rights, so an administrator carries them out. */
import { externalId } from '../../../nodes/src/domain/odoo/binding.ts';
import { must } from '../../live/seed.ts';
import type { ErpBench, Posting } from '../erp.ts';
import { Bench } from './bench.ts';

export function masterDataPromises(get: () => ErpBench, _major: 14 | 19, posting: Posting): void {
  // Who owns master data is not the plant's user: he posts by calls, whatever the others do.
  if (posting === 'batch') return;
  const open = () => new Bench(get().admin);
  const named = (bench: Bench, kind: string) => `${kind}-${bench.head().key.slice(3)}`;
  const ref = (kind: string, id: string) => ({ id, by: 'externalId', value: externalId(kind, id) });
  const product = (id: string, more: object = {}) => ({
    kind: 'upsertProduct',
    id,
    name: `Part ${id}`,
    uom: 'C62',
    ...more,
  });
  const post = (bench: Bench, wanted: object) => bench.posted({ ...wanted, ...bench.head() });
  const refused = (bench: Bench, wanted: object) => bench.refused({ ...wanted, ...bench.head() });

  describe('master data', () => {
    test('a product is there once, with tracking and shelf life, found again by its code', async () => {
      const bench = open();
      const id = named(bench, 'P');
      const expiry = { after: 90, bestBefore: 10, removal: 5, alert: 20 };
      const wanted = product(id, { uom: 'KGM', tracking: 'lot', expiry, ...bench.head() });
      await bench.inParallel(wanted, 4);
      expect(await bench.posted(wanted)).toMatchObject({ verdict: 'already' });
      const fields = ['name', 'tracking', 'use_expiration_date', 'expiration_time', 'removal_time'];
      const shown = await bench.read('product.product', [['default_code', '=', id]], fields);
      const kept = { tracking: 'lot', use_expiration_date: true, expiration_time: 90, removal_time: 5 };
      expect(shown).toMatchObject([kept]);
      // What a message does not name stays as it is.
      const renamed = { ...product(`${id}-other`, { code: id, uom: 'KGM', generation: 2 }), name: 'Renamed' };
      const { partition } = bench.head();
      const told = (change: object) => bench.posted({ ...renamed, ...bench.head(), partition, ...change });
      expect(await told({})).toMatchObject({ verdict: 'posted', records: [{ id: shown[0]?.['id'] }] });
      expect(await told({ name: 'Older', generation: 1 })).toMatchObject({ verdict: 'noted' });
      expect(await bench.read('product.product', [['default_code', '=', id]], fields)).toMatchObject([
        { name: 'Renamed', ...kept },
      ]);
    });

    test('what was posted with a unit keeps its meaning: unit and factor are never changed', async () => {
      const bench = open();
      const [id, code] = [named(bench, 'P'), `X${bench.head().key.slice(-2).replaceAll('-', 'A').toUpperCase()}`];
      await post(bench, product(id, { uom: 'KGM' }));
      expect(await refused(bench, product(id, { uom: 'C62' }))).toBe('fixed-in-odoo');
      const unit = { kind: 'upsertUnit', code, name: `Crate ${id}`, factor: '24', of: 'C62' };
      const known = await bench.named(externalId('uom', code));
      expect(await post(bench, unit)).toMatchObject({ verdict: known.length > 0 ? 'already' : 'posted' });
      expect(await post(bench, unit)).toMatchObject({ verdict: 'already' });
      expect(await refused(bench, { ...unit, factor: '12' })).toBe('fixed-in-odoo');
      expect(await refused(bench, { ...unit, code: 'KGM', of: 'LTR' })).toBe('unit-mismatch');
      expect(await refused(bench, { ...unit, code: 'TNE', of: 'KGM', factor: '907' })).toBe('unit-mismatch');
    });

    test('a bill of materials follows its snapshot: lines come, change and go', async () => {
      const bench = open();
      const id = named(bench, 'B');
      for (const part of ['F', 'A', 'C']) await post(bench, product(`${id}-${part}`));
      await post(bench, product(`${id}-K`, { uom: 'KGM' }));
      const centre = { kind: 'upsertWorkCentre', id: `${id}-W`, name: `Line ${id}`, efficiencyPct: 95 };
      const hours = { id: 'hours', by: 'externalId', value: 'resource.resource_calendar_std' };
      expect(await post(bench, { ...centre, calendar: hours })).toMatchObject({ verdict: 'posted' });
      expect(await post(bench, centre)).toMatchObject({ verdict: 'already' });
      const part = (name: string, value: string, uom = 'C62') => ({
        id: name,
        material: ref('product', `${id}-${name}`),
        quantity: { value, uom },
      });
      const bill = (revision: string, components: object[], more: object = {}) => ({
        kind: 'upsertBom',
        id,
        revision,
        product: ref('product', `${id}-F`),
        quantity: { value: '10', uom: 'C62' },
        components,
        ...more,
      });
      const operations = [{ id: '10', name: 'Fill', workCentre: ref('work-centre', `${id}-W`), minutes: '2.5' }];
      const byproducts = [part('K', '0.25', 'KGM')];
      const first = bill('1', [part('A', '2'), part('C', '1')], { operations, byproducts });
      const { records } = await post(bench, first);
      expect(await post(bench, first)).toMatchObject({ verdict: 'already' });
      expect(await post(bench, bill('2', [part('A', '3')]))).toMatchObject({ verdict: 'posted' });
      const of = [['bom_id', '=', records[0]?.id]];
      expect(await bench.read('mrp.bom', [['id', '=', records[0]?.id]], ['code', 'product_qty'])).toMatchObject([
        { code: `${id}/2`, product_qty: 10 },
      ]);
      expect(await bench.read('mrp.bom.line', of, ['product_qty'])).toMatchObject([{ product_qty: 3 }]);
      expect(await bench.read('mrp.bom.byproduct', of, ['product_qty'])).toMatchObject([{ product_qty: 0.25 }]);
      expect(await bench.read('mrp.routing.workcenter', of, ['name', 'time_cycle_manual'])).toMatchObject([
        { name: 'Fill', time_cycle_manual: 2.5 },
      ]);
      expect(await refused(bench, bill('3', [part('A', '1', 'KGM')]))).toBe('unit-mismatch');
    });

    test('places, assets, partners and prices are there once and change where they differ', async () => {
      const bench = open();
      const id = named(bench, 'M');
      await post(bench, product(id));
      const stock = { id: 'stock', by: 'externalId', value: 'stock.stock_location_stock' };
      const supplier = {
        kind: 'upsertPartner',
        id,
        name: `Supplier ${id}`,
        roles: ['supplier'],
        country: 'DE',
        city: 'Ulm',
      };
      const price = {
        kind: 'upsertSupplierPrice',
        id,
        supplier: ref('partner', id),
        material: ref('product', id),
        price: '12.5',
        currency: 'USD',
        leadTimeDays: 14,
        validFrom: '2026-01-01',
      };
      const all = [
        { kind: 'upsertLocation', id, name: `Shelf ${id}`, parent: stock },
        { kind: 'upsertLocation', id: `${id}-S`, name: `Scrap ${id}`, parent: stock, use: 'scrap' },
        { kind: 'upsertEquipment', id, name: `Press ${id}`, serialNumber: id, inServiceFrom: '2026-01-31' },
        supplier,
        price,
      ];
      for (const wanted of all) expect(await post(bench, wanted)).toMatchObject({ verdict: 'posted' });
      for (const wanted of all) expect(await post(bench, wanted)).toMatchObject({ verdict: 'already' });
      await post(bench, { ...supplier, vat: `T${id}` });
      const bound = { id: `${id}-PLM`, by: 'code', value: id };
      const same = { ...supplier, vat: `T${id}`, twins: 'refuse', record: bound };
      expect(await post(bench, same)).toMatchObject({ verdict: 'already' });
      expect(await refused(bench, { ...same, record: { ...bound, value: `${id}-none` } })).toBe('unmapped');
      const twin = { kind: 'upsertPartner', id: `${id}-2`, name: 'The same', vat: `T${id}`, twins: 'refuse' };
      expect(await refused(bench, twin)).toBe('customer-twice');
      expect(await post(bench, { ...price, price: '13' })).toMatchObject({
        verdict: 'posted',
        readBack: { price: '13' },
      });
      expect(
        await bench.read('res.partner', [['ref', '=', id]], ['city', 'supplier_rank', 'customer_rank']),
      ).toMatchObject([{ city: 'Ulm', supplier_rank: 1, customer_rank: 0 }]);
      const moved = { ...all[0], parent: { ...stock, value: 'stock.stock_location_customers' } };
      expect(await refused(bench, moved)).toBe('fixed-in-odoo');
    });

    test('several records of one code are refused, and a user without the right learns which one', async () => {
      const bench = open();
      const id = named(bench, 'D');
      const vals_list = [
        { name: 'One', ref: id },
        { name: 'Two', ref: id },
      ];
      await must(get().admin, { model: 'res.partner', method: 'create', args: { vals_list } });
      expect(await refused(bench, { kind: 'upsertPartner', id, name: 'Which?' })).toBe('unmapped');
      const plant = new Bench(get().erp);
      expect(await plant.post({ ...product(named(bench, 'P')), ...plant.head() })).toMatchObject({
        failure: {
          code: 'right-missing',
          reason: expect.stringContaining('create product.product (Inventory / Administrator)'),
        },
      });
    });
  });
}
