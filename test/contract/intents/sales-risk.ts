/** What watching promised days promises: one task for each sales order and cause, with the last word. */
import { plusDays } from '../../../nodes/src/domain/odoo/intents/sales/promise.ts';
import { createOrder } from '../../live/seed.ts';
import type { ErpBench } from '../erp.ts';
import { counterOf } from './sales-bench.ts';
import { sold } from './sales-made.ts';

export function commitmentRiskPromises(get: () => ErpBench): void {
  describe('a day that was promised', () => {
    const open = async () => {
      const { admin, erp, plant } = get();
      const { bench } = await counterOf(get());
      const made = await createOrder(erp, plant, 3);
      const today = new Date().toISOString().slice(0, 10);
      const day = (days: number): string => plusDays(today, days);
      const sale = await sold(admin, plant, { quantity: 3, promised: day(20), makes: made.id });
      const partition = `ACME:risk:${made.name}`;
      const asked = (cause: string, more: object = {}) => ({
        ...{ kind: 'commitmentRisk', order: made.name, cause, ...bench.head(), partition },
        ...{ policy: { leadDays: 2, toleranceDays: 0 }, ...more },
      });
      const starts = (at: string) =>
        bench.posted({
          kind: 'reschedule',
          order: made.name,
          start: `${at}T08:00:00Z`,
          ...bench.head(),
          planning: 'plan',
        });
      const tasks = async (): Promise<unknown[]> => {
        const domain = [
          ['res_model', '=', 'sale.order'],
          ['res_id', '=', sale.id],
        ];
        return (await bench.read('mail.activity', domain, ['summary'])).map(({ summary }) => summary);
      };
      return { bench, sale, asked, starts, tasks, day };
    };

    test('is a task on the sales order once the order cannot be there, another when it slips again, and none when it holds', async () => {
      const { bench, sale, asked, starts, tasks, day } = await open();
      expect(await bench.posted(asked('delay'))).toMatchObject({ verdict: 'already', readBack: { waiting: 1 } });
      await starts(day(25));
      const late = asked('delay');
      await bench.inParallel(late, 4);
      expect(await bench.posted(late)).toMatchObject({ verdict: 'already' });
      const [first, ...more] = await tasks();
      expect([String(first), more]).toEqual([
        expect.stringContaining(`Promised for ${day(20)}, at risk (delay of`),
        [],
      ]);
      await starts(day(32));
      const slipped = await bench.posted(asked('delay'));
      expect(slipped.readBack['answer']).toMatchObject({ orders: [{ orderId: sale.name, status: 'atrisk' }] });
      const [second, ...others] = await tasks();
      expect(others).toEqual([]);
      expect(second).not.toBe(first);
      await starts(day(5));
      const held = await bench.posted(asked('delay'));
      expect(held.readBack['answer']).toMatchObject({ orders: [{ orderId: sale.name, status: 'cleared' }] });
      expect(await tasks()).toEqual([]);
    });

    test('is a task for each cause; a shortage without a day is at risk until it is cleared', async () => {
      const { bench, asked, tasks, day } = await open();
      const out = asked('shortage', { says: 'RM-10 is out' });
      await bench.posted(out);
      expect(await bench.posted(out)).toMatchObject({ verdict: 'already' });
      await bench.posted(asked('quality', { expected: day(30) }));
      const said = (await tasks()).map(String);
      expect(said).toHaveLength(2);
      expect(said.filter((words) => words.includes('nobody knows when'))).toHaveLength(1);
      expect(said.filter((words) => words.includes(`goods can leave on ${day(32)}`))).toHaveLength(1);
      await bench.posted(asked('quality', { expected: day(4) }));
      await bench.posted(asked('shortage', { status: 'cleared' }));
      expect(await tasks()).toEqual([]);
    });
  });
}
