/** The questions of every intent that stands by itself. A new intent does not compile without its row. */
import { externalId } from '../binding.ts';
import type { StandingIntent } from '../intents/catalogue.ts';
import type { Ask, Fields } from './ask.ts';

type Kind = StandingIntent['kind'];
type Asks<K extends Kind> = Readonly<Record<K, Ask>>;

const CENTRE = 'mrp.workcenter';
const LOSS = 'mrp.workcenter.productivity.loss';
const PLACE = 'stock.location';
const PRODUCT = 'product.product';
const PARTNER = 'res.partner';
const EQUIPMENT = 'maintenance.equipment';
const named = (kind: string, intent: Fields, ...parts: readonly (string | number)[]): string =>
  externalId(kind, [String(intent['partition']), ...parts].join('.'));

const openOrder = { kind: 'order', path: 'order', closed: 'stop' } as const;

const orders: Asks<
  | 'changeQuantity'
  | 'reschedule'
  | 'cancelOrder'
  | 'acknowledgeRelease'
  | 'workOrderState'
  | 'timeLog'
  | 'downtime'
  | 'unblockWorkCentre'
  | 'plannedDowntime'
  | 'shiftSummary'
  | 'unbuild'
> = {
  changeQuantity: { document: openOrder },
  reschedule: { document: openOrder },
  cancelOrder: { document: { ...openOrder, cancelled: 'note' } },
  acknowledgeRelease: {
    document: { ...openOrder, closed: 'doubt' },
    newer: {
      ...{ by: 'notes', field: 'version' },
      names: (intent, version) =>
        ['accepted', 'partial', 'rejected'].map((decision) => named('ack', intent, version, decision)),
    },
  },
  workOrderState: { document: openOrder },
  // Time that was worked stays worked, whatever became of the order.
  timeLog: {
    records: { workCentre: CENTRE, person: 'res.users', loss: LOSS },
    document: { ...openOrder, closed: 'note', cancelled: 'doubt' },
  },
  downtime: { records: { workCentre: CENTRE, loss: LOSS } },
  unblockWorkCentre: { records: { workCentre: CENTRE } },
  plannedDowntime: { records: { workCentre: CENTRE } },
  shiftSummary: { records: { workCentre: CENTRE } },
  unbuild: { document: { kind: 'order', path: 'order' }, period: 'at' },
};

const delivery = { kind: 'transfer', path: 'delivery', closed: 'stop' } as const;
const moved: Ask = {
  goods: { at: '', lot: 'needed', from: 'from' },
  records: { from: PLACE, to: PLACE },
  period: 'at',
};

const stock: Asks<
  | 'transfer'
  | 'putaway'
  | 'stage'
  | 'stageDelivery'
  | 'pack'
  | 'count'
  | 'adjust'
  | 'reserve'
  | 'unreserve'
  | 'ship'
  | 'shipmentMilestone'
  | 'return'
> = {
  transfer: moved,
  putaway: moved,
  stage: moved,
  stageDelivery: {
    ...{ goods: { at: 'items[]', lot: 'needed', from: 'from' }, records: { from: PLACE, to: PLACE }, period: 'at' },
    document: delivery,
  },
  pack: { goods: { at: 'items[]', lot: 'needed' }, records: { place: PLACE } },
  count: { goods: { at: '', lot: 'any' }, records: { place: PLACE }, period: 'at' },
  adjust: { goods: { at: '', lot: 'any' }, records: { place: PLACE }, period: 'at' },
  reserve: { document: { ...delivery, path: 'document' } },
  unreserve: { document: { ...delivery, path: 'document', closed: 'note', cancelled: 'note' } },
  ship: { goods: { at: 'lines[]', lot: 'needed', from: 'delivery' }, document: delivery, period: 'at' },
  shipmentMilestone: { document: { kind: 'transfer', path: 'delivery' } },
  return: {
    ...{ goods: { at: 'lines[]', lot: 'needed' }, records: { place: PLACE }, period: 'at' },
    document: { kind: 'transfer', path: 'document' },
  },
};

const purchase = { kind: 'purchase', path: 'order' } as const;

const trade: Asks<'expectGoods' | 'receive' | 'confirmSupply' | 'vendorBill' | 'readInvoice'> = {
  expectGoods: { goods: { at: 'lines[]', lot: 'any' }, document: purchase },
  receive: { goods: { at: 'lines[]', lot: 'any' }, document: purchase, period: 'at' },
  confirmSupply: { goods: { at: 'lines[]', lot: 'any' }, document: purchase },
  vendorBill: {
    ...{ records: { supplier: PARTNER }, goods: { at: 'lines[]', lot: 'any' } },
    ...{ document: purchase, period: 'date' },
  },
  readInvoice: {},
};

const sales: Asks<
  'lead' | 'checkAvailability' | 'quotation' | 'salesOrder' | 'promiseDelivery' | 'commitmentRisk' | 'creditHold'
> = {
  lead: { records: { customer: PARTNER }, newer: { by: 'memory', field: 'revision', name: 'leadRevision' } },
  checkAvailability: { goods: { at: 'lines[]', lot: 'any' } },
  quotation: { goods: { at: 'lines[]', lot: 'any' }, customer: 'customer' },
  salesOrder: { goods: { at: 'lines[]', lot: 'any' }, customer: 'customer' },
  promiseDelivery: { document: { kind: 'sale', path: 'order' } },
  /** Judged by what Odoo plans now, whenever it comes. */
  commitmentRisk: {},
  creditHold: { records: { customer: PARTNER } },
};

const lot = { at: '', lot: 'needed' } as const;

const quality: Asks<'holdLot' | 'releaseLot' | 'qualityResult' | 'nonconformance' | 'disposition'> = {
  holdLot: { goods: lot, hold: 'hold', records: { quarantine: PLACE } },
  releaseLot: { goods: lot },
  disposition: { goods: lot, period: 'at' },
  qualityResult: {
    ...{ goods: lot, records: { responsible: 'res.users' } },
    newer: {
      ...{ by: 'notes', field: 'revision' },
      names: (intent, revision) => [named('note', intent, 'test', String(intent['test']), revision)],
    },
  },
  nonconformance: {
    ...{ goods: lot, records: { responsible: 'res.users' } },
    newer: {
      ...{ by: 'notes', field: 'revision' },
      names: (intent, revision) => [named('note', intent, 'nc', String(intent['nc']), revision)],
    },
  },
};

const maintenance: Asks<'maintenanceRequest' | 'closeMaintenance' | 'preventiveByMeter' | 'repair'> = {
  maintenanceRequest: { records: { asset: EQUIPMENT } },
  closeMaintenance: { records: { asset: EQUIPMENT } },
  preventiveByMeter: { records: { asset: EQUIPMENT } },
  repair: { records: { material: PRODUCT, 'parts[].material': PRODUCT, customer: PARTNER }, period: 'at' },
};

type Others = Exclude<
  Kind,
  keyof typeof orders | keyof typeof stock | keyof typeof trade | keyof typeof sales | keyof typeof quality
>;
type Plain = Exclude<Others, keyof typeof maintenance>;

/** Master data and any records: values are absolute, so only what they refer to is asked. */
const plain: Asks<Plain> = {
  upsertProduct: {},
  upsertBom: {
    records: { product: PRODUCT, 'components[].material': PRODUCT, 'operations[].workCentre': CENTRE },
  },
  upsertWorkCentre: { records: { calendar: 'resource.calendar' } },
  upsertEquipment: { records: { team: 'maintenance.team' } },
  upsertLocation: { records: { parent: PLACE } },
  upsertUnit: {},
  upsertPartner: {},
  upsertSupplierPrice: { records: { supplier: PARTNER, material: PRODUCT } },
  createRecord: {},
  updateRecord: { records: { record: '=model' } },
  upsertRecord: {},
  archiveRecord: {},
  callMethod: { records: { record: '=model' } },
  note: { records: { record: '=model' } },
  attachment: { records: { record: '=model' } },
};

export const ASKS: Asks<Kind> = { ...orders, ...stock, ...trade, ...sales, ...quality, ...maintenance, ...plain };
