/** What "is this still right?" promises of intents that stand by themselves: asked of Odoo as it is now, nothing written. */
import type { OrderLedger } from '../../nodes/src/domain/journal.ts';
import { intentSchema } from '../../nodes/src/domain/odoo/intent.ts';
import { type Subject, stillRight } from '../../nodes/src/domain/odoo/still-right.ts';
import type { ErpCall } from '../../nodes/src/domain/ports.ts';
import { createOrder, must } from '../live/seed.ts';
import type { ErpBench } from './erp.ts';
import { Bench } from './intents/bench.ts';

const EMPTY: OrderLedger = { facts: [], closedTags: [], untaken: 0 };
const NOW = '2026-11-21T12:00:00Z';
const time = { from: '2026-11-20T08:00:00Z', to: '2026-11-20T08:30:00Z' };
const loss = { id: 'breakdown', by: 'externalId', value: 'mrp.block_reason1' };
const pieces = { value: '2', uom: 'C62' };

export function standingStillRightPromises(get: () => ErpBench): void {
  const ask = async (wanted: object, more: Partial<Subject> = {}, ledger = EMPTY) => {
    const intent = intentSchema.parse(wanted);
    const answer = await stillRight(get().erp, { intent, now: NOW, ...more }, ledger);
    if (!answer.ok) throw new Error(JSON.stringify(answer.failure));
    return answer.value.map(({ code, weight }) => `${weight} ${code}`);
  };
  const bench = (): Bench => new Bench(get().erp);
  const centre = () => ({ id: 'PRESS', by: 'code', value: get().plant.prefix });
  const stock = { id: 'STOCK', by: 'externalId', value: 'stock.stock_location_stock' };
  const nowhere = { id: 'NOWHERE', by: 'name', value: 'no such place' };
  const lot = () => ({ material: { id: 'B', by: 'code', value: get().plant.rmB.code }, lot: get().plant.lotsOfB[0] });

  describe('asking whether what stands by itself is still right', () => {
    test('an order that is open, cancelled or not there; time that was worked stays worked', async () => {
      const order = await createOrder(get().erp, get().plant, 3);
      const change = { kind: 'changeQuantity', order: order.name, quantity: pieces, ...bench().head() };
      const log = {
        kind: 'timeLog',
        order: order.name,
        workCentre: centre(),
        activity: 'run',
        ...time,
        ...bench().head(),
      };
      expect([await ask(change), await ask(log)]).toEqual([[], []]);
      await must(get().erp, { model: 'mrp.production', method: 'action_cancel', ids: [order.id] });
      expect(await ask(change)).toEqual(['stop order-cancelled']);
      expect(await ask({ kind: 'cancelOrder', order: order.name, ...bench().head() })).toEqual([
        'note order-cancelled',
      ]);
      expect(await ask(log)).toEqual(['doubt order-cancelled']);
      expect(await ask({ ...change, order: 'NO/SUCH/ORDER' })).toEqual(['stop order-not-found']);
    });

    test('a record that is gone, whoever refers to it, and nothing is written', async () => {
      const calls: ErpCall[] = [];
      const { erp } = get();
      const call = (one: ErpCall) => {
        calls.push(one);
        return erp.call(one);
      };
      const stop = { kind: 'downtime', stop: 's', workCentre: centre(), loss, ...time, ...bench().head() };
      const intent = intentSchema.parse(stop);
      expect(await stillRight({ profile: () => erp.profile(), call }, { intent, now: NOW }, EMPTY)).toEqual({
        ok: true,
        value: [],
      });
      expect(calls.every(({ repeatable }) => repeatable === true)).toBe(true);
      expect(await ask({ ...stop, workCentre: { ...centre(), value: 'GONE' } })).toEqual(['stop record-gone']);
      const move = { kind: 'transfer', ...lot(), quantity: pieces, from: stock, to: stock, ...bench().head() };
      expect(await ask(move)).toEqual([]);
      expect(await ask({ ...move, to: nowhere })).toEqual(['stop record-gone']);
      expect(await ask({ ...move, lot: 'NO-SUCH-LOT' })).toEqual(['stop lot-unknown']);
    });

    test('a lot that lies elsewhere than where it is taken from; in doubt we may have moved it ourselves', async () => {
      const name = `${get().plant.prefix} held`;
      const [parent] = await must<{ location_id: [number, string] }[]>(get().erp, {
        ...{ model: 'stock.location', method: 'read', ids: [get().plant.stockLocation] },
        args: { fields: ['location_id'] },
      });
      await must(get().admin, {
        ...{ model: 'stock.location', method: 'create' },
        args: { vals_list: [{ name, usage: 'internal', location_id: parent?.location_id[0] }] },
      });
      const from = { id: 'HELD', by: 'name', value: name };
      const move = { kind: 'stage', ...lot(), quantity: pieces, from, to: stock, ...bench().head() };
      expect(await ask(move)).toEqual(['stop lot-on-hold']);
      expect(await ask(move, { inDoubt: true })).toEqual(['note in-doubt', 'doubt lot-on-hold']);
    });

    test('a newer revision that is posted, and a hold that was released since', async () => {
      const post = bench();
      const order = await createOrder(get().erp, get().plant, 1);
      const about = { kind: 'nonconformance', order: order.name, nc: 'NC-1', status: 'opened', severity: 'minor' };
      const revision = (of: number) => ({
        ...about,
        description: 'Scratches',
        revision: of,
        ...post.head(),
        partition: order.name,
      });
      expect(await ask(revision(0))).toEqual([]);
      await post.posted(revision(1));
      expect(await ask(revision(0))).toEqual(['stop superseded']);
      expect(await ask(revision(1))).toEqual([]);
      const hold = { kind: 'holdLot', ...lot(), hold: 'QA-1', reason: 'Cracks', ...post.head() };
      const memory = (state: string) => ({ ...EMPTY, binding: { standing: { holds: { 'QA-1': state } } } });
      expect(await ask(hold, {}, memory('open'))).toEqual([]);
      expect(await ask(hold, {}, memory('released'))).toEqual(['stop hold-over']);
    });

    test('a purchase that was cancelled', async () => {
      const supplier = `${get().plant.prefix} S`;
      const [partner] = await must<number[]>(get().admin, {
        ...{ model: 'res.partner', method: 'create' },
        args: { vals_list: [{ name: supplier }] },
      });
      const [id = 0] = await must<number[]>(get().admin, {
        ...{ model: 'purchase.order', method: 'create' },
        args: { vals_list: [{ partner_id: partner }] },
      });
      const [made] = await must<{ name: string }[]>(get().admin, {
        ...{ model: 'purchase.order', method: 'read', ids: [id] },
        args: { fields: ['name'] },
      });
      const line = { ...lot(), quantity: pieces };
      const receipt = { kind: 'receive', order: made?.name, receipt: 'R-1', lines: [line], ...bench().head() };
      expect(await ask(receipt)).toEqual([]);
      await must(get().admin, { model: 'purchase.order', method: 'button_cancel', ids: [id] });
      expect(await ask(receipt)).toEqual(['stop document-cancelled']);
      expect(await ask({ ...receipt, order: 'P-GONE' })).toEqual(['stop record-gone']);
    });
  });
}
