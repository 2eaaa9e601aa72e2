/** Maps about master data: what their owners tell. Optional rows only: a field that an event does not carry is not written. */
import type { EventMap, Rule } from './rules.ts';

const optional = (rule: Rule): Rule => ({ ...rule, optional: true }) as Rule;
const field = (name: string): Rule => optional({ from: `data.${name}` });

const head: Readonly<Record<string, Rule>> = {
  key: { from: 'idempotencykey' },
  partition: { from: 'partitionkey' },
  at: { from: 'data.validFrom', convert: 'in-force' },
  generation: { from: 'data.revision' },
  id: { from: 'data.canonicalId' },
};
const name: Rule = { from: 'data.name' };
const partCode = 'data.material.materialDefinitionId';

const party = (role: 'supplier' | 'customer'): Readonly<Record<string, Rule>> => ({
  ...head,
  record: { from: 'data.canonicalId', lookup: 'partner-master' },
  name,
  roles: { value: [role] },
  // Two with one tax number are one: a person decides which number it keeps.
  twins: { value: 'refuse' },
  ...Object.fromEntries(
    ['code', 'vat', 'email', 'phone', 'street', 'zip', 'city', 'country'].map((own) => [own, field(own)]),
  ),
});

export const masterMaps: readonly EventMap[] = [
  {
    type: 'master.material.upserted',
    to: 'upsertProduct',
    fields: {
      ...head,
      record: { from: 'data.canonicalId', lookup: 'material-master' },
      name,
      code: field('code'),
      barcode: optional({ from: 'data.gtin', convert: 'gtin-barcode' }),
      type: field('use'),
      uom: { from: 'data.baseUom', convert: 'unit' },
      tracking: field('tracking'),
      expiry: optional({ from: 'data.shelfLife', convert: 'shelf-life' }),
    },
  },
  {
    type: 'master.bom.upserted',
    to: 'upsertBom',
    fields: {
      ...head,
      revision: { from: 'data.bomVersion' },
      product: { from: partCode, lookup: 'material-master' },
      quantity: { from: 'data.quantity', convert: 'quantity' },
      consumption: field('consumption'),
      components: { from: 'data.components', convert: 'bill-parts' },
      byproducts: optional({ from: 'data.byProducts', convert: 'bill-parts' }),
      operations: optional({ from: 'data.segments', convert: 'bill-steps' }),
    },
  },
  {
    type: 'master.equipment.upserted',
    to: 'upsertWorkCentre',
    fields: {
      ...head,
      record: { from: 'data.canonicalId', lookup: 'equipment-master' },
      name,
      code: field('code'),
      calendar: optional({ from: 'data.calendar', convert: 'named-record' }),
      efficiencyPct: optional({ from: 'data.efficiencyPct', convert: 'number' }),
      oeeTargetPct: optional({ from: 'data.oeeTargetPct', convert: 'number' }),
    },
  },
  {
    type: 'master.asset.upserted',
    to: 'upsertEquipment',
    fields: {
      ...head,
      record: { from: 'data.canonicalId', lookup: 'asset-master' },
      name,
      serialNumber: field('serialNumber'),
      inServiceFrom: field('inServiceFrom'),
      team: optional({ from: 'data.team', convert: 'named-record' }),
    },
  },
  {
    type: 'master.location.upserted',
    to: 'upsertLocation',
    fields: {
      ...head,
      record: { from: 'data.canonicalId', lookup: 'location-master' },
      name,
      parent: { from: 'data.parentId', lookup: 'location-master' },
      use: field('use'),
      barcode: field('barcode'),
    },
  },
  {
    type: 'master.uom.upserted',
    to: 'upsertUnit',
    fields: {
      key: { from: 'idempotencykey' },
      partition: { from: 'partitionkey' },
      at: { from: 'data.validFrom', convert: 'in-force' },
      code: { from: 'data.canonicalId' },
      name,
      factor: { from: 'data.factor' },
      of: { from: 'data.of', convert: 'unit' },
    },
  },
  { type: 'master.supplier.upserted', to: 'upsertPartner', fields: party('supplier') },
  { type: 'master.customer.upserted', to: 'upsertPartner', fields: party('customer') },
  {
    type: 'master.supplierprice.upserted',
    to: 'upsertSupplierPrice',
    fields: {
      ...head,
      // Odoo itself waits for the first day of a price.
      at: { from: 'time', convert: 'instant' },
      validFrom: { from: 'data.validFrom' },
      validTo: field('validTo'),
      supplier: { from: 'data.supplierId', lookup: 'partner-master' },
      material: { from: partCode, lookup: 'material-master' },
      price: { from: 'data.price' },
      currency: { from: 'data.currency' },
      minQuantity: field('minQuantity'),
      leadTimeDays: field('leadTimeDays'),
      supplierCode: field('supplierItemCode'),
    },
  },
];
