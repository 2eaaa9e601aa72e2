/** The named converters of a map. Each takes the value at its path and the site, and fails with the field's name. */
import { convert, findUnit, unknownUnit } from '../canonical/uom.ts';
import type { Envelope } from '../envelope.ts';
import type { Failure } from '../failure.ts';
import { fail, ok, type Result } from '../ports.ts';
import type { Binding, Equipment } from '../site/pack.ts';
import type { SitePackResource } from '../site/resource.ts';
import type { CodeDomain } from '../site/xref.ts';
import type { LineLookups } from './document-lines.ts';
import { barcodeOf, billParts, billSteps, inForce, type MasterDomain, masterRecord, shelfLife } from './master.ts';
import { adviceLines, purchaseLines } from './purchase-lines.ts';
import { repairLines } from './repair-lines.ts';
import type { ConverterName, LookupDomain } from './rules.ts';
import { saleLines } from './sale-lines.ts';
import { shiftSummaryFigures } from './shift-figures.ts';
import { shippedLines, stagedItems } from './shipped-lines.ts';
import { wrong } from './trouble.ts';

export interface Scope {
  readonly event: Envelope;
  readonly site: SitePackResource;
  /** Code of the material whose unit a quantity is wanted in. */
  readonly material?: unknown;
}

export type Converter = (value: unknown, scope: Scope) => Result<unknown>;

export const converters: Readonly<Record<ConverterName, Converter>> = {
  instant: (value) => {
    const ms = typeof value === 'string' ? Date.parse(value) : Number.NaN;
    return Number.isNaN(ms) ? fail(wrong('a time', value)) : ok(new Date(ms).toISOString());
  },

  quantity: (value, scope) => {
    if (!isRecord(value) || typeof value.value !== 'string' || typeof value.uom !== 'string') {
      return fail(wrong('a quantity with value (text) and uom', value));
    }
    return inMaterialUnit(value.value, value.uom, scope.material, scope);
  },

  'nothing-made': (value, scope) => {
    const totals = isRecord(value) && isRecord(value.totals) ? value.totals : undefined;
    const good = totals && isRecord(totals.good) ? totals.good : undefined;
    if (typeof good?.uom !== 'string') return fail(wrong('totals.good with a uom', value));
    return inMaterialUnit('0', good.uom, materialOf(value, scope.site), scope);
  },

  policy: (value, { event, site }) => {
    const machine = machineOf(value, event, site);
    if (!machine.ok) return machine;
    const name = machine.value?.policy ?? 'default';
    const policy = site.pack.policies[name];
    if (!policy) return fail(noPolicy(site.pack.name, name));
    const isBackflush = isRecord(value) && value.consumptionBasis === 'backflush';
    return ok(isBackflush ? { ...policy, consumption: 'backflush' } : policy);
  },

  shift: (value, { event, site }) => {
    if (isRecord(value) && typeof value.shiftId === 'string') return ok(value.shiftId);
    const ms = Date.parse(event.time);
    return Number.isNaN(ms) ? fail(wrong('a time', event.time)) : ok(site.calendar.at(ms).shiftId);
  },

  'purchase-lines': (value, scope) => purchaseLines(value, ofLine(scope)),

  /** An order that is accepted as a whole is an answer without differences. */
  'purchase-verdict': (value) => ok(value === 'accepted' ? 'answered' : value),

  'receipt-lines': (value, scope) => purchaseLines(value, { ...ofLine(scope), overReceipt: overReceiptIn(scope) }),

  'advice-lines': (value, scope) => adviceLines(value, { ...ofLine(scope), overReceipt: overReceiptIn(scope) }),

  'difference-percent': (_value, { site }) => ok(site.pack.receiving?.differencePercent ?? '0'),

  promising: (_value, { site }) => ok(site.pack.promising),

  /** What the decision says itself goes before what the site pack says of all. */
  downstream: (value, { site }) =>
    ok((isRecord(value) ? value.downstream : undefined) ?? site.pack.holds?.downstream ?? 'hold'),

  'risk-policy': (_value, scope) => {
    const { owner, ...days } = scope.site.pack.commitments ?? { leadDays: 0, toleranceDays: 0 };
    if (owner === undefined) return ok(days);
    const person = lookups['person-record'](owner, scope);
    return person.ok ? ok({ ...days, owner: person.value }) : person;
  },

  /** Quantities keep the unit that their prices are for. */
  'sale-lines': (value, scope) =>
    saleLines(value, {
      material: (code) => lookups.material(code, scope),
      quantity: (quantity) => converters.quantity(quantity, scope),
      lot: (code) => lookups.lot(code, scope),
    }),

  'repair-lines': (value, scope) =>
    repairLines(value, {
      material: (code) => lookups.material(code, scope),
      quantity: (quantity, material) => converters.quantity(quantity, { ...scope, material }),
      lot: (code) => lookups.lot(code, scope),
    }),

  /** Customers come by the day and cannot be listed: one without a row is the contact with this reference in Odoo. */
  'customer-record': (value, scope) => {
    if (!isCode(value)) return fail(wrong('the code of a customer', value));
    const { crosswalk, bindings } = scope.site.pack;
    const isListed =
      crosswalk.some(({ domain, localCode }) => domain === 'partner' && localCode === value) ||
      bindings.some(({ domain, canonicalId }) => domain === 'partner' && canonicalId === value);
    return isListed ? lookups['partner-record'](value, scope) : ok({ id: value, by: 'code', value });
  },

  'shipped-lines': (value, scope) => shippedLines(value, ofLine(scope)),

  'staged-items': (value, scope) => stagedItems(value, ofLine(scope)),

  /** A document by the number that stands on its papers, which is its name in Odoo. */
  'named-record': (value) =>
    isCode(value) ? ok({ id: value, by: 'name', value }) : fail(wrong('the number of a document', value)),

  'in-force': inForce,

  'gtin-barcode': barcodeOf,

  'shelf-life': shelfLife,

  number: (value) => {
    const number = typeof value === 'string' && value.trim() !== '' ? Number(value) : Number.NaN;
    return Number.isFinite(number) ? ok(number) : fail(wrong('a number written as text', value));
  },

  /** A package (Rec 21, with its X) holds what its own event says; Odoo is asked whether there is one. */
  unit: (value, scope) => {
    if (!isCode(value)) return fail(wrong('a unit code', value));
    const unit = unitOf(value, scope);
    return unit.ok || !/^X[A-Z0-9]{2}$/.test(value) ? unit : ok(value);
  },

  /** In the units that they are given in: what is made yet has no unit in the site pack. */
  'bill-parts': (value, scope) =>
    billParts(value, {
      material: (code) => masterRecord('material', code, scope),
      quantity: (quantity) => converters.quantity(quantity, { ...scope, material: undefined }),
    }),

  'bill-steps': (value, scope) => billSteps(value, (code) => masterRecord('equipment', code, scope)),

  'shift-figures': (value) => {
    const figures = shiftSummaryFigures(value);
    return figures ? ok(figures) : fail(wrong('key figures of a shift', value));
  },

  'order-material': (value, scope) => {
    const code = materialOf(value, scope.site);
    return code === undefined
      ? fail(wrong('a material, or equipment that makes one only', value))
      : materialRef(code, scope);
  },
};

const ofLine = (scope: Scope): LineLookups => ({
  material: (code) => lookups.material(code, scope),
  quantity: (quantity, material) => converters.quantity(quantity, { ...scope, material }),
  lot: (code) => lookups.lot(code, scope),
});

/** What the site pack says about the material, else about all. */
const overReceiptIn =
  (scope: Scope) =>
  (material: unknown): string | undefined => {
    const { pack, materials } = scope.site;
    const id = isCode(material) ? canonical('material', material, scope) : undefined;
    return (id?.ok ? materials.get(id.value)?.overReceiptPercent : undefined) ?? pack.receiving?.overPercent;
  };

export const lookups: Readonly<Record<LookupDomain, Converter>> = {
  material: (value, scope) => (isCode(value) ? materialRef(value, scope) : fail(wrong('a material code', value))),
  /** Reasons are bound by name: the name is what Odoo knows. */
  reason: (value, scope) => {
    const id = canonical('reason', value, scope);
    if (!id.ok) return id;
    const bound = scope.site.crosswalk.binding('reason', id.value);
    return bound.ok ? ok(bound.value.value) : bound;
  },
  'reason-record': boundTo('reason'),
  'location-record': boundTo('location'),
  'equipment-record': boundTo('equipment'),
  'asset-record': boundTo('asset'),
  'partner-record': boundTo('partner'),
  'person-record': boundTo('person'),
  'material-master': ownedBy('material'),
  'equipment-master': ownedBy('equipment'),
  'asset-master': ownedBy('asset'),
  'location-master': ownedBy('location'),
  'partner-master': ownedBy('partner'),
  lot: (value, scope) => canonical('lot', value, scope),
  location: (value, scope) => canonical('location', value, scope),
  equipment: (value, scope) => canonical('equipment', value, scope),
};

/** Canonical id and where Odoo keeps the one record of it. */
function boundTo(domain: Binding['domain']): Converter {
  return (value, scope) => {
    const id = canonical(domain, value, scope);
    if (!id.ok) return id;
    const bound = scope.site.crosswalk.binding(domain, id.value);
    return bound.ok ? ok({ id: id.value, by: bound.value.by, value: bound.value.value }) : bound;
  };
}

function ownedBy(domain: MasterDomain): Converter {
  return (value, scope) => masterRecord(domain, value, scope);
}

function canonical(domain: CodeDomain, value: unknown, { event, site }: Scope): Result<string> {
  if (!isCode(value)) return fail(wrong(`a ${domain} code`, value));
  return site.crosswalk.canonical(domain, event.originsystem, value, event.time);
}

/** Canonical id and where Odoo keeps it; exactly one record must match there. */
function materialRef(code: string, scope: Scope): Result<unknown> {
  const id = canonical('material', code, scope);
  if (!id.ok) return id;
  const bound = scope.site.crosswalk.binding('material', id.value);
  return bound.ok ? ok({ id: id.value, by: bound.value.by, value: bound.value.value }) : bound;
}

/** Into the unit of the material where the site pack names one; otherwise the unit stays, but must be known. */
function inMaterialUnit(value: string, uom: string, material: unknown, scope: Scope): Result<unknown> {
  const unit = unitOf(uom, scope);
  if (!unit.ok) return unit;
  const id = isCode(material) ? canonical('material', material, scope) : undefined;
  if (id && !id.ok) return id;
  const entry = scope.site.materials.get(id?.value ?? '');
  const converted = convert(value, unit.value, entry?.uom ?? unit.value);
  return converted.ok ? ok({ value: converted.value.value, uom: converted.value.uom }) : converted;
}

/** A Rec 20 code stands for itself unless the crosswalk says what this system means by it. */
function unitOf(uom: string, { event, site }: Scope): Result<string> {
  const mapped = site.crosswalk.canonical('uom', event.originsystem, uom, event.time);
  if (mapped.ok) return mapped;
  if (findUnit(uom)) return ok(uom);
  const { unknownCodes } = mapped.failure;
  return fail({ ...unknownUnit(uom), ...(unknownCodes ? { unknownCodes } : {}) });
}

function machineOf(data: unknown, event: Envelope, site: SitePackResource): Result<Equipment | undefined> {
  const code = isRecord(data) ? data.equipmentId : undefined;
  if (!isCode(code)) return ok(undefined);
  const direct = site.equipment(code);
  if (direct) return ok(direct);
  const id = site.crosswalk.canonical('equipment', event.originsystem, code, event.time);
  return id.ok ? ok(site.equipment(id.value)) : id;
}

function materialOf(data: unknown, site: SitePackResource): string | undefined {
  if (!isRecord(data)) return undefined;
  if (isRecord(data.material) && isCode(data.material.materialDefinitionId)) return data.material.materialDefinitionId;
  return isCode(data.equipmentId) ? site.equipment(data.equipmentId)?.material.fixed : undefined;
}

const isCode = (value: unknown): value is string => typeof value === 'string' && value.trim() !== '';
const isRecord = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null;

function noPolicy(pack: string, name: string): Failure {
  return {
    code: 'policy-missing',
    class: 'configuration',
    attempted: 'find the posting policy',
    on: `site pack ${pack}`,
    reason: `there is no policy "${name}"`,
    nextStep: `Add "${name}" to "policies" in site pack ${pack}, or name the equipment in the event.`,
  };
}
