/** What "is this still right?" promises: asked of Odoo as it is now, and nothing written. */
import type { OrderLedger } from '../../nodes/src/domain/journal.ts';
import type { Intent } from '../../nodes/src/domain/odoo/intent.ts';
import { type Subject, stillRight } from '../../nodes/src/domain/odoo/still-right.ts';
import type { ErpCall } from '../../nodes/src/domain/ports.ts';
import { createOrder, loadOne, must, stockUp } from '../live/seed.ts';
import type { ErpBench } from './erp.ts';
import { Line } from './erp-line.ts';

const EMPTY: OrderLedger = { facts: [], closedTags: [], untaken: 0 };
const NOW = '2026-11-21T12:00:00Z';

export function stillRightPromises(major: 14 | 19, get: () => ErpBench): void {
  const line = async (quantity = 10): Promise<Line> =>
    new Line(get().erp, get().plant, await createOrder(get().erp, get().plant, quantity));
  const ask = async (subject: Omit<Subject, 'now'>, ledger = EMPTY) => {
    const answer = await stillRight(get().erp, { now: NOW, ...subject }, ledger);
    if (!answer.ok) throw new Error(JSON.stringify(answer.failure));
    return answer.value.map(({ code, weight }) => `${weight} ${code}`);
  };
  const askIntent = (intent: Intent, ledger = EMPTY) => ask({ intent }, ledger);

  describe('asking whether a message is still right', () => {
    test('finds nothing against one whose order is open, and writes nothing', async () => {
      const l = await line();
      const calls: ErpCall[] = [];
      const { erp } = get();
      const witness = {
        profile: () => erp.profile(),
        call: (call: ErpCall) => {
          calls.push(call);
          return erp.call(call);
        },
      };
      const before = await l.inOdoo();
      const intent = l.consume(l.plant.rmB, '2', { lot: l.plant.lotsOfB[0], uom: 'C62' });
      expect(await stillRight(witness, { intent, now: NOW }, EMPTY)).toEqual({ ok: true, value: [] });
      expect(await askIntent(l.good('3', 'partial', { lot: l.lot() }))).toEqual([]);
      expect(await l.inOdoo()).toEqual(before);
      const reads = ['search_read', 'fields_get', 'get_external_id', 'precision_get', 'check_object_reference'];
      expect(calls.filter(({ method }) => !reads.includes(method))).toEqual([]);
      expect(calls.every(({ repeatable }) => repeatable === true)).toBe(true);
    });

    test('finds nothing against what is finer than Odoo can hold where it is part of a sum', async () => {
      const l = await line();
      expect(await askIntent(l.good('3.0004', 'partial', { lot: l.lot() }))).toEqual([]);
      expect(await askIntent(l.consume(l.plant.rmA, '0.3334'))).toEqual([]);
      const scrap = l.scrap('input', l.plant.rmA, '0.3334', { uom: 'KGM' });
      expect(await askIntent(scrap)).toEqual(['stop reference-wrong']);
    });

    test('stops at an order that is closed, cancelled or unknown', async () => {
      const l = await line(4);
      const late = l.good('1', 'partial', { lot: l.lot() });
      await l.posted(l.good('4', 'final', { lot: l.lot() }));
      expect(await askIntent(late)).toContain('stop order-closed');
      expect(await ask({ intent: late, inDoubt: true })).toEqual(
        expect.arrayContaining(['note in-doubt', 'note order-closed']),
      );
      const other = await line();
      await must(get().erp, { model: 'mrp.production', method: 'action_cancel', ids: [other.order.id] });
      expect(await ask({ order: other.order.name })).toEqual(['stop order-cancelled']);
      expect(await ask({ order: 'NO/SUCH/ORDER' })).toEqual(['stop order-not-found']);
      expect(await ask({})).toEqual(['doubt not-checked']);
    });

    test('stops at a message the ledger knows as posted', async () => {
      const l = await line();
      const intent = l.good('3', 'partial', { lot: l.lot() });
      await l.posted(intent);
      expect(await askIntent(intent, { ...EMPTY, facts: l.facts })).toEqual(['stop posted-already']);
    });

    test('tells what of its references does not fit', async () => {
      const l = await line();
      const good = l.good('3', 'partial', { lot: l.lot() });
      const unknown = { ...good, material: { id: 'X', by: 'code' as const, value: 'NO-SUCH-CODE' } };
      expect(await askIntent(unknown)).toEqual(['stop reference-wrong']);
      expect(await askIntent(l.consume(l.plant.rmA, '1', { uom: 'LTR' }))).toEqual(['stop reference-wrong']);
      expect(await askIntent({ ...good, material: { id: 'B', by: 'code', value: l.plant.rmB.code } })).toContain(
        'stop order-other-product',
      );
      expect(await askIntent(l.consume(l.plant.rmB, '2', { lot: 'NO-SUCH-LOT', uom: 'C62' }))).toEqual([
        'stop lot-unknown',
      ]);
    });

    test('stops at a lot that lies in quarantine', async () => {
      const l = await line();
      const { admin } = get();
      const name = `${l.order.name} Q`.replaceAll('/', '-');
      const [stock] = await l.read('stock.location', [['id', '=', l.plant.stockLocation]], ['location_id']);
      const [parent] = (stock?.['location_id'] ?? []) as [number, string];
      const vals = { name, usage: 'internal', location_id: parent };
      const [quarantine = 0] = await must<number[]>(admin, {
        model: 'stock.location',
        method: 'create',
        args: { vals_list: [vals] },
      });
      const row = { id: `pw_held.lot_${l.order.id}`, name, 'product_id/.id': String(l.plant.rmB.id) };
      const lot =
        major === 14
          ? await loadOne(admin, 'stock.production.lot', { ...row, 'company_id/id': 'base.main_company' })
          : await loadOne(admin, 'stock.lot', row);
      await stockUp(admin, l.plant.rmB.id, quarantine, 50, lot);
      const intent = l.consume(l.plant.rmB, '2', { lot: name, uom: 'C62' });
      expect(await askIntent(intent)).toEqual(['stop lot-on-hold']);
      await stockUp(admin, l.plant.rmB.id, l.plant.stockLocation, 50, lot);
      expect(await askIntent(intent)).toEqual([]);
    });

    test('says so when Odoo cannot be asked', async () => {
      const erp = get().connect({ url: 'http://127.0.0.1:9' });
      expect(await stillRight(erp, { order: 'X', now: NOW }, EMPTY)).toMatchObject({
        ok: false,
        failure: { code: 'odoo-unreachable' },
      });
    });
  });
}
