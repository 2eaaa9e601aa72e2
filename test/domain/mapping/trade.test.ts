/** What suppliers tell, with the codes of the site. */
import { prepareMapper } from '../../../nodes/src/domain/mapping/apply.ts';
import { siteResource } from '../../../nodes/src/domain/site/resource.ts';
import { demoPlant, event } from './plant.ts';

const pack = demoPlant();
const theirs = {
  domain: 'material',
  system: 'edi',
  localCode: 'AC-55',
  canonicalId: 'RM-20',
  status: 'approved',
} as const;
const map = prepareMapper(siteResource({ ...pack, crosswalk: [...pack.crosswalk, theirs] }));
const receipt = {
  receiptId: 'GR-9001',
  poId: 'P00021',
  lines: [
    {
      lineNo: '1',
      material: { materialDefinitionId: 'AC-55' },
      quantity: { value: '4000', uom: 'GRM' },
      lot: { lotId: 'L-77' },
    },
  ],
};

test('a receipt becomes one intent with its lines, in the codes and units of the site', () => {
  const input = event('purchase.receipt.recorded', receipt, { originsystem: 'edi' });
  expect(map(input)).toMatchObject({
    ok: true,
    value: {
      intent: {
        kind: 'receive',
        key: input.idempotencykey,
        partition: 'ACME:po:P00021',
        order: 'P00021',
        receipt: 'GR-9001',
        lines: [{ lineNo: '1', material: { id: 'RM-20' }, quantity: { value: '4', uom: 'KGM' }, lot: 'L-77' }],
      },
    },
  });
});

test('a despatch advice becomes what is expected, line by line with its label', () => {
  const data = {
    ...{ supplierId: 'S-100', despatchAdviceId: 'DA-7001', purpose: 'original', poId: 'P00021', eta: '2026-11-22' },
    logisticUnits: [{ sscc: '340123450000000017', lines: receipt.lines }, { lines: receipt.lines }],
  };
  const input = event('purchase.asn.received', data as never, { originsystem: 'edi' });
  const line = { lineNo: '1', material: { id: 'RM-20' }, quantity: { value: '4', uom: 'KGM' }, lot: 'L-77' };
  expect(map(input)).toMatchObject({
    ok: true,
    value: {
      intent: {
        ...{
          kind: 'expectGoods',
          partition: 'ACME:po:P00021',
          order: 'P00021',
          advice: 'DA-7001',
          purpose: 'original',
        },
        lines: [{ ...line, sscc: '340123450000000017' }, line],
      },
    },
  });
});

test('how much more than ordered is taken is the site pack’s, for a material or for all', () => {
  const receiving = { overPercent: '2', differencePercent: '1' };
  const lines = [
    receipt.lines[0],
    { material: { materialDefinitionId: 'RM-10' }, quantity: { value: '3', uom: 'C62' } },
  ];
  const input = event('purchase.receipt.recorded', { ...receipt, lines } as never, { originsystem: 'edi' });
  const materials = (pack.materials ?? []).map((one) =>
    one.id === 'RM-20' ? { ...one, overReceiptPercent: '10' } : one,
  );
  const crosswalk = [...pack.crosswalk, theirs];
  const mapOf = (more: object) => prepareMapper(siteResource({ ...pack, crosswalk, ...more }))(input);
  expect(mapOf({ receiving, materials })).toMatchObject({
    value: { intent: { differencePercent: '1', lines: [{ overPercent: '10' }, { overPercent: '2' }] } },
  });
  const none = mapOf({ receiving: undefined });
  expect(none).toMatchObject({ value: { intent: { overPercent: '0', differencePercent: '0' } } });
  expect(JSON.stringify(none)).not.toContain('"overPercent":"2"');
});

test('a line that cannot be looked up refuses the receipt and names its number', () => {
  const lines = [...receipt.lines, { ...receipt.lines[0], material: { materialDefinitionId: 'NOBODY' } }];
  const input = event('purchase.receipt.recorded', { ...receipt, lines } as never, { originsystem: 'edi' });
  expect(map(input)).toMatchObject({
    ok: false,
    failure: { code: 'unmapped', reason: expect.stringMatching(/^line 2: .*NOBODY/) },
  });
});

test("a supplier's answer becomes promises of the lines; quantities are told to the buyer", () => {
  const line = { lineNo: '1', status: 'changed', promisedDate: '2026-11-22', price: '2.5' } as const;
  const data = { supplierId: 'S-100', poId: 'P00021', responseId: 'AB-1', lines: [{ ...receipt.lines[0], ...line }] };
  const { lot: _, ...answered } = data.lines[0] ?? {};
  const input = event('purchase.order.confirmed', { ...data, lines: [answered] } as never, { originsystem: 'edi' });
  expect(map(input)).toMatchObject({
    ok: true,
    value: {
      intent: {
        kind: 'confirmSupply',
        order: 'P00021',
        response: 'AB-1',
        quantities: 'note',
        lines: [{ lineNo: '1', status: 'changed', promised: '2026-11-22', quantity: { value: '4', uom: 'KGM' } }],
      },
    },
  });
});

test('day, revision, currency and basis of the prices of an answer reach Odoo', () => {
  const head = { issuedDate: '2026-11-05', revision: '2', currency: 'USD' };
  const line = { lineNo: '1', status: 'changed', price: '250', priceBasis: '100' };
  const data = { supplierId: 'S-100', poId: 'P00021', responseId: 'AB-1', ...head, lines: [line] };
  const input = event('purchase.order.confirmed', data as never, { originsystem: 'edi' });
  expect(map(input)).toMatchObject({
    value: {
      intent: { issued: '2026-11-05', revision: '2', currency: 'USD', lines: [{ price: '250', priceBasis: '100' }] },
    },
  });
});

test.each([
  ['accepted', 'answered'],
  ['answered', 'answered'],
  ['rejected', 'rejected'],
])('an answer to the whole order (%s) reaches Odoo without lines', (verdict, told) => {
  const lines = verdict === 'answered' ? [{ lineNo: '1', status: 'accepted' }] : [];
  const data = { supplierId: 'S-100', poId: 'P00021', responseId: 'AB-9', verdict, lines };
  const input = event('purchase.order.confirmed', data as never, { originsystem: 'edi' });
  expect(map(input)).toMatchObject({
    value: { intent: { kind: 'confirmSupply', order: 'P00021', verdict: told, lines } },
  });
});
