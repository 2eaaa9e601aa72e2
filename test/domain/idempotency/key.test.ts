import canonicalize from 'canonicalize';
import fc from 'fast-check';
import { system } from '../../../nodes/src/adapters/system.ts';
import { canonicalJson, idempotencyKey } from '../../../nodes/src/domain/idempotency/key.ts';

const { hash } = system;
const part = fc.oneof(fc.string(), fc.integer(), fc.boolean(), fc.constant(null));

test('a key is the recipe’s name and 192 bits of hash', () => {
  const key = idempotencyKey(['prod.output', 'MUC1', 'MO-1-10', 'Good', 17, '12600', '12840'], hash);
  expect(key).toBe('k1.91MCKGRsvjhEPhoAw6ct3W6OIqKD251A');
});

test('the same parts give the same key, other parts or another order give another', () => {
  fc.assert(
    fc.property(
      fc.array(part, { minLength: 1, maxLength: 8 }),
      fc.array(part, { minLength: 1, maxLength: 8 }),
      (a, b) => {
        const isSame = JSON.stringify(a) === JSON.stringify(b);
        expect(idempotencyKey([...a], hash) === idempotencyKey([...b], hash)).toBe(isSame);
      },
    ),
  );
});

test('parts do not run into each other', () => {
  expect(idempotencyKey(['a', 'bc'], hash)).not.toBe(idempotencyKey(['ab', 'c'], hash));
  expect(idempotencyKey(['1'], hash)).not.toBe(idempotencyKey([1], hash));
});

describe('canonical JSON', () => {
  test('is what the library writes, refusals included', () => {
    const written = (write: (value: unknown) => unknown, value: unknown): unknown => {
      try {
        return write(value) ?? 'refused';
      } catch {
        return 'refused';
      }
    };
    const odd = fc.object({
      withDate: true,
      withBigInt: false,
      withBoxedValues: true,
      withNullPrototype: true,
      withSparseArray: true,
      withTypedArray: true,
      values: [fc.double(), fc.string({ unit: 'binary' }), fc.constantFrom(undefined, null, -0, Number.NaN, '\ud800')],
    });
    const own = { toJSON: () => 'mine' };
    const any = fc.oneof(fc.jsonValue(), odd, fc.constantFrom<unknown>(own, { own }, [own], new Date(0), '\udc00'));
    fc.assert(
      fc.property(any, (value) => expect(written(canonicalJson, value)).toBe(written(canonicalize, value))),
      { numRuns: 1_000 },
    );
  });

  test('sorts names by code unit and writes numbers as RFC 8785 does', () => {
    const value = {
      '\u20ac': 1,
      '\r': 2,
      '1': 3,
      '\u{1f602}': 4,
      '\u00f6': 5,
      '\ufb33': 6,
      n: [1e30, 4.5, 2e-3, 1e-27],
    };
    expect(canonicalJson(value)).toBe(
      '{"\\r":2,"1":3,"n":[1e+30,4.5,0.002,1e-27],"\u00f6":5,"\u20ac":1,"\u{1f602}":4,"\ufb33":6}',
    );
  });

  test('does not depend on the order in which members were set', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.jsonValue()), (value) => {
        const reversed = Object.fromEntries(Object.entries(value).reverse());
        expect(canonicalJson(reversed)).toBe(canonicalJson(value));
      }),
    );
  });

  test('refuses what JSON cannot hold, instead of writing something else', () => {
    expect(() => canonicalJson(Number.NaN)).toThrow();
    expect(() => canonicalJson({ a: Number.POSITIVE_INFINITY })).toThrow();
    expect(() => canonicalJson(undefined)).toThrow(TypeError);
  });
});
