/** What a hold promises of deliveries that are picked, packed and shipped, with goods at every step of their way. */
import { createOrder, loadOne, must } from '../../live/seed.ts';
import type { ErpBench } from '../erp.ts';
import { Line } from '../erp-line.ts';
import { Breaking } from './breaking.ts';
import { plantThatMakes } from './next-level.ts';
import { LotBench } from './quality-bench.ts';

export function holdStepsPromises(get: () => ErpBench, major: 14 | 19): void {
  /** Beside the stock, as the steps of a warehouse have them. */
  const place = async (bench: LotBench, name: string): Promise<number> => {
    const { admin, plant } = get();
    return loadOne(admin, 'stock.location', {
      id: `pw_lots.${plant.prefix.toLowerCase()}_${name.toLowerCase()}`,
      name: `${plant.prefix} ${name}`,
      usage: 'internal',
      'location_id/.id': String(await bench.parentOfStock()),
    });
  };

  const assign = (picking: number): Promise<unknown> =>
    must(get().erp, { model: 'stock.picking', method: 'action_assign', ids: [picking], args: {} });

  interface Underway {
    readonly bench: LotBench;
    /** What is left of each step. */
    readonly pick: number;
    readonly pack: number;
    readonly ship: number;
  }

  /** Of six pieces of A two wait on the shelf, two where they are packed, and two at the exit. */
  const underway = async (): Promise<Underway> => {
    const bench = await LotBench.open(get(), major, { A: 8, B: 0 });
    const [picked = 0, packed = 0, ship = 0] = await bench.steps(6, [
      await place(bench, 'Packing'),
      await place(bench, 'Exit'),
    ]);
    await bench.shipPart(picked, 4);
    await bench.shipPart(packed, 2);
    const [pick, pack] = [await bench.backorder(picked), await bench.backorder(packed)];
    for (const rest of [pick, pack]) await assign(rest);
    return { bench, pick, pack, ship };
  };

  describe('a lot on its way through the steps of a delivery', () => {
    test('is taken out of every step, a person is told where goods were brought, and others go the way to its end', async () => {
      const { bench, pick, pack, ship } = await underway();
      const reserved = () => Promise.all([pick, pack, ship].map((id) => bench.reserved(id)));
      expect(await reserved()).toEqual([['A'], ['A'], ['A']]);
      const before = await bench.lies('A');
      expect(before).toEqual({ 'WH/Stock': 4, 'WH/Packing': 2, 'WH/Exit': 2 });
      await bench.stockUp('B', 2, get().plant.stockLocation);
      const hold = bench.holding('A', 'QS-1');
      expect(await bench.posted(hold)).toMatchObject({ readBack: { held: '8', inQuarantine: '8' } });
      expect(await bench.lies('A')).toEqual({ 'WH/Quarantine': 8 });
      // Nobody has brought other goods yet for the second step and the third.
      expect(await reserved()).toEqual([['B'], [], []]);
      const told = await Promise.all([pick, pack, ship].map((id) => bench.tasksOn(id)));
      const task = [{ summary: expect.stringContaining(`Lot ${bench.lotName('A')} is on hold`) }];
      expect(told).toMatchObject([[], task, task]);
      await bench.ship(pick);
      expect(await reserved()).toEqual([['B'], ['B'], []]);
      expect(await bench.posted(hold)).toMatchObject({ verdict: 'already' });
      await bench.ship(pack);
      await bench.shipPart(ship, 2);
      expect([await bench.lies('A'), await bench.lies('B')]).toEqual([{ 'WH/Quarantine': 8 }, {}]);
      await bench.posted(bench.releasing('A', 'QS-1'));
      expect(await bench.lies('A')).toEqual(before);
      // What was brought before can go on from where it stood.
      const rest = await bench.backorder(ship);
      await assign(rest);
      expect(await bench.reserved(rest)).toEqual(['A']);
    });
  });

  describe('a lot that is moved between two attempts to hold it', () => {
    test('is held where it lies then, and the first transfer is cancelled', async () => {
      const breaking = new Breaking(get().erp, get().action);
      const bench = await LotBench.open({ ...get(), erp: breaking }, major, { A: 6 });
      const hold = bench.holding('A', 'QS-4');
      // Made, and not validated: the process ends before that.
      if (get().action === 0) await breaking.brokenOff(() => bench.post(hold), 1, 'the answer is lost');
      const packing = await place(bench, 'Packing');
      await bench.carry('A', 6, { from: get().plant.stockLocation, to: packing });
      await bench.posted(hold);
      expect(await bench.lies('A')).toEqual({ 'WH/Quarantine': 6 });
      const left = await bench.unfinished();
      expect(left.filter(({ origin }) => origin === 'HOLD/QS-4')).toEqual([]);
      expect(await bench.posted(hold)).toMatchObject({ verdict: 'already', readBack: { held: '6' } });
      await bench.posted(bench.releasing('A', 'QS-4'));
      expect(await bench.lies('A')).toEqual({ 'WH/Packing': 6 });
    });
  });

  describe('a lot among the components of an order that is under way', () => {
    test('is taken back from what it has not used, refused with words, and another lot goes in', async () => {
      const { erp, admin, plant } = get();
      const bench = await LotBench.open(get(), major, { A: 0, B: 0 });
      const buffer = await place(bench, 'Packing');
      await bench.stockUp('A', 6, buffer);
      const { code } = bench.product;
      const semi = await plantThatMakes(
        { admin, plant, major },
        { code: `${code}-SEMI`, tracking: 'lot', of: bench.product },
      );
      const order = await createOrder(erp, semi, 5);
      await bench.bring(5, buffer, order.id);
      const line = new Line(erp, semi, order, { consumption: 'actual' });
      const lot = line.lot();
      const use = (name: string, value: string) =>
        line.consume(bench.product, value, { lot: bench.lotName(name), uom: 'C62' });
      await bench.posted(bench.holding('A', 'QS-2'));
      expect(await bench.lies('A')).toEqual({ 'WH/Quarantine': 6 });
      expect(await bench.tasksOn(order.id, 'mrp.production')).toMatchObject([
        { summary: `Lot ${bench.lotName('A')} is on hold: take it out of this order` },
      ]);
      await bench.posted(bench.releasing('A', 'QS-2'));
      await line.posted(use('A', '2'));
      const hold = bench.holding('A', 'QS-3');
      expect(await bench.posted(hold)).toMatchObject({ readBack: { inQuarantine: '4', consumedBy: [order.name] } });
      const refused = await line.post(use('A', '1'));
      expect(refused).toMatchObject({ ok: false, failure: { code: 'lot-on-hold' } });
      expect(JSON.stringify(refused)).toContain('HOLD/QS-3');
      await bench.stockUp('B', 3, plant.stockLocation);
      await line.posted(use('B', '3'));
      await line.posted(line.good('5', 'final', { lot }));
      expect([await bench.lies('A'), await bench.lies('B')]).toEqual([{ 'WH/Quarantine': 4 }, {}]);
      await bench.posted(bench.releasing('A', 'QS-3'));
      expect(await bench.lies('A')).toEqual({ 'WH/Packing': 1, 'WH/Stock': 3 });
    });
  });
}
