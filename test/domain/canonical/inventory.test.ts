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
