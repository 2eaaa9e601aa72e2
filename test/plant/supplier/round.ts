/** What a supplier sends about the orders of a plant, and what of it comes to the dock: good days and bad ones. */
import {
  type Answer,
  edifactAdvice,
  type Goods,
  listAdvice,
  listAnswer,
  listReceipt,
  type Shipment,
  x12Advice,
  x12Answer,
} from './documents.ts';

export interface Document {
  /** Path below the data folder. */
  readonly path: string;
  readonly text: string;
}

/** What each order of the demo company is about. */
export const ORDERED: readonly Goods[] = [
  { line: 1, item: 'RM-10', quantity: 500, unit: 'piece' },
  { line: 2, item: 'RM-20', quantity: 250, unit: 'kilogram' },
];

const DAY_MS = 86_400_000;
const IN = 'suppliers/in';
const ANSWERS = 'suppliers/confirmations';

/** `nowMs`: when it is sent; days count from there. */
export function roundOf(orders: readonly string[], nowMs: number): readonly Document[] {
  const all = orders.map((order, index) => aboutOf(order, index, nowMs));
  return [
    ...all.flatMap(({ answer }) => answer),
    ...all.flatMap(({ advices }) => advices),
    ...all.flatMap(({ receipts }) => receipts),
  ];
}

interface About {
  readonly answer: readonly Document[];
  readonly advices: readonly Document[];
  readonly receipts: readonly Document[];
}

/** In turn: as announced, short, replaced before it comes, and an advice about goods that were never ordered. */
function aboutOf(order: string, index: number, nowMs: number): About {
  const day = (offset: number): string => new Date(nowMs + offset * DAY_MS).toISOString().slice(0, 10);
  const control = 100 + index * 10;
  const goods = ORDERED.map((one) => (one.unit === 'piece' ? one : { ...one, lot: `N-${order}` }));
  const shipment: Shipment = {
    ...{ order, advice: `LS-${order}`, purpose: 'original', control, sent: day(0), arrives: day(3), goods },
  };
  const answer: Answer = { order, number: `AB-${order}`, control: control + 5, sent: day(0), promised: day(4), goods };
  const file = (folder: string, name: string, text: string): Document => ({ path: `${folder}/${name}`, text });
  const receipt = (of: readonly Goods[] = goods): Document =>
    file('dock', `GR-${order}.csv`, listReceipt({ ...shipment, goods: of }));
  const sent = (text: string, name = `${order}.edi`): Document => file(IN, name, text);
  switch (index % 4) {
    case 0: {
      const text = x12Advice(shipment);
      const advices = [sent(text), sent(text, `${order}-again.edi`)];
      return { answer: [file(ANSWERS, `${order}.edi`, x12Answer(answer))], advices, receipts: [receipt()] };
    }
    case 1: {
      const short = goods.map((one) => (one.line === 2 ? { ...one, quantity: one.quantity - 8 } : one));
      return { answer: [], advices: [sent(edifactAdvice(shipment))], receipts: [receipt(short)] };
    }
    case 2: {
      const later = { ...shipment, purpose: 'replace', arrives: day(6) } as const;
      const advices = [shipment, later].map((one) => file(IN, `ASN-${order}-${one.purpose}.csv`, listAdvice(one)));
      return { answer: [file(ANSWERS, `PO-${order}.csv`, listAnswer(answer))], advices, receipts: [receipt()] };
    }
    default: {
      const foreign: Goods = { line: 1, item: 'BP-1', quantity: 40, unit: 'piece' };
      return { answer: [], advices: [sent(x12Advice({ ...shipment, goods: [foreign] }))], receipts: [] };
    }
  }
}
