/**
 * Intent → the promise by which real servers prove it in every run when they post by batch action: told, and told again.
 * The whole contract runs in that mode on the simulated Odoo in every run, and on real ones with `LIVE_BATCH=whole`.
 */
import type { ErpBench } from '../erp.ts';
import { told } from './bench.ts';

export const inBatch: Readonly<Record<string, string>> = {
  changeQuantity: 'brings components along, once, also when four ask for it',
  reschedule: 'moves an order, and plans it again when it was planned',
  cancelOrder: 'ends an order with its reason beside it, once',
  acknowledgeRelease: 'stands on the order once; a refusal is also a task',
  workOrderState: 'that is over does not begin again, and one that never began is not interrupted',
  timeLog: 'is one exact row for each person, also when it is told late, again, or by four at once',
  downtime: 'told again, or by four at once, is one time row',
  unblockWorkCentre: 'is unblocked at the time of the plant, and only once',
  plannedDowntime: 'that will stand still has its work planned around it, once',
  shiftSummary: 'is one record, however often it is told and by how many at once',
  unbuild: 'brings components and their lots back, once, also when four ask for it',
  transfer: 'whose answer was lost is found as it stands',
  putaway: 'moves the lot it names and no other, once, however often it is told',
  stage: 'told by four at once moves once',
  stageDelivery: 'is packed where the goods stand, staged whole by its label, and brings nothing when scanned again',
  pack: 'is packed where the goods stand, staged whole by its label, and brings nothing when scanned again',
  count: 'makes the books say what was counted, once: what moves later stays moved',
  adjust: 'adds or takes away, with its reason, once however often it is told',
  reserve: 'is given back and taken again, also of an order; more than is there is refused',
  unreserve: 'is given back and taken again, also of an order; more than is there is refused',
  ship: 'told by four at once, with its rest given up, leaves once and no backorder',
  shipmentMilestone:
    'that is trouble, or none at all, is a task for people, also before the goods have left; a cancelled delivery has none',
  return: 'brings back what was shipped, tied to it, once; more than that is refused',
  expectGoods: 'is expected on its day with its lots, by four at once and again, and nothing is received',
  receive: 'told by four at once is booked once',
  confirmSupply: 'told by four at once is one note; more is written where that is wanted, less is always for the buyer',
  lead: 'that is lost leaves the list; one of a customer nobody knows is refused',
  checkAvailability: 'what can be promised is read from stock and forecast, and nothing is reserved by it',
  quotation: 'takes the quotation that it accepts, in its last revision, and none that is over or cancelled',
  salesOrder: 'is one order with the day promised, however often the number is sent; a later day of planning stays',
  promiseDelivery:
    'is one order with the day promised, however often the number is sent; a later day of planning stays',
  commitmentRisk: 'is a task for each cause; a shortage without a day is at risk until it is cleared',
  creditHold: 'has its order waiting as a quotation, with the name of who releases it, until that is done',
  vendorBill: 'that agrees with order and receipt is one draft, also by four at once and under another key',
  readInvoice: 'of an invoice is read what is open, paid and overdue, and what the customer owes',
  holdLot: 'told by four at once is held once, and released back once',
  releaseLot: 'told by four at once is held once, and released back once',
  qualityResult: 'is one note and, when it failed, one task, however often it is told',
  nonconformance: 'is one task while it is open, a note for each revision, and done when it is closed',
  disposition: '"use as is" releases the lot, the others are a task and leave it in quarantine',
  maintenanceRequest: 'once closed, its events stay where they are and the next trouble opens another',
  closeMaintenance: 'once closed, its events stay where they are and the next trouble opens another',
  preventiveByMeter: 'a meter asks once per interval, and not while its last request is open',
  repair: 'ties the parts that went in to the serial number, once, also by four at once',
  createRecord: 'is created once by four at once, and its values are the ones given',
  updateRecord: 'is changed where it differs, archived and brought back, by its external id',
  upsertRecord: 'is changed where it differs, archived and brought back, by its external id',
  archiveRecord: 'is changed where it differs, archived and brought back, by its external id',
  callMethod: 'gets an allowed method once; a lost answer is looked at first',
  note: 'gets a note and a file once each; where the right is missing it is named',
  attachment: 'gets a note and a file once each; where the right is missing it is named',
};

/** Where the plant's user may not, and an administrator posts by calls whatever the others do. */
export const notByPlant: Readonly<Record<14 | 19, Readonly<Record<string, string>>>> = {
  14: {},
  19: {},
};

/** They only ask: asked again they answer again. */
const QUESTIONS = ['checkAvailability', 'readInvoice'];

/** Registers these promises alone, and one that they did tell every intent once and again. */
export function batchCore(get: () => ErpBench, major: 14 | 19, register: () => void): void {
  const all = globalThis.test;
  const names = new Set(Object.values(inBatch));
  const chosen = (name: string, run: () => Promise<void>): void => {
    if (names.has(name)) all(name, run);
  };
  globalThis.test = Object.assign(chosen, all) as jest.It;
  try {
    register();
  } finally {
    globalThis.test = all;
  }
  test('every intent was posted, and told again it changed nothing', () => {
    const kinds = Object.keys(inBatch).filter((kind) => !(kind in notByPlant[major]));
    const verdicts = kinds.map((kind) => [kind, ...(told(get().erp).get(kind) ?? [])]);
    const missing = verdicts.filter(([kind = '', ...seen]) =>
      QUESTIONS.includes(kind) ? seen.length === 0 : !(seen.includes('posted') && seen.includes('already')),
    );
    expect(missing).toEqual([]);
  });
}
