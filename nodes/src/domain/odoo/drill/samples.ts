/**
 * One sample of each intent that needs nothing but what the drill makes itself: a product, a bill of materials, a work
 * centre, places, partners, an order. In the order of a day; each uses what those before it left.
 */
import { lotSamples, unwantedSamples } from './document-samples.ts';
import { byName, FAR, made, named, type Place, pieces, type Sample, STOCK } from './sample.ts';

const POLICY = { post: 'atClose', remainder: 'backorder', consumption: 'actual', bomDifference: 'post' };

/** Carried out by an administrator, who alone may; the others need what they make. */
export const setting = (p: string, { currency, house }: Place): readonly Sample[] => [
  { kind: 'upsertProduct', id: `${p}-FG`, code: `${p}-FG`, name: `Drill ${p} FG`, uom: 'C62', tracking: 'lot' },
  { kind: 'upsertProduct', id: `${p}-RM`, code: `${p}-RM`, name: `Drill ${p} RM`, uom: 'C62' },
  { kind: 'upsertProduct', id: `${p}-BP`, code: `${p}-BP`, name: `Drill ${p} BP`, uom: 'C62' },
  { kind: 'upsertUnit', code: 'XZZ', name: 'Drill dozen', factor: '12', of: 'C62' },
  { kind: 'upsertLocation', id: `${p}-SHELF`, name: `Drill ${p}`, parent: STOCK },
  { kind: 'upsertLocation', id: `${p}-QUAR`, name: `Drill ${p} quarantine`, parent: { ...byName(house), by: 'code' } },
  { kind: 'upsertWorkCentre', id: `${p}-WC`, code: `${p}-WC`, name: `Drill ${p}` },
  {
    ...{ kind: 'upsertBom', id: `${p}-BOM`, revision: '1', product: made('product', `${p}-FG`) },
    quantity: pieces('1'),
    components: [{ id: 'A', material: made('product', `${p}-RM`), quantity: pieces('2') }],
    byproducts: [{ id: 'Z', material: made('product', `${p}-BP`), quantity: pieces('1') }],
    operations: [{ id: '10', name: 'Drill', workCentre: made('work-centre', `${p}-WC`), minutes: '1' }],
  },
  { kind: 'upsertPartner', id: `${p}-CUS`, code: `${p}-CUS`, name: `Drill ${p}`, roles: ['customer', 'supplier'] },
  {
    ...{ kind: 'upsertSupplierPrice', id: `${p}-PRICE`, supplier: made('partner', `${p}-CUS`), price: '1.5' },
    ...{ material: made('product', `${p}-RM`), currency },
  },
  { kind: 'upsertEquipment', id: `${p}-EQ`, name: `Drill ${p}`, serialNumber: `${p}-EQ` },
];

/** Carried out by the plant's user. `orders`: three orders for 10 of the product, where they could be made. */
export function samples(p: string, [order, cancelled, called]: readonly string[]): readonly Sample[] {
  const isUnwanted = cancelled !== undefined && called !== undefined;
  return [
    ...ofStore(p),
    ...(order === undefined ? [] : [...ofOrder(p, order), ...lotSamples(p)]),
    ...(isUnwanted ? unwantedSamples(cancelled, called) : []),
    ...ofLine(p),
    ...ofAsset(made('equipment', `${p}-EQ`)),
    ...ofRecord(p, made('partner', `${p}-CUS`)),
    ...ofCustomer(p, made('partner', `${p}-CUS`)),
  ];
}

function ofStore(p: string): readonly Sample[] {
  const goods = { material: made('product', `${p}-RM`), quantity: pieces('5') };
  const shelf = made('location', `${p}-SHELF`);
  const items = [{ ...goods, quantity: pieces('1') }];
  return [
    { kind: 'adjust', ...goods, quantity: pieces('100'), place: STOCK, reason: 'drill' },
    { kind: 'transfer', ...goods, from: STOCK, to: shelf },
    { kind: 'putaway', ...goods, from: STOCK, to: shelf },
    { kind: 'stage', ...goods, from: STOCK, to: shelf },
    { kind: 'count', ...goods, quantity: pieces('14'), place: shelf },
    { kind: 'pack', package: `${p}-PAL`, action: 'add', place: STOCK, items },
    { kind: 'stageDelivery', items: [{ package: `${p}-PAL` }], to: shelf },
  ];
}

function ofOrder(p: string, order: string): readonly Sample[] {
  const raw = made('product', `${p}-RM`);
  const goods = { order, material: made('product', `${p}-FG`), policy: POLICY };
  return [
    { kind: 'changeQuantity', order, quantity: pieces('8') },
    { kind: 'reschedule', order, start: '2026-12-01T06:00:00Z' },
    { kind: 'acknowledgeRelease', order, version: 1, decision: 'accepted' },
    { kind: 'commitmentRisk', order, cause: 'delay' },
    { kind: 'workOrderState', order, workOrder: 'Drill', state: 'Running' },
    { kind: 'consume', order, material: raw, quantity: pieces('10'), policy: POLICY },
    { kind: 'scrap', order, material: raw, quantity: pieces('1'), policy: POLICY, stage: 'input', reason: 'drill' },
    { kind: 'byproduct', order, material: made('product', `${p}-BP`), quantity: pieces('1'), policy: POLICY },
    { kind: 'produce', ...goods, quantity: pieces('5'), lot: `${p}-LOT`, report: 'final' },
    { kind: 'unbuild', order, quantity: pieces('1'), lot: `${p}-LOT` },
  ];
}

function ofLine(p: string): readonly Sample[] {
  const workCentre = made('work-centre', `${p}-WC`);
  const loss = named('mrp.block_reason1');
  const time = { from: '2026-11-20T08:00:00Z', to: '2026-11-20T08:30:00Z' };
  const later = { from: `${FAR}T06:00:00Z`, to: `${FAR}T08:00:00Z` };
  const minutes = { busy: '480', production: '400', setup: '40', delay: '40', down: '0', unknown: '0' };
  return [
    { kind: 'downtime', stop: `${p}-1`, workCentre, loss, ...time },
    { kind: 'timeLog', workCentre, activity: 'maintenance', loss, ...time },
    { kind: 'downtime', stop: `${p}-2`, workCentre, loss, from: time.from },
    { kind: 'unblockWorkCentre', workCentre },
    { kind: 'plannedDowntime', stop: `${p}-3`, workCentre, ...later },
    {
      ...{ kind: 'shiftSummary', workCentre, shift: `${p}/A`, revision: 1 },
      ...{ start: '2026-11-20T05:00:00Z', end: '2026-11-20T13:00:00Z' },
      figures: { good: '10', scrap: '0', uom: 'C62', minutes, percent: {}, stops: 0, details: [] },
    },
  ];
}

const ofAsset = (asset: object): readonly Sample[] => [
  { kind: 'maintenanceRequest', asset, class: 'drill', title: 'Drill', priority: 1, work: 'corrective' },
  { kind: 'closeMaintenance', asset, class: 'drill' },
  {
    ...{ kind: 'preventiveByMeter', asset, meter: 'hours', epoch: 0 },
    ...{ reading: { value: '500', uom: 'HUR' }, interval: { value: '500', uom: 'HUR' } },
  },
];

function ofRecord(p: string, customer: object): readonly Sample[] {
  const model = 'res.partner';
  const record = { model, record: customer };
  const externalId = `plantwire_drill.${p}`;
  return [
    { kind: 'createRecord', model, values: { name: `Drill ${p} 2` } },
    { kind: 'upsertRecord', model, externalId, values: { name: `Drill ${p} 3` } },
    { kind: 'updateRecord', ...record, values: { city: 'Ulm' } },
    { kind: 'note', ...record, text: 'Drill' },
    { kind: 'attachment', ...record, name: `${p}.txt`, data: 'ZHJpbGw=', mimetype: 'text/plain' },
    { kind: 'archiveRecord', model, record: named(externalId) },
  ];
}

function ofCustomer(p: string, customer: object): readonly Sample[] {
  const line = { lineNo: '1', material: made('product', `${p}-RM`), quantity: pieces('1') };
  const lines = [{ ...line, price: '10' }];
  return [
    { kind: 'lead', lead: `${p}-LEAD`, title: 'Drill' },
    { kind: 'checkAvailability', request: p, lines: [line] },
    { kind: 'quotation', customer, quotation: `${p}-Q`, lines },
    { kind: 'salesOrder', customer, customerPo: `${p}-PO`, lines },
    { kind: 'creditHold', customer, status: 'hold', by: 'drill' },
  ];
}
