/** What holding a lot promises about the lots that were made of it, two levels down. */
import { createOrder, type SeededPlant } from '../../live/seed.ts';
import type { ErpBench } from '../erp.ts';
import { Line } from '../erp-line.ts';
import { plantThatMakes } from './next-level.ts';
import { LotBench } from './quality-bench.ts';

const ACTUAL = { consumption: 'actual' } as const;

export function downstreamPromises(get: () => ErpBench, major: 14 | 19): void {
  interface Chain {
    readonly bench: LotBench;
    readonly semi: SeededPlant;
    /** Lot made of A; `X` of the bench. */
    readonly lot: string;
    /** Serial number made of it and shipped; `S` of the bench. */
    readonly serial: string;
    readonly delivery: string;
  }

  /** Five of A become a lot of five, one of these a device that is shipped. */
  const chain = async (stock: number): Promise<Chain> => {
    const { erp, admin, plant } = get();
    const bench = await LotBench.open(get(), major, { A: stock });
    const { code } = bench.product;
    const at = { admin, plant, major };
    const semi = await plantThatMakes(at, { code: `${code}-SEMI`, tracking: 'lot', of: bench.product });
    const device = await plantThatMakes(at, { code: `${code}-DEVICE`, tracking: 'serial', of: semi.fg });
    const first = new Line(erp, semi, await createOrder(erp, semi, 5), ACTUAL);
    const lot = first.lot();
    await first.posted(first.consume(bench.product, '5', { lot: bench.lotName('A'), uom: 'C62' }));
    await first.posted(first.good('5', 'final', { lot }));
    const second = new Line(erp, device, await createOrder(erp, device, 1), ACTUAL);
    const serial = `${second.order.name}-SN`;
    await second.posted(second.consume(semi.fg, '1', { lot, uom: 'C62' }));
    await second.posted(second.good('1', 'final', { lot: serial }));
    const delivery = await bench.deliveryOf(device.fg.id, 1);
    await bench.ship(delivery.id);
    await bench.learn('X', semi.fg, lot);
    return { bench, semi, lot, serial, delivery: delivery.name };
  };

  const tasks = (bench: LotBench) =>
    bench.read(
      'mail.activity',
      [
        ['res_model', '=', major === 14 ? 'stock.production.lot' : 'stock.lot'],
        ['res_id', '=', bench.lots['A']],
      ],
      ['summary', 'note'],
    );

  describe('what was made of a lot on hold', () => {
    test('is held with it, however far down, and named where it has left; the release gives back what it took', async () => {
      const { bench, semi, lot, serial, delivery } = await chain(8);
      const waiting = (await bench.deliveryOf(semi.fg.id, 2)).id;
      expect(await bench.reserved(waiting)).toEqual(['X']);
      const hold = bench.holding('A', 'QM-1');
      const { readBack } = await bench.posted(hold);
      expect(readBack).toMatchObject({ held: '3', inQuarantine: '3' });
      expect(readBack['madeOfIt']).toEqual([
        { lot: `${semi.fg.code} ${lot}`, held: '4', lies: { [String(readBack['quarantine'])]: '4' } },
        { lot: expect.stringContaining(serial), held: '0', shipped: '1', shippedBy: [delivery] },
      ]);
      expect([await bench.lies('A'), await bench.lies('X')]).toEqual([{ 'WH/Quarantine': 3 }, { 'WH/Quarantine': 4 }]);
      expect(await bench.reserved(waiting)).toEqual([]);
      const [task, ...more] = await tasks(bench);
      expect([task?.['summary'], more]).toEqual([expect.stringContaining('decide on a recall'), []]);
      expect(String(task?.['note'])).toContain(delivery);
      expect(await bench.posted(hold)).toMatchObject({ verdict: 'already' });
      await bench.inParallel(bench.releasing('A', 'QM-1'), 4);
      expect([await bench.lies('A'), await bench.lies('X')]).toEqual([{ 'WH/Stock': 3 }, { 'WH/Stock': 4 }]);
      expect(await tasks(bench)).toEqual([]);
      expect(await bench.posted(hold)).toMatchObject({ verdict: 'already', readBack: { hold: 'released since' } });
      expect(await bench.lies('X')).toEqual({ 'WH/Stock': 4 });
    });

    test('is told where the site pack wants no more; is held once when an answer is lost, as long as any hold rests on it', async () => {
      const { bench, semi, lot } = await chain(5);
      const told = await bench.post(bench.holding('A', 'QM-2', { downstream: 'tell' }));
      if (told.ok) throw new Error(told.value.summary);
      expect(told.failure).toMatchObject({
        code: 'lot-not-in-stock',
        reason: expect.stringContaining(`${semi.fg.code} ${lot} (4 in `),
      });
      expect(await bench.lies('X')).toEqual({ 'WH/Stock': 4 });
      expect(await tasks(bench)).toMatchObject([{ summary: expect.stringContaining('NOT on hold') }]);
      // From here on it is held: the lot itself is used up.
      const material = { id: semi.fg.code, by: 'code', value: semi.fg.code };
      const ofX = { material, lot };
      const hold = bench.holding('A', 'QM-3');
      get().wire.loseAnswerTo('button_validate');
      const first = await bench.post(hold);
      expect(first.ok ? 'answered' : first.failure.class).toBe('unknown');
      const { records } = await bench.posted(hold);
      expect([await bench.lies('X'), records]).toEqual([{ 'WH/Quarantine': 4 }, [expect.anything()]]);
      // Another hold on the lot that was made: it finds nothing to take, and is not forgotten for that.
      await bench.posted({ ...bench.holding('X', 'QM-4'), ...ofX });
      const freed = await bench.posted(bench.releasing('A', 'QM-3'));
      expect(freed.readBack['madeOfItStays']).toEqual({ [`${semi.fg.code} ${lot}`]: ['QM-4'] });
      expect(await bench.lies('X')).toEqual({ 'WH/Quarantine': 4 });
      await bench.posted({ ...bench.releasing('X', 'QM-4'), ...ofX });
      expect(await bench.lies('X')).toEqual({ 'WH/Stock': 4 });
      // The other way round: the later hold of the raw lot keeps what its own hold lets go.
      await bench.posted({ ...bench.holding('X', 'QM-5'), ...ofX });
      await bench.posted(bench.holding('A', 'QM-6'));
      const kept = await bench.posted({ ...bench.releasing('X', 'QM-5'), ...ofX });
      expect(kept.readBack['stays']).toContain('QM-6 (from ');
      await bench.posted(bench.releasing('A', 'QM-6'));
      expect(await bench.lies('X')).toEqual({ 'WH/Stock': 4 });
    });
  });
}
