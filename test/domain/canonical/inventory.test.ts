/** Rules of what lies, moves and leaves that a JSON schema cannot say. */
import { event } from '../mapping/plant.ts';

const material = { materialDefinitionId: 'RM-10' };
const pieces = (value: string) => ({ value, uom: 'C62' });
const moved = { moveId: 'T-1', material, fromLocationId: 'DOCK', toLocationId: 'A-01' };
const counted = { countId: 'C-1', lineNo: '1', locationId: 'A-01', material, countedAt: '2026-11-20T08:00:00Z' };
const adjusted = { adjustmentId: 'A-1', locationId: 'A-01', material, reason: { code: 'SPILL', scheme: 'site' } };
const shipped = { deliveryId: 'WH/OUT/1', despatchAdviceId: 'D-1', shippedAt: '2026-11-20T08:00:00Z' };

test('nothing moved, less than nothing counted, nothing corrected, a wrong SSCC: none is an event', () => {
  expect(() => event('inventory.moved', { ...moved, quantity: pieces('0') })).toThrow('quantity must be above zero');
  expect(() => event('inventory.counted', { ...counted, countedQuantity: pieces('-1') })).toThrow('not below zero');
  expect(event('inventory.counted', { ...counted, countedQuantity: pieces('0') }).partitionkey).toBe('MUC1:loc:A-01');
  expect(() => event('inventory.adjusted', { ...adjusted, quantity: pieces('0') })).toThrow('changes something');
  const line = { material, quantity: pieces('1') };
  expect(() => event('shipment.shipped', { ...shipped, lines: [{ ...line, sscc: '340123450000000010' }] })).toThrow(
    'SSCC check digit',
  );
  expect(() => event('shipment.shipped', { ...shipped, lines: [{ ...line, quantity: pieces('0') }] })).toThrow(
    'quantity above zero',
  );
});

test('a second despatch of one delivery is another fact of the same ordering scope', () => {
  const lines = [{ material, quantity: pieces('1') }];
  const [first, second] = ['D-1', 'D-2'].map((despatchAdviceId) =>
    event('shipment.shipped', { ...shipped, despatchAdviceId, lines }),
  );
  expect(first?.idempotencykey).not.toBe(second?.idempotencykey);
  expect(first?.partitionkey).toBe(second?.partitionkey);
});

describe('what is staged', () => {
  const staged = { scanId: 'S-1', locationId: 'STAGE-1', deliveryId: 'WH/OUT/1' };
  const goods = { material, quantity: pieces('2') };

  test('a wrong label, half an item, nothing of it: none is an event', () => {
    const refused = (...items: object[]) => {
      expect(() => event('shipment.staged', { ...staged, items: items as never })).toThrow();
    };
    refused({ sscc: '340123450000000010' });
    refused({ sscc: '340123450000000017', ...goods });
    refused({ material });
    refused({ ...goods, quantity: pieces('0') });
    expect(event('shipment.staged', { ...staged, items: [goods, { sscc: '340123450000000017' }] })).toMatchObject({
      partitionkey: 'MUC1:del:WH/OUT/1',
    });
  });

  test('loose goods say whence, a label need not; the same scan is the same fact', () => {
    const { deliveryId: _none, ...scan } = staged;
    expect(() => event('shipment.staged', { ...scan, items: [goods] })).toThrow('need a delivery or the place');
    const [first, again, other] = [scan, scan, { ...scan, scanId: 'S-2' }].map((one) =>
      event('shipment.staged', { ...one, items: [{ sscc: '340123450000000017' }] }),
    );
    expect(first?.idempotencykey).toBe(again?.idempotencykey);
    expect(first?.idempotencykey).not.toBe(other?.idempotencykey);
  });

  test('the same goods may be packed twice, and a wrong label never', () => {
    const packed = { sscc: '340123450000000017', action: 'add' as const, locationId: 'A-01', children: [goods] };
    const [first, second] = ['P-1', 'P-2'].map((packId) => event('logistics.unit.packed', { ...packed, packId }));
    expect(first?.idempotencykey).not.toBe(second?.idempotencykey);
    expect(() => event('logistics.unit.packed', { ...packed, packId: 'P-1', sscc: '340123450000000018' })).toThrow(
      'SSCC check digit',
    );
  });
});
