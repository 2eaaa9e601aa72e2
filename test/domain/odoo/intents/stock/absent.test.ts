/** What becomes of a scan whose goods are not where they were taken from: waited for, refused, or held. */
import fc from 'fast-check';
import { amount } from '../../../../../nodes/src/domain/odoo/amount.ts';
import { asNotYet, whyAbsent } from '../../../../../nodes/src/domain/odoo/intents/stock/absent.ts';
import { refusal } from '../../../../../nodes/src/domain/odoo/refusals.ts';
import { type Erp, type ErpCall, ok } from '../../../../../nodes/src/domain/ports.ts';

const where = { attempted: 'stage one item', on: 'WH/OUT/1' };
const profile = { major: 19, version: '19.0', protocol: 'json2', database: 'plant' } as const;

/** An Odoo with so much of an untracked product elsewhere, and an order that makes more of it or none. */
function odoo(elsewhere: readonly number[], isBeingMade: boolean): Erp {
  const answers: Readonly<Record<string, () => unknown>> = {
    'stock.quant': () => elsewhere.map((quantity, index) => ({ location_id: [index, `WH/Shelf ${index}`], quantity })),
    'stock.move': () => (isBeingMade ? [{ id: 7 }] : []),
  };
  return { profile: async () => ok(profile), call: async ({ model }: ErpCall) => ok(answers[model]?.() ?? []) };
}

const product = { id: 1, name: 'FG', tracking: 'none', unit: 1 } as const;
const codeOf = async (wanted: number, elsewhere: readonly number[], isBeingMade: boolean): Promise<string> => {
  const goods = { product, lot: undefined, quantity: amount(String(wanted)), digits: 2 };
  const erp = odoo(elsewhere, isBeingMade);
  const answer = await whyAbsent({ erp, profile, where }, { goods, lotName: undefined, from: 5, to: 6 });
  return answer.ok ? 'there' : answer.failure.code;
};

test('goods are for a person only where enough of them lies elsewhere and no order makes more', async () => {
  const heaps = fc.array(fc.integer({ min: 1, max: 50 }), { maxLength: 4 });
  await fc.assert(
    fc.asyncProperty(fc.integer({ min: 1, max: 100 }), heaps, fc.boolean(), async (wanted, elsewhere, isBeingMade) => {
      const there = elsewhere.reduce((sum, one) => sum + one, 0);
      const isElsewhere = there >= wanted && !isBeingMade;
      expect(await codeOf(wanted, elsewhere, isBeingMade)).toBe(isElsewhere ? 'goods-elsewhere' : 'waiting-for-goods');
    }),
  );
});

test('a lot that nobody knows is waited for; what is wrong with the message is not', () => {
  expect(asNotYet(refusal('lot-unknown', where, 'L-1'), where)).toMatchObject({
    code: 'waiting-for-goods',
    class: 'waiting',
    reason: expect.stringContaining('L-1'),
  });
  expect(asNotYet(refusal('lot-missing', where), where)).toMatchObject({ code: 'lot-missing', class: 'data' });
});
