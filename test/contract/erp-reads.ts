/** What reading by groups promises: the same sums, groups and days from every version of Odoo. */
import { createOrder, must } from '../live/seed.ts';
import type { ErpBench } from './erp.ts';
import { outcomeOfRead, throughOdooRead } from './through-odoo-read.ts';

/** Around the night in which Berlin changes its clock: half past eleven on Saturday, half past twelve on Sunday and Monday. */
const STARTS = ['2026-03-28 22:30:00', '2026-03-28 23:30:00', '2026-03-29 22:30:00'];

export function readPromises(major: 14 | 19, get: () => ErpBench): void {
  const planned = major === 14 ? 'date_planned_start' : 'date_start';
  const orders: number[] = [];

  const config = (more: object) => ({
    model: 'mrp.production',
    mode: 'groups',
    conditions: [{ field: 'id', operator: 'in', source: 'json', value: JSON.stringify(orders) }],
    ...more,
  });
  const days = async (timeZone?: string) => {
    const asked = { config: config({ groupBy: [`${planned}:day`], aggregates: ['product_qty:sum'] }) };
    const { records } = await throughOdooRead(get().erp, timeZone === undefined ? asked : { ...asked, timeZone });
    return records.map((group) => {
      const { by, count, values } = group as { by: Record<string, unknown>; count: number; values: object };
      return [by[`${planned}:day`], count, values];
    });
  };
  const day = (begin: string, count: number, sum: number) => [
    [begin, expect.any(String)],
    count,
    { 'product_qty:sum': sum },
  ];

  describe('sums by group', () => {
    beforeAll(async () => {
      const { erp, plant } = get();
      for (const [at, quantity] of [2, 3, 5].entries()) {
        const { id } = await createOrder(erp, plant, quantity);
        orders.push(id);
        const vals = { [planned]: STARTS[at] };
        await must(erp, { model: 'mrp.production', method: 'write', ids: [id], args: { vals } });
      }
    });

    // Their dates are made up: no other promise shall meet them.
    afterAll(() => must(get().erp, { model: 'mrp.production', method: 'action_cancel', ids: orders }));

    test('give number, sum, mean, lowest and highest of each group', async () => {
      const { erp, plant } = get();
      const aggregates = ['sum', 'avg', 'min', 'max'].map((how) => `product_qty:${how}`);
      const asked = { config: config({ groupBy: ['product_id', 'state'], aggregates }) };
      expect(await throughOdooRead(erp, asked)).toMatchObject({
        count: 1,
        records: [
          {
            by: { product_id: [plant.fg.id, expect.any(String)], state: 'confirmed' },
            count: 3,
            values: {
              ...{ 'product_qty:sum': 10, 'product_qty:min': 2, 'product_qty:max': 5 },
              'product_qty:avg': expect.closeTo(10 / 3, 6),
            },
          },
        ],
      });
    });

    test('days are those of the plant, also when the clock is changed, and those of UTC without a plant', async () => {
      expect(await days()).toEqual([day('2026-03-28 00:00:00', 2, 5), day('2026-03-29 00:00:00', 1, 5)]);
      expect(await days('Europe/Berlin')).toEqual([
        day('2026-03-27 23:00:00', 1, 2),
        day('2026-03-28 23:00:00', 1, 3),
        day('2026-03-29 22:00:00', 1, 5),
      ]);
    });

    test('more groups than the limit are refused', async () => {
      const asked = { config: config({ groupBy: ['name'], limit: 2 }) };
      expect(await outcomeOfRead(get().erp, asked)).toMatchObject({ failure: { code: 'limit-exceeded' } });
      expect(await throughOdooRead(get().erp, { config: config({ groupBy: ['name'], limit: 3 }) })).toMatchObject({
        count: 3,
      });
    });
  });
}
