/** What meters that count finer than Odoo promise: Odoo shows the rounded sum, the rest is carried over and told. */
import { amount, text } from '../../nodes/src/domain/odoo/amount.ts';
import type { OrderIntent, PostingPolicy } from '../../nodes/src/domain/odoo/order-intent.ts';
import { createOrder } from '../live/seed.ts';
import type { ErpBench } from './erp.ts';
import { type Depth, someOf } from './erp-intents.ts';
import { Line } from './erp-line.ts';

export function roundingPromises(get: () => ErpBench, depth: Depth = 'whole'): void {
  const test =
    depth === 'whole' ? globalThis.test : someOf(globalThis.test, depth === 'core' ? CORE : CORE.slice(0, 1));
  const line = async (quantity: number, policy: Partial<PostingPolicy> = {}): Promise<Line> =>
    new Line(get().erp, get().plant, await createOrder(get().erp, get().plant, quantity), {
      consumption: 'actual',
      ...policy,
    });
  const shown = async (l: Line) => (await l.inOdoo()).map(({ components }) => components[l.plant.rmA.code] ?? 0);
  /** Material, value and fate of what a receipt could not post. */
  const rests = async (l: Line, intent: OrderIntent) =>
    (await l.posted(intent)).residual?.map(({ material, value, fate }) => [material, value, fate]) ?? [];

  describe('quantities finer than the rounding of the unit', () => {
    test('a meter that counts finer: the sum is rounded once, what is left is told until the order closes', async () => {
      const l = await line(4);
      const { code } = l.plant.rmA;
      const parts = ['0.3334', '0.3334', '0.3334'].map((value) => l.consume(l.plant.rmA, value));
      const told = [];
      for (const part of parts) {
        told.push(...(await rests(l, part)));
        expect(await l.posted(part)).toMatchObject({ verdict: 'already' });
      }
      expect(told).toEqual([
        [code, '0.0034', 'carried'],
        [code, '0.0068', 'carried'],
        [code, '0.0002', 'carried'],
      ]);
      expect(await shown(l)).toEqual([1]);
      const final = l.good('4', 'final', { lot: l.lot() });
      const closed = await l.posted(final);
      expect(closed.residual).toEqual([{ material: code, value: '0.0002', uom: 'KGM', fate: 'left' }]);
      expect(closed.summary).toContain(`0.0002 KGM of ${code} left out by rounding`);
      expect(await l.posted(final)).toMatchObject({ verdict: 'already', residual: closed.residual });
      expect(await shown(l)).toEqual([1]);
    });

    test('less than a step is posted, told and not lost; what is said again changes nothing', async () => {
      const l = await line(4);
      const small = ['4', '4', '4'].map((value) => l.consume(l.plant.rmA, value, { uom: 'GRM' }));
      const [first, second, third] = small as [OrderIntent, OrderIntent, OrderIntent];
      expect(await l.posted(first)).toMatchObject({
        verdict: 'posted',
        readBack: { recorded: '0' },
        residual: [{ value: '4', uom: 'GRM', fate: 'carried' }],
      });
      expect(await l.posted(second)).toMatchObject({ verdict: 'posted', residual: [{ value: '8' }] });
      expect(await l.posted(first)).toMatchObject({ verdict: 'already' });
      expect(await shown(l)).toEqual([0]);
      expect(await l.posted(third)).toMatchObject({ verdict: 'posted', readBack: { recorded: '0.01' } });
      expect(await shown(l)).toEqual([0.01]);
    });

    test('at the close the sum is rounded half up, also that of a by-product', async () => {
      const l = await line(4);
      const { rmA, rmB, lotsOfB, byproduct } = l.plant;
      await l.posted(l.consume(rmA, '2.006'));
      for (const lot of lotsOfB) await l.posted(l.consume(rmB, '2.006', { uom: 'C62', lot }));
      await l.posted(l.byproduct('0.7049'));
      expect(await shown(l)).toEqual([2]);
      const closed = await l.posted(l.good('4', 'final', { lot: l.lot() }));
      expect(closed.residual?.map(({ material, value, fate }) => [material, value, fate])).toEqual([
        [rmA.code, '-0.004', 'left'],
        ...lotsOfB.map(() => [rmB.code, '-0.004', 'left']),
        [byproduct.code, '0.0049', 'left'],
      ]);
      expect(await l.inOdoo()).toMatchObject([
        {
          state: 'done',
          produced: 4,
          components: { [rmA.code]: 2.01, ...Object.fromEntries(lotsOfB.map((lot) => [`${rmB.code} ${lot}`, 2.01])) },
          finished: { [byproduct.code]: 0.7 },
        },
      ]);
    });

    test('what a part could not hold goes into the next one', async () => {
      const l = await line(10, { post: 'perPallet', palletQuantity: '4' });
      const { rmA } = l.plant;
      await l.posted(l.consume(rmA, '1.006'));
      await l.posted(l.good('4.004', 'partial', { lot: l.lot() }));
      await l.posted(l.good('1.004', 'partial', { lot: l.lot() }));
      expect(await shown(l)).toEqual([1, 0]);
      await l.posted(l.consume(rmA, '1.006'));
      expect(await shown(l)).toEqual([1, 1.01]);
      await l.posted(l.good('3.001', 'partial', { lot: l.lot() }));
      const closed = await l.posted(l.good('1.99', 'final', { lot: l.lot() }));
      expect((await l.inOdoo()).map(({ produced }) => produced)).toEqual([4, 4, 2]);
      const made = closed.residual?.find(({ material }) => material === l.plant.fg.code);
      expect(made).toMatchObject({ value: '-0.001', fate: 'left' });
    });

    test('finished lots are rounded each by itself, and a correction comes out right', async () => {
      const l = await line(10, { consumption: 'backflush' });
      await l.posted(l.good('3.006', 'partial', { lot: l.lot('A') }));
      expect(await l.posted(l.good('2.006', 'partial', { lot: l.lot('B') }))).toMatchObject({
        residual: [
          { lot: l.lot('A'), value: '0.006' },
          { lot: l.lot('B'), value: '0.006' },
        ],
      });
      await l.posted(l.good('-0.007', 'correction', { lot: l.lot('B') }));
      expect((await l.inOdoo()).map(({ produced, producing }) => produced || producing)).toEqual([3, 1.99]);
      expect(await l.refused(l.good('-2', 'correction', { lot: l.lot('B') }))).toBe('below-zero');
    });

    test('rounding makes nothing too much: neither on the way nor at the close', async () => {
      const l = await line(1);
      for (const value of ['0.3334', '0.3334', '0.3334']) await l.posted(l.good(value, 'partial', { lot: l.lot() }));
      expect(await l.refused(l.good('0.0100', 'partial', { lot: l.lot() }))).toBe('over-production');
      await l.posted(l.good('0.006', 'partial', { lot: l.lot() }));
      const closed = await l.posted(l.good('0', 'final', { lot: l.lot() }));
      expect(closed.residual).toMatchObject([{ value: '0.0062', fate: 'left' }]);
      expect(await l.inOdoo()).toMatchObject([{ state: 'done', produced: 1 }]);
    });

    test('a lot that Odoo does not know is refused also for less than a step', async () => {
      const l = await line(4);
      const { rmB, lotsOfB } = l.plant;
      const tiny = (lot: string) => l.consume(rmB, '0.001', { uom: 'C62', lot });
      expect(await l.refused(tiny('NEVER-RECEIVED'))).toBe('lot-unknown');
      expect(await l.posted(tiny(lotsOfB[0] ?? ''))).toMatchObject({ verdict: 'posted' });
    });

    test('what is a document of its own is refused at its own event, and holds nothing up', async () => {
      const l = await line(10);
      const fine = l.scrap('output', l.plant.fg, '0.005', { lot: l.lot() });
      l.queue(fine);
      await l.posted(l.good('10', 'final', { lot: l.lot() }));
      expect(await l.refused(fine)).toBe('precision');
      expect(await l.refused(l.scrap('input', l.plant.rmA, '0.005', { uom: 'KGM' }))).toBe('precision');
      expect(await l.inOdoo()).toMatchObject([{ state: 'done', produced: 10 }]);
    });

    test('an answer that was lost at the rounded close is found, and nothing happens twice', async () => {
      const { wire } = get();
      const l = await line(4);
      await l.posted(l.consume(l.plant.rmA, '2.006'));
      const final = l.good('4', 'final', { lot: l.lot() });
      wire.loseAnswerTo('button_mark_done');
      expect(await l.refused(final)).toBe('odoo-answer-lost');
      expect((await l.posted(final)).residual).toMatchObject([{ value: '-0.004', fate: 'left' }]);
      expect(await shown(l)).toEqual([2.01]);
    });

    test('a close that Odoo asks a person about leaves nothing that the next report takes for somebody else', async () => {
      const { erp, strict } = get();
      const l = new Line(erp, strict, await createOrder(erp, strict, 4), { consumption: 'actual' });
      await l.posted(l.consume(strict.rmA, '2.506'));
      const final = l.good('4', 'final', { lot: l.lot() });
      expect(await l.refused(final)).toBe('consumption-differs');
      expect(await rests(l, l.consume(strict.rmA, '0.1'))).toEqual([[strict.rmA.code, '0.006', 'carried']]);
      expect(await shown(l)).toEqual([2.6]);
      const decided = { ...final, policy: { ...final.policy, bomDifference: 'post' as const } };
      expect(await rests(l, decided)).toEqual([[strict.rmA.code, '-0.004', 'left']]);
      expect(await shown(l)).toEqual([2.61]);
    });

    test('in whatever order and portions, the sum is the same', async () => {
      const portions = ['0.3334', '1.0071', '0.0004', '-0.2', '0.9999'];
      const sum = portions.reduce((total, value) => total.plus(value), amount(0));
      for (const values of [portions, [...portions].reverse(), [text(sum)]]) {
        const l = await line(4);
        // What is given back must have been taken before.
        await l.posted(l.consume(l.plant.rmA, '1'));
        for (const value of values) await l.posted(l.consume(l.plant.rmA, value));
        expect(await shown(l)).toEqual([3.14]);
      }
    });
  });
}

const CORE = [
  'a meter that counts finer: the sum is rounded once, what is left is told until the order closes',
  'less than a step is posted, told and not lost; what is said again changes nothing',
  'at the close the sum is rounded half up, also that of a by-product',
  'what a part could not hold goes into the next one',
];
