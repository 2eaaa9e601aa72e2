import fc from 'fast-check';
import { baseMaps } from '../../../nodes/src/domain/mapping/base-maps.ts';
import { type OverrideRow, overridesOf } from '../../../nodes/src/domain/mapping/overrides.ts';
import { mapSchema } from '../../../nodes/src/domain/mapping/rules.ts';

const row = (change: Partial<OverrideRow>): OverrideRow => ({
  type: 'production.output.reported',
  field: 'lot',
  from: '',
  value: '',
  through: '',
  ...change,
});

test.each([
  ['a path', row({ from: 'data.lot.lotId' }), { from: 'data.lot.lotId' }],
  ['a path through a converter', row({ from: 'time', through: 'instant' }), { from: 'time', convert: 'instant' }],
  [
    'a path through the crosswalk',
    row({ from: 'data.x', through: 'material' }),
    { from: 'data.x', lookup: 'material' },
  ],
  ['text', row({ value: 'L-FIXED' }), { value: 'L-FIXED' }],
  ['JSON', row({ value: '["a", 1]' }), { value: ['a', 1] }],
])('%s becomes a rule', (_, entry, rule) => {
  expect(overridesOf([entry], baseMaps)).toEqual({
    ok: true,
    value: [{ type: 'production.output.reported', to: 'produce', fields: { lot: rule } }],
  });
});

test('the second wrong row is named as the second', () => {
  const rows = [row({ value: 'x' }), row({ value: 'x', from: 'time' })];
  expect(overridesOf(rows, baseMaps)).toMatchObject({
    failure: { on: 'row 2', reason: 'needs either "from" or "value"' },
  });
});

test('whatever a person types becomes a valid map or a message', () => {
  const word = fc.oneof(fc.string(), fc.constantFrom('', 'data.lot', 'lot', 'instant', '{"a":1}'));
  const rows = fc.array(
    fc.record({ type: fc.constantFrom('material.consumed', 'x'), field: word, from: word, value: word, through: word }),
  );
  fc.assert(
    fc.property(rows, (entries) => {
      const result = overridesOf(entries, baseMaps);
      if (result.ok) for (const map of result.value) expect(mapSchema.safeParse(map).success).toBe(true);
      else expect(result.failure.nextStep).toContain('Correct the row');
    }),
  );
});
