/** What no JSON Schema says about events of suppliers. */
import { buildEvent } from '../../../nodes/src/domain/canonical/build.ts';
import type { EventName } from '../../../nodes/src/domain/canonical/registry.ts';
import { hash } from '../mapping/plant.ts';

const line = { lineNo: '1', material: { materialDefinitionId: 'RM-10' }, quantity: { value: '40', uom: 'C62' } };
const advice = {
  supplierId: 'S-100',
  despatchAdviceId: 'DA-1',
  purpose: 'original',
  poId: 'P00021',
  logisticUnits: [{ sscc: '340123450000000017', lines: [line] }],
};
const answer = { supplierId: 'S-100', poId: 'P00021', responseId: 'AB-1', lines: [{ ...line, status: 'accepted' }] };
const receipt = { receiptId: 'GR-1', poId: 'P00021', lines: [line] };

function built(name: EventName, data: object) {
  const time = '2026-11-20T08:15:00.000Z';
  const stamps = { time, recordedtime: time, timequality: 'inferred', sequence: { epoch: 0, counter: 0 } } as const;
  return buildEvent(name, data as never, { enterprise: 'ACME', site: 'MUC1', system: 'edi', ...stamps }, hash);
}
const none = { ...line, quantity: { value: '0', uom: 'C62' } };

test.each([
  ['purchase.asn.received', { ...advice, logisticUnits: [] }, 'an advice that is not withdrawn names what comes'],
  [
    'purchase.asn.received',
    { ...advice, logisticUnits: [{ lines: [none] }] },
    'every line needs a quantity above zero',
  ],
  [
    'purchase.asn.received',
    { ...advice, logisticUnits: [{ sscc: '340123450000000018', lines: [line] }] },
    'SSCC check digit is wrong',
  ],
  [
    'purchase.order.confirmed',
    { ...answer, lines: [] },
    'an answer names lines, or accepts or rejects the whole order',
  ],
  ['purchase.receipt.recorded', { ...receipt, lines: [none] }, 'every line needs a quantity above zero'],
] as const)('%s: %#', (name, data, rule) => {
  expect(built(name, data)).toMatchObject({ ok: false, failure: { reason: expect.stringContaining(rule) } });
});

test('a withdrawn advice and an order that is refused or accepted as a whole need no lines', () => {
  expect(built('purchase.asn.received', { ...advice, purpose: 'cancel', logisticUnits: [] }).ok).toBe(true);
  for (const verdict of ['rejected', 'accepted'])
    expect(built('purchase.order.confirmed', { ...answer, verdict, lines: [] }).ok).toBe(true);
});

test('one advice for two orders is two events; sent again it is the same ones; its replacement is another', () => {
  const keyOf = (change: object): unknown => {
    const event = built('purchase.asn.received', { ...advice, ...change });
    return event.ok ? event.value.idempotencykey : event.failure;
  };
  expect(keyOf({ carrier: 'other' })).toBe(keyOf({}));
  expect(new Set([keyOf({}), keyOf({ poId: 'P00022' }), keyOf({ purpose: 'replace' })]).size).toBe(3);
});

test('each replacement of an advice is a fact of its own, and the same one told again is not', () => {
  const keyOf = (data: object): string => {
    const made = built('purchase.asn.received', { ...advice, ...data });
    if (!made.ok) throw new Error(made.failure.reason);
    return String(made.value.idempotencykey);
  };
  const [first, second] = ['311', '312'].map((revision) => keyOf({ purpose: 'replace', revision }));
  expect(first).not.toBe(second);
  expect(keyOf({ purpose: 'replace', revision: '311' })).toBe(first);
  expect(keyOf({ purpose: 'replace' })).not.toBe(first);
});
