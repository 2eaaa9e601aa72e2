/** What sales, finance and service tell, with the codes of the site. */
import { prepareMapper } from '../../../nodes/src/domain/mapping/apply.ts';
import { siteResource } from '../../../nodes/src/domain/site/resource.ts';
import { demoPlant, event } from './plant.ts';

const pack = demoPlant();
const bound = { domain: 'partner', canonicalId: 'C-100', by: 'externalId', value: 'erp.customer_100' } as const;
const shop = { domain: 'partner', system: 'shop', localCode: '991', canonicalId: 'C-100', status: 'approved' } as const;
const site = siteResource({
  ...pack,
  bindings: [...pack.bindings, bound],
  crosswalk: [...pack.crosswalk, shop, { ...shop, localCode: '992', status: 'retired' as const }],
});
const map = prepareMapper(site);
const line = { lineNo: '1', material: { materialDefinitionId: 'RM-20' }, quantity: { value: '4000', uom: 'GRM' } };
const order = {
  customerId: '991',
  customerPo: '4500017',
  lines: [{ ...line, price: '0.02', wantedDate: '2026-12-18' }],
};

test('an order keeps the unit that its price is for, and finds its customer in the site pack', () => {
  const input = event('sales.order.committed', order, { originsystem: 'shop' });
  expect(map(input)).toMatchObject({
    ok: true,
    value: {
      intent: {
        kind: 'salesOrder',
        key: input.idempotencykey,
        partition: 'ACME:so:991:4500017',
        customer: { id: 'C-100', by: 'externalId', value: 'erp.customer_100' },
        customerPo: '4500017',
        commit: 'promised',
        lines: [{ lineNo: '1', quantity: { value: '4000', uom: 'GRM' }, price: '0.02', wanted: '2026-12-18' }],
      },
    },
  });
});

test.each([
  [
    'nobody listed is the contact with this reference',
    'C-7',
    { ok: true, value: { intent: { customer: { by: 'code', value: 'C-7' } } } },
  ],
  ['a row that is retired is refused, not guessed around', '992', { ok: false, failure: { code: 'unmapped' } }],
])('a customer: %s', (_what, customerId, expected) => {
  expect(map(event('sales.order.committed', { ...order, customerId }, { originsystem: 'shop' }))).toMatchObject(
    expected,
  );
});

test("the customer's number sent again has the same key, another content of it is a revision", () => {
  const keyOf = (change: object) => event('sales.order.committed', { ...order, ...change }).idempotencykey;
  expect(keyOf({ orderId: 'WEB-2' })).toBe(keyOf({}));
  expect(keyOf({ revision: 0 })).toBe(keyOf({}));
  expect(keyOf({ revision: 1 })).not.toBe(keyOf({}));
  expect(keyOf({ customerId: 'C-7' })).not.toBe(keyOf({}));
});

test.each([
  [
    'sales.opportunity.changed',
    { opportunityId: 'OPP-77', revision: 3, title: 'Line', stage: 'open' },
    'lead',
    { lead: 'OPP-77', revision: 3 },
  ],
  [
    'sales.customer.changed',
    { customerId: 'C-7', revision: 1, name: 'Bottlers', vat: 'DE1' },
    'upsertPartner',
    { id: 'C-7', roles: ['customer'], twins: 'refuse' },
  ],
  ['sales.availability.asked', { requestId: 'ASK-1', lines: [line] }, 'checkAvailability', { request: 'ASK-1' }],
  [
    'sales.quote.changed',
    { quoteId: 'Q-1', revision: 1, status: 'sent', customerId: 'C-7', lines: [line] },
    'quotation',
    { status: 'sent', quotation: 'Q-1' },
  ],
  [
    'sales.commitment.changed',
    { orderId: 'S00042', revision: 2, promisedDate: '2026-12-29' },
    'promiseDelivery',
    { order: 'S00042', promised: '2026-12-29' },
  ],
  [
    'finance.credit.changed',
    { customerId: 'C-7', status: 'hold', at: '2026-11-20T09:00:00+01:00', by: 'Rossi' },
    'creditHold',
    { status: 'hold', at: '2026-11-20T08:00:00.000Z' },
  ],
  [
    'finance.bill.received',
    { supplierId: 'C-100', invoiceId: 'I-1', poId: 'P00021', date: '2026-11-20', lines: [{ ...line, price: '2' }] },
    'vendorBill',
    { number: 'I-1', order: 'P00021', posting: 'draft' },
  ],
] as const)('%s', (name, data, kind, fields) => {
  expect(map(event(name, data as never))).toMatchObject({ ok: true, value: { intent: { kind, ...fields } } });
});

test('a repair brings its parts in the units of the site, and its customer', () => {
  const lines = [{ ...line, use: 'add', lot: { lotId: 'L-77' } }] as const;
  const data = { repairId: 'CASE-9', material: { materialDefinitionId: 'FG-1000' }, serial: 'SN-1', lines };
  expect(map(event('service.repair.recorded', { ...data, lines: [...lines], customerId: 'C-7' }))).toMatchObject({
    ok: true,
    value: {
      intent: {
        ...{ kind: 'repair', repair: 'CASE-9', serial: 'SN-1', customer: { value: 'C-7' } },
        parts: [{ use: 'add', material: { id: 'RM-20' }, quantity: { value: '4', uom: 'KGM' }, lot: 'L-77' }],
      },
    },
  });
});

test('a probability above one is refused', () => {
  const data = { opportunityId: 'OPP-77', revision: 3, title: 'Line', stage: 'open', probability: '30' } as const;
  expect(() => event('sales.opportunity.changed', data)).toThrow(/between 0 and 1/);
});
