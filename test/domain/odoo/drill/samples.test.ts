/** Every intent can be drilled: it has a sample, and each sample is an intent. */
import { purchaseSamples, saleSamples } from '../../../../nodes/src/domain/odoo/drill/document-samples.ts';
import { samples, setting } from '../../../../nodes/src/domain/odoo/drill/samples.ts';
import { intentKinds, intentSchema } from '../../../../nodes/src/domain/odoo/intent.ts';

const P = 'DTEST';
const all = [
  ...setting(P, { currency: 'EUR', house: 'WH' }),
  ...samples(P, ['WH/MO/1', 'WH/MO/2', 'WH/MO/3']),
  ...saleSamples(P, { sale: 'S00001', delivery: 'WH/OUT/1', isInvoiced: true }),
  ...purchaseSamples(P, 'P00001'),
];

test('no intent is without a sample: give a new one its own in `drill/samples.ts`', () => {
  const played = new Set(all.map(({ kind }) => kind));
  expect(intentKinds.filter((kind) => !played.has(kind))).toEqual([]);
});

test.each(all.map((sample, number) => [sample.kind, number, sample] as const))(
  '%s (%d) is an intent',
  (kind, number, sample) => {
    const read = intentSchema.safeParse({ key: `k${number}`, partition: 'p', at: '2026-11-20T08:00:00Z', ...sample });
    expect([kind, read.error?.issues ?? []]).toEqual([kind, []]);
  },
);

test('where no order, sale or purchase could be made, nothing is played about it', () => {
  const without = [...samples(P, []), ...saleSamples(P, { sale: 'S00001', isInvoiced: false })];
  expect(JSON.stringify(without)).not.toMatch(/WH\/MO|WH\/OUT|readInvoice|DTEST-LOT/);
});
