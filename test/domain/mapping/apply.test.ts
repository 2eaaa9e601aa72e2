import fc from 'fast-check';
import type { Envelope } from '../../../nodes/src/domain/envelope.ts';
import { type Mapped, mapsOf, mergeMaps, prepareMapper } from '../../../nodes/src/domain/mapping/apply.ts';
import { baseMaps } from '../../../nodes/src/domain/mapping/base-maps.ts';
import { mapSchema } from '../../../nodes/src/domain/mapping/rules.ts';
import type { Result } from '../../../nodes/src/domain/ports.ts';
import type { SitePack } from '../../../nodes/src/domain/site/pack.ts';
import { siteResource } from '../../../nodes/src/domain/site/resource.ts';
import { byproduct, consumed, demoPlant, event, good, performance, scrap } from './plant.ts';

function mapped(input: Envelope, pack: SitePack = demoPlant()): Result<Mapped> {
  return prepareMapper(siteResource(pack))(input);
}

const order = {
  partition: 'MUC1:or:WH/MO/00042',
  order: 'WH/MO/00042',
  shiftId: '2026-11-20/A',
  at: '2026-11-20T09:14:05.120Z',
  policy: expect.objectContaining({ post: 'atClose', remainder: 'backorder', consumption: 'actual' }),
};

const materialOf = (id: string) => ({ id, by: 'code', value: id });

describe('shipped maps', () => {
  test('are plain data that keep their own schema', () => {
    expect(JSON.parse(JSON.stringify(baseMaps))).toEqual(baseMaps);
    for (const map of baseMaps) expect(mapSchema.safeParse(map).success).toBe(true);
  });

  test('good output becomes a partial production', () => {
    const input = event('production.output.reported', good);
    expect(mapped(input)).toEqual({
      ok: true,
      value: {
        kind: 'intent',
        intent: {
          ...order,
          kind: 'produce',
          key: input.idempotencykey,
          material: materialOf('FG-1000'),
          quantity: { value: '12', uom: 'C62' },
          lot: 'L2611-042',
          report: 'partial',
          awaits: [],
        },
      },
    });
  });

  test('consumption becomes kilograms, exactly', () => {
    expect(mapped(event('material.consumed', consumed))).toMatchObject({
      value: {
        intent: {
          ...order,
          kind: 'consume',
          material: materialOf('RM-20'),
          quantity: { value: '2.5', uom: 'KGM' },
          lot: 'S-9921',
          direction: 'consume',
        },
      },
    });
  });

  test('a by-product becomes a by-product', () => {
    expect(mapped(event('production.byproduct.reported', byproduct))).toMatchObject({
      value: { intent: { ...order, kind: 'byproduct', material: materialOf('BP-1'), quantity: { value: '3' } } },
    });
  });

  test('scrap carries the reason as Odoo knows it', () => {
    expect(mapped(event('production.scrap.reported', scrap))).toMatchObject({
      value: { intent: { ...order, kind: 'scrap', stage: 'output', reason: 'Burr' } },
    });
  });

  test('a finished order becomes a final production of nothing that awaits its counters', () => {
    expect(mapped(event('operations.performance.reported', performance))).toMatchObject({
      value: {
        intent: {
          ...order,
          kind: 'produce',
          report: 'final',
          quantity: { value: '0', uom: 'C62' },
          material: materialOf('FG-1000'),
          awaits: performance.awaits,
        },
      },
    });
  });

  test('a report that does not ask to close asks nothing of Odoo', () => {
    const input = event('operations.performance.reported', { ...performance, closeRequested: false });
    expect(mapped(input)).toMatchObject({ ok: true, value: { kind: 'nothing' } });
  });

  test("Odoo's own news is not written back to Odoo", () => {
    const input = event('production.output.reported', good, { originsystem: 'odoo' });
    expect(mapped(input)).toMatchObject({
      ok: true,
      value: { kind: 'nothing', note: expect.stringContaining('odoo') },
    });
  });
});

describe('trouble names the field and the repair', () => {
  test.each([
    [
      'a material without row',
      { material: { materialDefinitionId: 'FG-9' } },
      'unmapped',
      'data.material.materialDefinitionId',
      '"localCode": "FG-9"',
    ],
    ['a unit nobody knows', { quantity: { value: '1', uom: 'QQ' } }, 'unit-unknown', 'data.quantity', 'Rec 20'],
    ['a unit of another dimension', { quantity: { value: '1', uom: 'KGM' } }, 'unit-mismatch', 'data.quantity', 'unit'],
    ['a machine without row', { equipmentId: 'ACME/MUC1/PRESS/P9' }, 'unmapped', 'data', '"domain": "equipment"'],
  ])('%s', (_, change, code, where, words) => {
    const result = mapped(event('production.output.reported', { ...good, ...change }));
    expect(result).toMatchObject({ ok: false, failure: { code, on: expect.stringContaining(`${where} of e1-`) } });
    expect(result).toMatchObject({ failure: { nextStep: expect.stringContaining(words) } });
  });

  test('a reason without row', () => {
    const input = event('production.scrap.reported', { ...scrap, reason: { code: '99', scheme: 'site' } });
    expect(mapped(input)).toMatchObject({ failure: { code: 'unmapped', reason: expect.stringContaining('"99"') } });
  });

  test('scrap outside an order', () => {
    const { operationsRequestId: _, ...loose } = scrap;
    const input = event('production.scrap.reported', loose);
    expect(mapped(input)).toMatchObject({
      failure: { code: 'field-missing', on: expect.stringContaining('data.operationsRequestId') },
    });
  });

  test('an event type that means nothing to Odoo', () => {
    const data = { operationsRequestId: 'WH/MO/1', requestVersion: 1, reason: { code: 'X', scheme: 'site' } };
    const input = event('operations.request.cancelled', data);
    expect(mapped(input)).toMatchObject({ failure: { code: 'map-missing' } });
  });

  test('a missing lot, where the site pack says the material is tracked', () => {
    const pack = { ...demoPlant(), materials: [{ id: 'FG-1000', uom: 'C62', tracking: 'lot' as const }] };
    const { lot: _, ...lotless } = good;
    const input = event('production.output.reported', lotless);
    expect(mapped(input, pack)).toMatchObject({ failure: { code: 'lot-missing', class: 'data' } });
    expect(mapped(input)).toMatchObject({ ok: true });
    expect(mapped(event('operations.performance.reported', performance), pack)).toMatchObject({ ok: true });
  });

  test('a report that nobody measures components for overrules the policy, for itself', () => {
    const reports = [
      event('production.output.reported', { ...good, consumptionBasis: 'backflush' }),
      event('operations.performance.reported', { ...performance, consumptionBasis: 'backflush' }),
    ];
    for (const input of reports) {
      expect(mapped(input)).toMatchObject({
        value: { intent: { policy: { post: 'atClose', consumption: 'backflush' } } },
      });
    }
  });

  test('no machine and no policy called default', () => {
    const { default: _, ...policies } = demoPlant().policies;
    const { equipmentId: __, ...nowhere } = good;
    const input = event('production.output.reported', nowhere);
    expect(mapped(input, { ...demoPlant(), policies })).toMatchObject({ failure: { code: 'policy-missing' } });
  });
});

describe('a site changes maps by data', () => {
  test('one row of a shipped map', () => {
    const maps = [{ type: 'production.output.reported', to: 'produce' as const, fields: { lot: { value: 'NO-LOT' } } }];
    const pack = { ...demoPlant(), maps };
    expect(mapped(event('production.output.reported', good), pack)).toMatchObject({
      value: { intent: { lot: 'NO-LOT', quantity: { value: '12' } } },
    });
  });

  test('a row that makes an invalid intent is refused with the field', () => {
    const maps = [
      { type: 'production.output.reported', to: 'produce' as const, fields: { report: { value: 'half' } } },
    ];
    const result = mapped(event('production.output.reported', good), { ...demoPlant(), maps });
    expect(result).toMatchObject({ failure: { code: 'intent-invalid', issues: [{ path: 'report' }] } });
  });

  test('merging keeps conditions of the map below', () => {
    const type = 'operations.performance.reported';
    const [merged] = mergeMaps(baseMaps, [{ type, to: 'produce', fields: {} }]).filter((map) => map.type === type);
    expect(merged?.when).toHaveLength(1);
    expect(mapsOf(siteResource(demoPlant()))).toHaveLength(baseMaps.length);
  });
});

test('the quantity of the intent is the quantity of the event in the unit of the material', () => {
  const units = fc.constantFrom<[string, number]>(['KGM', 0], ['GRM', 3], ['MGM', 6], ['TNE', -3]);
  const map = prepareMapper(siteResource(demoPlant()));
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 999_999_999 }), units, (milligrams, [uom, shift]) => {
      const kilograms = (amount: bigint, decimals: number): string => {
        const digits = amount.toString().padStart(decimals + 1, '0');
        const [whole, rest] = [digits.slice(0, -decimals), digits.slice(-decimals).replace(/0+$/, '')];
        return rest ? `${whole}.${rest}` : whole;
      };
      const value =
        shift === -3
          ? kilograms(BigInt(milligrams), 9)
          : shift === 6
            ? String(milligrams)
            : kilograms(BigInt(milligrams), 6 - shift);
      const result = map(event('material.consumed', { ...consumed, quantity: { value, uom } }));
      const expected = { value: kilograms(BigInt(milligrams), 6), uom: 'KGM' };
      expect(result).toMatchObject({ value: { intent: { quantity: expected } } });
    }),
  );
});
