/** What may have changed since a message was refused, with its stable code and a sentence for the person who decides. */

/** `stop`: sending it again would be refused or wrong; `doubt`: look before; `note`: good to know. */
export type Weight = 'stop' | 'doubt' | 'note';

const TABLE = {
  'order-not-found': ['stop', 'no order of this name exists', 'Create the order in Odoo, or correct the order number.'],
  'order-cancelled': ['stop', 'the order was cancelled', 'Book it on another order, or discard this message.'],
  'order-closed': ['stop', 'the order is closed', 'Decide between an unbuild, a stock correction and a new order.'],
  'order-not-confirmed': ['doubt', 'the order is a draft', 'Confirm the order in Odoo first.'],
  'order-other-product': ['stop', 'the order makes another product', 'Check the order number and the material.'],
  'newer-revision': ['doubt', 'the bill of materials has a newer revision', 'Compare both revisions in Odoo first.'],
  'posted-already': ['stop', 'this very message is posted', 'Discard it: nothing is missing in Odoo.'],
  'lot-on-hold': ['stop', 'the lot is on hold', 'Let quality release the lot, or correct the lot number.'],
  'lot-unknown': ['stop', 'Odoo does not know this lot', 'Receive the lot in Odoo, or correct the lot number.'],
  'period-locked': ['stop', 'the period of this message is closed', 'Ask accounting how it shall be booked.'],
  'record-gone': [
    'stop',
    'a record it needs is gone',
    'Restore it in Odoo, correct the reference, or discard this message.',
  ],
  'document-cancelled': ['stop', 'the document was cancelled', 'Book it on another document, or discard this message.'],
  'document-closed': ['stop', 'nothing of the document is open', 'Look in Odoo whether it was booked by hand.'],
  superseded: ['stop', 'a newer one is posted', 'Discard this message: it would set Odoo back.'],
  'hold-over': ['stop', 'this hold was released since', 'Discard this message, or let quality hold the lot anew.'],
  'customer-held': ['doubt', 'the customer is on credit hold', 'Ask sales whether it shall still be sold.'],
  'reference-wrong': ['stop', 'a reference does not fit', 'Correct the named record or field.'],
  'in-doubt': ['note', 'Odoo may hold it already', 'Nothing: a replay looks there first and does not do it twice.'],
  'not-checked': [
    'doubt',
    'it names nothing that Odoo could be asked about',
    'Check by hand whether it is still wanted.',
  ],
} as const satisfies Readonly<Record<string, readonly [Weight, string, string]>>;

export type FindingCode = keyof typeof TABLE;

export interface Finding {
  readonly code: FindingCode;
  readonly weight: Weight;
  readonly on: string;
  readonly reason: string;
  readonly nextStep: string;
}

export function finding(code: FindingCode, on: string, detail?: string): Finding {
  const [weight, reason, nextStep] = TABLE[code];
  return { code, weight, on, reason: detail ? `${reason}: ${detail}` : reason, nextStep };
}

export const findingCodes = Object.keys(TABLE) as FindingCode[];

/** Whether anything speaks against sending it again. */
export const isStillRight = (findings: readonly Finding[]): boolean =>
  findings.every(({ weight }) => weight === 'note');
