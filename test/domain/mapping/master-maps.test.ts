/** Master data: whose record it is, which fields go along, and what is refused before Odoo is asked. */
import fc from 'fast-check';
import { buildEvent } from '../../../nodes/src/domain/canonical/build.ts';
import { checkDigit } from '../../../nodes/src/domain/canonical/gs1.ts';
import type { EventName } from '../../../nodes/src/domain/canonical/registry.ts';
import { prepareMapper } from '../../../nodes/src/domain/mapping/apply.ts';
import { externalId } from '../../../nodes/src/domain/odoo/binding.ts';
import { durationText } from '../../../nodes/src/domain/operations/duration.ts';
import { siteResource } from '../../../nodes/src/domain/site/resource.ts';
import { demoPlant, event, hash } from './plant.ts';

const pack = demoPlant();
const row = { system: 'plm', status: 'approved' } as const;
const site = siteResource({
  ...pack,
  bindings: [
    ...pack.bindings,
    { domain: 'partner', canonicalId: 'S-100', by: 'externalId', value: 'erp.supplier_100' },
  ],
  crosswalk: [
    ...pack.crosswalk,
    { ...row, domain: 'material', localCode: 'PLM-7', canonicalId: 'FG-1000' },
    { ...row, domain: 'material', localCode: 'PLM-8', canonicalId: 'FG-2000', status: 'retired' },
  ],
});
const map = prepareMapper(site);
const bound = pack.bindings.find(({ domain, canonicalId }) => domain === 'material' && canonicalId === 'FG-1000');

const head = { canonicalId: 'NEW-1', revision: 3, validFrom: '2026-11-20' };
const material = { ...head, name: 'Bottle', baseUom: 'C62' };
const mat = (materialDefinitionId: string) => ({ materialDefinitionId });
const told = (name: EventName, data: object, originsystem = 'plm') => map(event(name, data as never, { originsystem }));
function intentOf(name: EventName, data: object): Record<string, unknown> {
  const answer = told(name, data);
  if (!answer.ok || answer.value.kind !== 'intent') throw new Error(JSON.stringify(answer));
  return answer.value.intent;
}
const own = (kind: string, id: string) => ({ id, by: 'externalId', value: externalId(kind, id) });

describe('a record', () => {
  test('lives where the site pack binds it, by what its sender calls it; what nobody bound is ours', () => {
    expect(bound).toBeDefined();
    const there = { id: 'FG-1000', by: bound?.by, value: bound?.value };
    for (const canonicalId of ['FG-1000', 'PLM-7']) {
      expect(intentOf('master.material.upserted', { ...material, canonicalId })).toMatchObject({ record: there });
    }
    expect(intentOf('master.material.upserted', material)).toMatchObject({ record: own('product', 'NEW-1') });
  });

  test('whose row is retired is refused, and one that Odoo itself tells of is no news to it', () => {
    const retired = told('master.material.upserted', { ...material, canonicalId: 'PLM-8' });
    expect(retired).toMatchObject({ ok: false, failure: { code: 'unmapped' } });
    const echo = told('master.material.upserted', material, 'odoo');
    expect(echo).toMatchObject({ ok: true, value: { kind: 'nothing' } });
  });

  test('that does not hold yet is not posted; one that holds since long is, at the time it was told', () => {
    const early = told('master.material.upserted', { ...material, validFrom: '2026-11-21' });
    expect(early).toMatchObject({ ok: false, failure: { code: 'not-in-force', class: 'data' } });
    const since = intentOf('master.material.upserted', { ...material, validFrom: '2020-01-01' });
    expect(since).toMatchObject({ at: '2026-11-20T09:14:05.120Z', generation: 3 });
  });
});

const GIVEN = {
  code: ['B-1', { code: 'B-1' }],
  gtin: ['04012345678901', { barcode: '4012345678901' }],
  use: ['consumable', { type: 'consumable' }],
  tracking: ['lot', { tracking: 'lot' }],
  shelfLife: [{ expiry: 90 }, { expiry: { after: 90 } }],
} as const;

test('only fields that the event carries go along, whichever they are', () => {
  const always = Object.keys(intentOf('master.material.upserted', material)).sort();
  expect(always).toEqual(['at', 'generation', 'id', 'key', 'kind', 'name', 'partition', 'record', 'uom']);
  fc.assert(
    fc.property(fc.subarray(Object.keys(GIVEN) as (keyof typeof GIVEN)[]), (names) => {
      const data = Object.fromEntries(names.map((name) => [name, GIVEN[name][0]]));
      const wanted = names.map((name) => GIVEN[name][1]);
      const intent = intentOf('master.material.upserted', { ...material, ...data });
      expect(intent).toMatchObject(Object.assign({}, ...wanted));
      expect(Object.keys(intent).sort()).toEqual([...always, ...wanted.flatMap((one) => Object.keys(one))].sort());
    }),
  );
});

test('a barcode is what a scanner reads: the check digit stays, one leading zero goes', () => {
  fc.assert(
    fc.property(fc.stringMatching(/^\d{13}$/), (digits) => {
      const gtin = `${digits}${checkDigit(digits)}`;
      const { barcode } = intentOf('master.material.upserted', { ...material, gtin });
      expect(String(barcode).padStart(14, '0')).toBe(gtin);
      expect(String(barcode)).toHaveLength(gtin.startsWith('0') ? 13 : 14);
    }),
  );
});

describe('a bill of materials', () => {
  const line = (lineId: string, code: string, value = '2') => ({
    ...{ lineId, material: mat(code), quantity: { value, uom: 'C62' } },
  });
  const bill = {
    ...head,
    ...{ bomVersion: 'C', material: mat('FG-1000'), quantity: { value: '100', uom: 'C62' } },
    components: [line('10', 'NEW-2'), line('20', 'RM-20')],
  };

  test('finds parts that an event made as well as those that the plant bound', () => {
    const intent = intentOf('master.bom.upserted', bill);
    const parts = [{ id: '10', material: own('product', 'NEW-2'), quantity: { value: '2', uom: 'C62' } }, { id: '20' }];
    expect(intent).toMatchObject({ kind: 'upsertBom', revision: 'C', components: parts });
    expect(intent['components']).not.toMatchObject([{}, { material: own('product', 'RM-20') }]);
    expect(intent).not.toHaveProperty('byproducts');
    expect(intent).not.toHaveProperty('operations');
    expect(intentOf('master.bom.upserted', { ...bill, byProducts: [], segments: [] })).toMatchObject({
      ...{ byproducts: [], operations: [] },
    });
  });

  test('has steps of as many minutes as their duration has', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 400 * 86_400_000 }), (ms) => {
        const step = { segmentId: '10', name: 'Blow', equipmentId: 'ACME/MUC1/NEW/P9', duration: durationText(ms) };
        const { operations } = intentOf('master.bom.upserted', { ...bill, segments: [step] });
        const [made] = operations as { minutes: string; workCentre: unknown }[];
        expect(made?.workCentre).toEqual(own('work-centre', step.equipmentId));
        expect(made?.minutes).toMatch(/^\d+(\.\d{0,8}[1-9])?$/);
        const [whole = '', part = ''] = (made?.minutes ?? '').split('.');
        const billionths = BigInt(whole + part.padEnd(9, '0'));
        expect(billionths).toBe((BigInt(ms) * 1_000_000_000n + 30_000n) / 60_000n);
      }),
    );
  });

  test.each([
    ['nothing is made of itself', { components: [line('10', 'FG-1000')] }],
    ['no two lines of a list have one id', { components: [line('10', 'NEW-2'), line('10', 'NEW-3')] }],
    ['every quantity of a bill of materials is above zero', { components: [line('10', 'NEW-2', '0')] }],
  ])('refused: %s', (rule, change) => {
    expect(() => event('master.bom.upserted', { ...bill, ...change } as never)).toThrow(rule);
  });
});

test.each([
  [
    'master.equipment.upserted',
    { ...head, canonicalId: 'ACME/MUC1/NEW/P9', name: 'Press 9', calendar: 'Three shifts', efficiencyPct: '92.5' },
    { kind: 'upsertWorkCentre', calendar: { by: 'name', value: 'Three shifts' }, efficiencyPct: 92.5 },
  ],
  [
    'master.asset.upserted',
    { ...head, name: 'Drive', serialNumber: 'SN-1', team: 'Mechanics' },
    { kind: 'upsertEquipment', serialNumber: 'SN-1', team: { by: 'name', value: 'Mechanics' } },
  ],
  [
    'master.location.upserted',
    { ...head, name: 'A-01', parentId: 'NEW-0', use: 'scrap' },
    { kind: 'upsertLocation', parent: own('location', 'NEW-0'), record: own('location', 'NEW-1'), use: 'scrap' },
  ],
  [
    'master.uom.upserted',
    { ...head, canonicalId: 'XBX', name: 'Box', factor: '12', of: 'C62' },
    { kind: 'upsertUnit', code: 'XBX', factor: '12', of: 'C62' },
  ],
  [
    'master.supplier.upserted',
    { ...head, canonicalId: 'S-100', name: 'Resins', vat: 'DE1' },
    { kind: 'upsertPartner', record: { id: 'S-100', value: 'erp.supplier_100' }, roles: ['supplier'], twins: 'refuse' },
  ],
  ['master.customer.upserted', { ...head, name: 'Bottlers' }, { kind: 'upsertPartner', roles: ['customer'] }],
  [
    'master.supplierprice.upserted',
    {
      ...{ ...head, validFrom: '2027-01-01', supplierId: 'S-100', material: mat('NEW-2') },
      ...{ price: '1.85', currency: 'EUR', supplierItemCode: 'PET-7' },
    },
    {
      ...{ kind: 'upsertSupplierPrice', validFrom: '2027-01-01', supplierCode: 'PET-7', price: '1.85' },
      ...{ supplier: { value: 'erp.supplier_100' }, material: own('product', 'NEW-2') },
    },
  ],
] as const)('%s', (name, data, wanted) => {
  expect(intentOf(name, data)).toMatchObject(wanted);
});

test('a unit that nobody knows is refused unless it is a package, of which Odoo is asked', () => {
  const of = (baseUom: string) => told('master.material.upserted', { ...material, baseUom });
  expect(of('XBX')).toMatchObject({ ok: true, value: { intent: { uom: 'XBX' } } });
  expect(of('ZZ9')).toMatchObject({ ok: false, failure: { code: 'unit-unknown' } });
});

test('the same state sent again has the same key, the next one another; everything about one record keeps its order', () => {
  const id = fc.stringMatching(/^[A-Z][A-Z0-9/-]{0,20}$/);
  const stamps = { time: '2026-11-20T09:00:00.000Z', recordedtime: '2026-11-20T09:00:00.000Z', timequality: 'synced' };
  const made = (canonicalId: string, revision: number, counter: number) => {
    const of = { enterprise: 'ACME', site: 'MUC1', system: 'plm', sequence: { epoch: 0, counter }, ...stamps };
    const built = buildEvent('master.asset.upserted', { ...head, canonicalId, revision, name: 'A' }, of as never, hash);
    if (!built.ok) throw new Error(JSON.stringify(built.failure));
    return built.value;
  };
  fc.assert(
    fc.property(id, id, fc.integer({ min: 1, max: 9 }), fc.integer({ min: 1, max: 9 }), (one, other, r, s) => {
      const [a, b] = [made(one, r, 1), made(other, s, 2)];
      expect(a.idempotencykey === b.idempotencykey).toBe(one === other && r === s);
      expect(a.partitionkey === b.partitionkey).toBe(one === other);
    }),
  );
});
