import fc from 'fast-check';
import type { CrosswalkRow, SitePack } from '../../../nodes/src/domain/site/pack.ts';
import { buildCrosswalk, normalised } from '../../../nodes/src/domain/site/xref.ts';
import { demoPlant } from '../mapping/plant.ts';

const row = (change: Partial<CrosswalkRow>): CrosswalkRow => ({
  domain: 'material',
  system: 'mes',
  localCode: '0042',
  canonicalId: 'FG-1000',
  status: 'approved',
  ...change,
});
const walk = (...crosswalk: CrosswalkRow[]) => buildCrosswalk({ ...demoPlant(), crosswalk } as SitePack);
const noon = '2026-11-20T12:00:00Z';

test('a row of the system wins over a row for every system', () => {
  const crosswalk = walk(row({ system: '*', canonicalId: 'FG-2000' }), row({}));
  expect(crosswalk.canonical('material', 'mes', '0042', noon)).toEqual({ ok: true, value: 'FG-1000' });
  expect(crosswalk.canonical('material', 'plc', '0042', noon)).toEqual({ ok: true, value: 'FG-2000' });
});

test('blanks at the ends and the spelling of accents do not matter; case and leading zeros do', () => {
  const crosswalk = walk(row({ localCode: 'Gehäuse' }), row({ localCode: '0042', canonicalId: 'FG-2000' }));
  expect(crosswalk.canonical('material', 'mes', ' Geha\u0308use ', noon)).toEqual({ ok: true, value: 'FG-1000' });
  for (const code of ['gehäuse', '42', '00042']) {
    expect(crosswalk.canonical('material', 'mes', code, noon)).toMatchObject({ failure: { code: 'unmapped' } });
  }
});

test('the row that was valid on the local day of the event is used, not the one of today', () => {
  const crosswalk = walk(row({ validTo: '2026-11-20' }), row({ validFrom: '2026-11-21', canonicalId: 'FG-2000' }));
  expect(crosswalk.canonical('material', 'mes', '0042', '2026-11-20T22:59:59Z')).toEqual({
    ok: true,
    value: 'FG-1000',
  });
  expect(crosswalk.canonical('material', 'mes', '0042', '2026-11-20T23:00:00Z')).toEqual({
    ok: true,
    value: 'FG-2000',
  });
});

test.each([
  ['proposed', row({ status: 'proposed' })],
  ['retired', row({ status: 'retired' })],
  ['not valid yet', row({ validFrom: '2027-01-01' })],
])('a row that is %s is not used, and the message says so', (_, only) => {
  const result = walk(only).canonical('material', 'mes', '0042', noon);
  expect(result).toMatchObject({ failure: { code: 'unmapped', reason: expect.stringContaining(only.status) } });
});

test('a row decides even about a code that is a canonical id itself', () => {
  expect(walk().canonical('material', 'mes', 'FG-1000', noon)).toEqual({ ok: true, value: 'FG-1000' });
  const retired = walk(row({ localCode: 'FG-1000', status: 'retired' }));
  expect(retired.canonical('material', 'mes', 'FG-1000', noon)).toMatchObject({ ok: false });
});

test('an unmapped code names domain, system, code and the row to add', () => {
  expect(walk().canonical('reason', 'mes', 'X9', noon)).toMatchObject({
    failure: {
      code: 'unmapped',
      class: 'data',
      on: 'crosswalk of site pack demo-plant',
      nextStep: expect.stringContaining('{ "domain": "reason", "system": "mes", "localCode": "X9", "canonicalId": … }'),
    },
  });
});

test('lots are made by the day and stand for themselves', () => {
  expect(walk().canonical('lot', 'mes', ' L-1 ', noon)).toEqual({ ok: true, value: 'L-1' });
  const renamed = walk(row({ domain: 'lot', localCode: 'L-1', canonicalId: 'LOT1' }));
  expect(renamed.canonical('lot', 'mes', 'L-1', noon)).toEqual({ ok: true, value: 'LOT1' });
});

test('a canonical id without binding is refused with the binding to add', () => {
  expect(walk().binding('material', 'FG-9')).toMatchObject({
    failure: { code: 'unmapped', nextStep: expect.stringContaining('"canonicalId": "FG-9"') },
  });
  expect(walk().binding('material', 'RM-10')).toMatchObject({ value: { by: 'code', value: 'RM-10' } });
});

test('no code is ever mapped to anything but what a row or a binding says', () => {
  const crosswalk = walk(row({}), row({ localCode: 'a', canonicalId: 'FG-2000' }));
  const listed = new Map([
    ['0042', 'FG-1000'],
    ['a', 'FG-2000'],
    ...demoPlant()
      .bindings.filter((binding) => binding.domain === 'material')
      .map(({ canonicalId }): [string, string] => [canonicalId, canonicalId]),
  ]);
  fc.assert(
    fc.property(fc.oneof(fc.string(), fc.constantFrom(...listed.keys())), (code) => {
      const result = crosswalk.canonical('material', 'mes', code, noon);
      const expected = listed.get(code.trim().normalize('NFC'));
      expect(result.ok ? result.value : undefined).toBe(expected);
    }),
  );
});

test('a code is normal without blanks at its ends and in composed spelling, whatever it is made of', () => {
  const code = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.string({ unit: 'grapheme' }),
    fc.string(),
    fc.string({ unit: fc.constantFrom(' ', '\t', 'A', '~', 'u\u0308') }),
  );
  fc.assert(fc.property(code, (text) => expect(normalised(text)).toBe(text.trim().normalize('NFC'))));
});
