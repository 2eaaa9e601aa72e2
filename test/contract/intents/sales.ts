/** What the intents about leads, availability and orders of customers promise. */
import { externalId } from '../../../nodes/src/domain/odoo/binding.ts';
import type { ErpBench } from '../erp.ts';
import type { Promises } from './all.ts';
import { counterOf } from './sales-bench.ts';
import { salesOrderPromises } from './sales-order.ts';
import { commitmentRiskPromises } from './sales-risk.ts';
import { kilograms, material, pieces } from './stock-bench.ts';

export const salesPromises: Promises = (get) => {
  leadPromises(get);
  availabilityPromises(get);
  salesOrderPromises(get);
  commitmentRiskPromises(get);
};

function leadPromises(get: () => ErpBench): void {
  describe('an opportunity', () => {
    test('follows its revisions, keeps what people wrote, and is won once', async () => {
      const counter = await counterOf(get());
      const { bench } = counter;
      const head = bench.head();
      const number = head.key;
      const revision = (of: number, more: object) => ({
        ...{ kind: 'lead', lead: number, title: 'Line for bottles', revision: of },
        ...{ ...head, key: `${number}.${of}` },
        ...more,
      });
      const first = revision(1, { company: 'ACME', email: 'buyer@acme.test', value: '12000', probability: '0.3' });
      await bench.inParallel(first, 4);
      const fields = ['name', 'email_from', 'expected_revenue', 'probability', 'contact_name', 'active'];
      const [made] = await bench.named(externalId('lead', number));
      const shown = () =>
        bench.read(
          'crm.lead',
          [
            ['id', '=', made?.['id']],
            ['active', 'in', [true, false]],
          ],
          fields,
        );
      expect(await shown()).toMatchObject([
        { expected_revenue: 12_000, probability: 30, email_from: 'buyer@acme.test' },
      ]);
      const vals = { contact_name: 'Eva' };
      await get().admin.call({ model: 'crm.lead', method: 'write', ids: [Number(made?.['id'])], args: { vals } });
      await bench.posted(revision(3, { value: '15000', probability: '0.55' }));
      expect(await bench.posted(revision(2, { value: '9000' }))).toMatchObject({ verdict: 'already' });
      expect(await shown()).toMatchObject([{ expected_revenue: 15_000, probability: 55, contact_name: 'Eva' }]);
      const won = revision(4, { stage: 'won' });
      expect(await bench.posted(won)).toMatchObject({ verdict: 'posted' });
      expect(await bench.posted(won)).toMatchObject({ verdict: 'already' });
      expect(await shown()).toMatchObject([{ probability: 100, active: true }]);
    });

    test('that is lost leaves the list; one of a customer nobody knows is refused', async () => {
      const { bench } = await counterOf(get());
      const head = bench.head();
      const lost = { kind: 'lead', lead: head.key, title: 'Labels', stage: 'lost', ...head };
      expect(await bench.posted(lost)).toMatchObject({ verdict: 'posted' });
      expect(await bench.posted(lost)).toMatchObject({ verdict: 'already' });
      expect(await bench.named(externalId('lead', head.key))).toEqual([]);
      const nobody = { id: 'X', by: 'code', value: 'NOBODY' };
      expect(await bench.refused({ ...lost, ...bench.head(), customer: nobody })).toBe('unmapped');
    });
  });
}

function availabilityPromises(get: () => ErpBench): void {
  test('what can be promised is read from stock and forecast, and nothing is reserved by it', async () => {
    const { bench } = await counterOf(get());
    const { fg } = get().plant;
    // Of the plant that hardly anybody works in: nothing of it is reserved meanwhile.
    const { rmA } = get().strict;
    const line = (lineNo: string, of: object, quantity: object) => ({
      ...{ lineNo, material: of, quantity, wanted: '2026-12-24' },
    });
    const [stock] = await bench.read('product.product', [['id', '=', rmA.id]], ['virtual_available']);
    const all = String(stock?.['virtual_available']);
    const lines = [
      line('1', material(rmA), kilograms('1')),
      line('2', material(rmA), kilograms(all)),
      line('3', material(fg), pieces('1000000')),
    ];
    const answer = await bench.posted({ kind: 'checkAvailability', request: 'ASK-1', lines, ...bench.head() });
    expect(answer.readBack).toMatchObject({
      enough: false,
      lines: [
        { lineNo: '1', verdict: 'now' },
        { lineNo: '2', verdict: 'short', missing: '1' },
        { lineNo: '3', verdict: 'short' },
      ],
    });
  });
}
