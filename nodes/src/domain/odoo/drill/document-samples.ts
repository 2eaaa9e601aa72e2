/** Samples about what people make in Odoo: the lot of an order, a sale with its delivery, a purchase order. */
import type { SoldGoods } from './people.ts';
import { byName, FAR, made, pieces, type Sample } from './sample.ts';

/** Of the lot that the sample of `produce` made. */
export function lotSamples(p: string): readonly Sample[] {
  const material = made('product', `${p}-FG`);
  const lot = { material, lot: `${p}-LOT` };
  const held = { ...lot, partition: `drill:${p}:lot` };
  const quarantine = made('location', `${p}-QUAR`);
  return [
    { kind: 'holdLot', ...held, hold: `${p}-H1`, quarantine, reason: 'drill' },
    { kind: 'releaseLot', ...held, hold: `${p}-H1` },
    { kind: 'holdLot', ...held, hold: `${p}-H2`, quarantine, reason: 'drill' },
    { kind: 'disposition', ...held, hold: `${p}-H2`, decision: 'useAsIs' },
    { kind: 'qualityResult', ...lot, test: `${p}-T`, revision: 1, specification: 'drill', overall: 'pass' },
    {
      ...{ kind: 'nonconformance', ...lot, nc: `${p}-NC`, revision: 1, status: 'opened', severity: 'minor' },
      description: 'drill',
    },
    {
      ...{ kind: 'repair', repair: `${p}-REP`, material, serial: `${p}-LOT` },
      parts: [{ use: 'add', material: made('product', `${p}-RM`), quantity: pieces('1') }],
    },
  ];
}

/** Orders that nobody needs any more. */
export function unwantedSamples(cancelled: string, called: string): readonly Sample[] {
  const record = byName(called);
  return [
    { kind: 'cancelOrder', order: cancelled, reason: 'drill' },
    { kind: 'callMethod', model: 'mrp.production', record, method: 'action_cancel', expects: { state: 'cancel' } },
  ];
}

/** Of a confirmed sales order for one piece of the raw material. */
export function saleSamples(p: string, { sale, delivery, isInvoiced }: SoldGoods): readonly Sample[] {
  return [
    { kind: 'promiseDelivery', order: sale, promised: FAR, reason: 'drill' },
    ...(delivery === undefined ? [] : deliverySamples(p, delivery)),
    ...(isInvoiced ? [{ kind: 'readInvoice', order: sale }] : []),
  ];
}

function deliverySamples(p: string, delivery: string): readonly Sample[] {
  const document = byName(delivery);
  const lines = [{ material: made('product', `${p}-RM`), quantity: pieces('1') }];
  return [
    { kind: 'unreserve', of: 'transfer', document },
    { kind: 'reserve', of: 'transfer', document },
    { kind: 'shipmentMilestone', delivery: document, milestone: 'loaded', reached: '2026-11-20T08:00:00Z' },
    { kind: 'ship', delivery: document, lines },
    { kind: 'return', document, lines, reason: 'drill' },
  ];
}

/** Of a confirmed purchase order for five pieces of the raw material at 2 each. */
export function purchaseSamples(p: string, order: string): readonly Sample[] {
  const line = { material: made('product', `${p}-RM`), quantity: pieces('5') };
  const advice = { advice: `${p}-ASN`, supplier: `${p}-CUS` };
  return [
    {
      ...{ kind: 'confirmSupply', order, response: `${p}-AB` },
      lines: [{ lineNo: '1', status: 'accepted', material: line.material, promised: FAR }],
    },
    { kind: 'expectGoods', order, ...advice, purpose: 'original', eta: FAR, lines: [line] },
    { kind: 'receive', order, receipt: `${p}-GR`, lines: [line] },
    {
      ...{ kind: 'vendorBill', supplier: made('partner', `${p}-CUS`), number: `${p}-BILL`, order, date: '2026-11-20' },
      lines: [{ ...line, price: '2' }],
    },
  ];
}
