/** Three levels of lots written by intents only, read both ways, and told in the words of EPCIS. */

import { toEpcis } from '../../../nodes/src/domain/genealogy/epcis.ts';
import { readGenealogy } from '../../../nodes/src/domain/odoo/genealogy.ts';
import { createOrder, loadOne, type SeededPlant } from '../../live/seed.ts';
import { epcisFindings } from '../../support/epcis.ts';
import type { ErpBench } from '../erp.ts';
import { Line } from '../erp-line.ts';
import { idOf, LotBench } from './quality-bench.ts';

const ACTUAL = { consumption: 'actual' } as const;

export function genealogyPromises(get: () => ErpBench, major: 14 | 19): void {
  /** A device with a serial number, made of one finished good of the plant. */
  const devicePlant = async (stem: string): Promise<SeededPlant> => {
    const { admin, plant } = get();
    const externalId = `pw_lots.${stem.toLowerCase()}_device`;
    const code = `${stem}-DEVICE`;
    const kind =
      major === 14 ? { type: 'product', 'uom_po_id/id': 'uom.product_uom_unit' } : { type: 'consu', is_storable: '1' };
    const id = await loadOne(admin, 'product.product', {
      id: externalId,
      name: code,
      default_code: code,
      tracking: 'serial',
      'uom_id/id': 'uom.product_uom_unit',
      ...kind,
    });
    const bom = await loadOne(admin, 'mrp.bom', {
      id: `${externalId}_bom`,
      'product_tmpl_id/id': `${externalId}_product_template`,
      product_qty: '1',
      type: 'normal',
    });
    await loadOne(admin, 'mrp.bom.line', {
      id: `${externalId}_bom_line`,
      'bom_id/.id': String(bom),
      'product_id/.id': String(plant.fg.id),
      product_qty: '1',
    });
    return { ...plant, fg: { id, code, externalId }, bom };
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

      const options = { enterprise: 'ACME', gtinOf: () => undefined, now: '2026-11-21T12:00:00Z' };
      const document = toEpcis(up, options);
      expect(epcisFindings(document)).toEqual([]);
      expect(document.epcisBody.eventList.map(({ type, bizStep }) => [type, bizStep])).toEqual([
        ['TransformationEvent', 'commissioning'],
        ['TransformationEvent', 'commissioning'],
        ['ObjectEvent', 'shipping'],
      ]);
      // The same event whichever way it was read.
      const again = toEpcis(down, options).epcisBody.eventList;
      expect(document.epcisBody.eventList).toEqual(expect.arrayContaining([...again]));
    });
  });
}
