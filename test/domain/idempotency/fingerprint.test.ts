import fc from 'fast-check';
import { system } from '../../../nodes/src/adapters/system.ts';
import { fingerprint } from '../../../nodes/src/domain/idempotency/fingerprint.ts';

const of = (data: unknown, ...volatile: string[]): string => fingerprint(data, volatile, system.hash);
const order = {
  lot: 'L1',
  interval: { start: 'a', end: 'b' },
  serials: [
    { id: 1, seen: 'x' },
    { id: 2, seen: 'y' },
  ],
};

test('the order of members does not matter, every value does', () => {
  expect(of({ a: 1, b: [1, 2] })).toBe(of({ b: [1, 2], a: 1 }));
  expect(of({ a: 1, b: [1, 2] })).not.toBe(of({ a: 1, b: [2, 1] }));
  expect(of({ a: '1' })).not.toBe(of({ a: 1 }));
});

test('volatile fields are left out, nested ones and those of every member too', () => {
  expect(of(order, 'interval.end')).toBe(of({ ...order, interval: { start: 'a', end: 'c' } }, 'interval.end'));
  expect(of(order, 'interval.end')).not.toBe(of({ ...order, interval: { start: 'z', end: 'b' } }, 'interval.end'));
  const later = { ...order, serials: order.serials.map((serial) => ({ ...serial, seen: 'later' })) };
  expect(of(order, 'serials.*.seen')).toBe(of(later, 'serials.*.seen'));
  expect(of(order, 'serials.0.seen')).not.toBe(of(later, 'serials.0.seen'));
});

test('a path that is not there changes nothing, and the data is not touched', () => {
  const data = structuredClone(order);
  expect(of(data, 'nothing.here', 'lot.deep', 'serials.9.id')).toBe(of(data));
  expect(data).toEqual(order);
});

test('any JSON value has a fingerprint, stable under a round trip', () => {
  fc.assert(
    fc.property(fc.jsonValue({ noUnicodeString: true }), (value) => {
      expect(of(JSON.parse(JSON.stringify(value)))).toBe(of(value));
    }),
  );
  expect(of(undefined)).toBe(of(null));
});
