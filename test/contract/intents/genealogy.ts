/** Three levels of lots written by intents only, read both ways, and told in the words of EPCIS. */

import { toEpcis } from '../../../nodes/src/domain/genealogy/epcis.ts';
import { chainData } from '../../../nodes/src/domain/genealogy/tell.ts';
import { readGenealogy } from '../../../nodes/src/domain/odoo/genealogy.ts';
import type { Erp } from '../../../nodes/src/domain/ports.ts';
import { createOrder, loadOne, type SeededPlant } from '../../live/seed.ts';
import { epcisFindings } from '../../support/epcis.ts';
import type { ErpBench } from '../erp.ts';
import { Line } from '../erp-line.ts';
import { throughOdooRead } from '../through-odoo-read.ts';
import { plantThatMakes } from './next-level.ts';
import { idOf, LotBench } from './quality-bench.ts';

const ACTUAL = { consumption: 'actual' } as const;

export function genealogyPromises(get: () => ErpBench, major: 14 | 19): void {
  /** A device with a serial number, made of one finished good of the plant. */
  const devicePlant = (stem: string): Promise<SeededPlant> => {
    const { admin, plant } = get();
    return plantThatMakes({ admin, plant, major }, { code: `${stem}-DEVICE`, tracking: 'serial', of: plant.fg });
  };

  describe('the genealogy of a lot', () => {
    test('leads from raw material over the semi-finished lot to the shipped serial number, and back', async () => {
      const { erp, plant } = get();
      const bench = await LotBench.open(get(), major, {});
      const [raw] = plant.lotsOfB;
      const semi = new Line(erp, plant, await createOrder(erp, plant, 2), ACTUAL);
      const lot = semi.lot();
      await semi.posted(semi.consume(plant.rmB, '4', { lot: raw, uom: 'C62' }));
      await semi.posted(semi.good('2', 'final', { lot }));
      const device = await devicePlant(bench.product.code);
      const last = new Line(erp, device, await createOrder(erp, device, 1), ACTUAL);
      const serial = `${last.order.name}-SN`;
      await last.posted(last.consume(plant.fg, '1', { lot, uom: 'C62' }));
      await last.posted(last.good('1', 'final', { lot: serial }));
      const delivery = await bench.deliveryOf(device.fg.id, 1);
      const material = { id: device.fg.code, by: 'code', value: device.fg.code };
      await bench.posted({
        kind: 'ship',
        ...bench.head(),
        delivery: { id: delivery.name, by: 'name', value: delivery.name },
        lines: [{ material, lot: serial, quantity: { value: '1', uom: 'C62' } }],
      });

      const lotId = async (product: number, name: string): Promise<number> => {
        const model = major === 14 ? 'stock.production.lot' : 'stock.lot';
        const domain = [
          ['product_id', '=', product],
          ['name', '=', name],
        ];
        return idOf([(await bench.read(model, domain, ['name']))[0]?.['id']]);
      };
      const read = async (product: number, name: string, direction: 'up' | 'down') => {
        const answer = await readGenealogy(erp, { lot: await lotId(product, name), direction });
        if (!answer.ok) throw new Error(JSON.stringify(answer.failure));
        return answer.value;
      };
      const up = await read(device.fg.id, serial, 'up');
      expect(up.levels.map((level) => level.map((one) => one.lot))).toEqual([[serial], [lot], [raw]]);
      // Raw material was counted into stock by the bench: nobody knows whence.
      expect(up.gaps).toEqual([
        { kind: 'origin-unknown', lot: { product: plant.rmB.code, lot: raw, isSerial: false } },
      ]);
      const orders = (chain: typeof up) => chain.transformations.map(({ order }) => order);
      expect(orders(up)).toEqual([last.order.name, semi.order.name]);
      const down = await read(plant.fg.id, lot, 'down');
      expect(down.levels.map((level) => level.map((one) => one.lot))).toEqual([[lot], [serial]]);
      expect(down.passages).toMatchObject([{ kind: 'shipped', lot: { lot: serial }, document: delivery.name }]);
      const fromRaw = await read(plant.rmB.id, raw, 'down');
      expect(fromRaw.levels.flat().map((one) => one.lot)).toEqual(expect.arrayContaining([raw, lot, serial]));
      expect(fromRaw.passages).toEqual(expect.arrayContaining([expect.objectContaining({ document: delivery.name })]));

      // The flow asks by a filter, and gets the same both ways.
      const told = await chainsOf(erp, plant.fg.id, lot);
      expect(told).toEqual([chainData(await read(plant.fg.id, lot, 'up')), chainData(down)]);
      expect(told.map(({ levels }) => levels.map((level) => level.map(({ lotId }) => lotId)))).toEqual([
        [[lot], [raw]],
        [[lot], [serial]],
      ]);

      const options = { enterprise: 'ACME', gtinOf: () => undefined, now: '2026-11-21T12:00:00Z' };
      const document = toEpcis(up, options);
      expect(epcisFindings(document)).toEqual([]);
      // The raw lot is the bench's: other contracts may have packed some of it, and nothing else.
      expect(up.packings.map(({ part }) => part.lot?.lot).filter((one) => one !== raw)).toEqual([]);
      const own = document.epcisBody.eventList.filter(({ bizStep }) => bizStep !== 'packing');
      expect(own.map(({ type, bizStep }) => [type, bizStep])).toEqual([
        ['TransformationEvent', 'commissioning'],
        ['TransformationEvent', 'commissioning'],
        ['ObjectEvent', 'shipping'],
      ]);
      // The same event whichever way it was read.
      const again = toEpcis(down, options).epcisBody.eventList;
      expect(document.epcisBody.eventList).toEqual(expect.arrayContaining([...again]));
    });

    test('of what was repaired names what went in and what came out, both ways', async () => {
      const { erp, admin, plant } = get();
      const bench = await LotBench.open(get(), major, { unit: 1 });
      const lotModel = major === 14 ? 'stock.production.lot' : 'stock.lot';
      const [fresh] = plant.lotsOfB;
      const old = `${bench.lotName('unit')}-OLD`;
      const material = { id: plant.rmB.code, by: 'code', value: plant.rmB.code };
      await loadOne(admin, lotModel, {
        ...{ id: `pw_lots.${old.toLowerCase().replaceAll(/[^a-z0-9]/g, '_')}`, name: old },
        'product_id/.id': String(plant.rmB.id),
        ...(major === 14 ? { 'company_id/id': 'base.main_company' } : {}),
      });
      const part = (use: string, lot: string) => ({ use, material, lot, quantity: { value: '1', uom: 'C62' } });
      const { lot: serial, ...about } = bench.about('unit') as { lot: string };
      const parts = [part('add', fresh), part('remove', old)];
      await bench.posted({ kind: 'repair', ...about, repair: 'R-1', serial, parts });

      const read = async (lot: number, direction: 'up' | 'down') => {
        const answer = await readGenealogy(erp, { lot, direction });
        if (!answer.ok) throw new Error(JSON.stringify(answer.failure));
        return answer.value;
      };
      const up = await read(idOf([bench.lots['unit']]), 'up');
      expect(up.levels[0]?.map((one) => one.lot)).toEqual([serial]);
      expect(up.levels[1]?.map((one) => one.lot).sort()).toEqual([fresh, old].sort());
      const repaired = {
        inputs: [{ lot: { lot: fresh }, quantity: '1' }],
        removed: [{ lot: { lot: old }, quantity: '1' }],
        outputs: [{ lot: { lot: serial } }],
      };
      expect(up.transformations).toMatchObject([repaired]);
      expect(up.transformations[0]?.order).toMatch(/\S/);
      const [row] = await bench.read(
        lotModel,
        [
          ['name', '=', old],
          ['product_id', '=', plant.rmB.id],
        ],
        ['name'],
      );
      const down = await read(idOf([row?.['id']]), 'down');
      expect(down.levels.flat().map((one) => one.lot)).toEqual([old, serial]);
      expect(down.transformations).toEqual(up.transformations);
    });
  });
}

/** By the name that the model has today, whatever this server calls it. */
async function chainsOf(erp: Erp, product: number, lot: string) {
  const conditions = [
    { field: 'product_id', source: 'json', value: String(product) },
    { field: 'name', source: 'payload', value: 'lot' },
  ];
  const config = { model: 'stock.lot', mode: 'genealogy', conditions };
  const { records } = await throughOdooRead(erp, { config, payload: { lot } });
  return records as ReturnType<typeof chainData>[];
}
