import fc from 'fast-check';
import { units } from '../../../nodes/src/domain/canonical/units.ts';
import { convert, sameDimension, scaled } from '../../../nodes/src/domain/canonical/uom.ts';

const codes = [...units.keys()];
const amount = fc
  .tuple(fc.bigInt({ min: -(10n ** 12n), max: 10n ** 12n }), fc.integer({ min: 0, max: 9 }))
  .map(([digits, decimals]) => {
    const text = (digits < 0n ? -digits : digits).toString().padStart(decimals + 1, '0');
    const written = decimals === 0 ? text : `${text.slice(0, -decimals)}.${text.slice(-decimals)}`;
    return digits < 0n ? `-${written}` : written;
  });

test.each([
  ['2500', 'GRM', 'KGM', '2.5', true],
  ['1', 'GLL', 'LTR', '3.785411784', true],
  ['1', 'LBR', 'KGM', '0.45359237', true],
  ['1.5', 'HUR', 'MIN', '90', true],
  ['1', 'MIN', 'HUR', '0.016666667', false],
  ['3', 'DZN', 'C62', '36', true],
  ['0.1', 'KGM', 'GRM', '100', true],
  ['123456789012345.123456789', 'KGM', 'KGM', '123456789012345.123456789', true],
])('%s %s is %s %s', (value, from, to, expected, exact) => {
  expect(convert(value, from, to)).toEqual({ ok: true, value: { value: expected, uom: to, exact } });
});

test.each([
  ['EA', 'C62', 'unit-unknown'],
  ['C62', 'PCE', 'unit-unknown'],
  ['XCA', 'C62', 'unit-unknown'],
  ['', 'C62', 'unit-unknown'],
  ['KGM', 'LTR', 'unit-mismatch'],
  ['C62', 'KGM', 'unit-mismatch'],
  ['KWH', 'KWT', 'unit-mismatch'],
])('%s into %s is refused as %s', (from, to, code) => {
  expect(convert('1', from, to)).toMatchObject({ ok: false, failure: { code, class: 'data' } });
});

test('an amount that would vanish behind the ninth decimal is refused', () => {
  expect(convert('0.000000001', 'MGM', 'TNE')).toMatchObject({ failure: { code: 'quantity-too-fine' } });
  expect(convert('0', 'MGM', 'TNE')).toMatchObject({ ok: true, value: { value: '0' } });
});

test('conversion crosses no dimension, for any pair of units', () => {
  fc.assert(
    fc.property(fc.constantFrom(...codes), fc.constantFrom(...codes), (from, to) => {
      expect(convert('1000000', from, to).ok).toBe(sameDimension(from, to));
    }),
  );
});

test('there and back again gives the same amount whenever both ways are exact', () => {
  fc.assert(
    fc.property(amount, fc.constantFrom(...codes), fc.constantFrom(...codes), (value, from, to) => {
      fc.pre(sameDimension(from, to));
      const there = convert(value, from, to);
      fc.pre(there.ok && there.value.exact);
      const back = there.ok ? convert(there.value.value, to, from) : there;
      expect(back.ok && Number(back.value.value)).toBe(Number(value));
    }),
  );
});

test('adding first or converting first is the same', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 10 ** 9 }), fc.integer({ min: 0, max: 10 ** 9 }), (one, other) => {
      const kilograms = (grams: number): bigint => {
        const result = convert(String(grams), 'GRM', 'KGM');
        const [whole = '0', rest = ''] = result.ok ? result.value.value.split('.') : [];
        return BigInt(whole + rest.padEnd(3, '0'));
      };
      expect(kilograms(one) + kilograms(other)).toBe(kilograms(one + other));
    }),
  );
});

test('a result has no exponent, no trailing zero and no negative zero', () => {
  fc.assert(
    fc.property(amount, fc.constantFrom('GRM', 'KGM', 'TNE', 'LBR'), (value, from) => {
      const result = convert(value, from, 'KGM');
      if (result.ok) expect(result.value.value).toMatch(/^(0|-?(0|[1-9]\d*)(\.\d{0,8}[1-9])?)$/);
    }),
  );
});

test('counts times what one count stands for is exact', () => {
  expect(scaled('3', '0.1')).toBe('0.3');
  expect(scaled('4294967296', '0.000000001')).toBe('4.294967296');
});

test('every unit has a positive exact factor, and each dimension one reference', () => {
  for (const unit of units.values()) expect(unit.factor).toMatch(/^(0\.\d+|[1-9]\d*(\.\d+)?)$/);
  const dimensions = new Set([...units.values()].map((unit) => unit.dimension));
  for (const dimension of dimensions) {
    const references = [...units.values()].filter((unit) => unit.dimension === dimension && unit.factor === '1');
    expect(references.length).toBeGreaterThan(0);
  }
});
