/**
 * Every reason why an intent is not carried out although Odoo works, with its stable code. Runbooks link to the codes;
 * each sentence is for the person who finds the message in the dead-letter queue.
 */
import type { Failure, FailureClass } from '../failure.ts';
import { LOGISTICS } from './refusals-logistics.ts';
import { SALES } from './refusals-sales.ts';
import { TRADE } from './refusals-trade.ts';

const TABLE = {
  ...LOGISTICS,
  ...TRADE,
  ...SALES,
  'shift-table-missing': [
    'configuration',
    'this database has no table of shift summaries',
    'Let an administrator run "npm run odoo:setup -- shifts install" once; then it goes on by itself.',
  ],
  'order-not-found': [
    'business',
    'no manufacturing order of this name exists',
    'Check the order number at the machine, or create the order in Odoo, then replay.',
  ],
  'order-ambiguous': [
    'business',
    'more than one manufacturing order answers to this name',
    'Rename one of them in Odoo, then replay.',
  ],
  'order-not-confirmed': ['business', 'the order is still a draft', 'Confirm the order in Odoo, then replay.'],
  'order-closed': [
    'business',
    'the order is done already',
    'Decide between an unbuild, a stock correction and a new order; then discard or correct this message.',
  ],
  'order-cancelled': [
    'business',
    'the order was cancelled in Odoo',
    'Book the quantity on another order or as a stock correction; then discard or correct this message.',
  ],
  'order-split': [
    'business',
    'the order has several open parts, made by hand in Odoo',
    'Merge or close the parts that are not being made, then replay.',
  ],
  'order-other-product': [
    'business',
    'the order makes another product than the machine reports',
    'Check order and recipe at the machine and the cross-reference of the material.',
  ],
  'over-production': [
    'business',
    'the order would exceed its quantity and tolerance',
    'Raise the order quantity in Odoo or the tolerance in the site pack, then replay.',
  ],
  'below-zero': [
    'data',
    'the correction or return takes away more than is recorded on the open order',
    'Correct the quantity; what is closed already can only be unbuilt in Odoo.',
  ],
  'nothing-produced': [
    'business',
    'the order would close without any produced quantity',
    'Cancel the order in Odoo, or correct the count.',
  ],
  'conflicting-state': [
    'business',
    'somebody else changed the order in Odoo',
    'Compare both quantities, set Odoo back or correct the message, then replay.',
  ],
  'lot-missing': [
    'data',
    'the product is tracked and no lot is given',
    'Let the line report the lot, add it to the message, then replay.',
  ],
  'lot-unknown': [
    'business',
    'Odoo does not know this lot',
    'Receive the lot in Odoo or correct the lot number, then replay.',
  ],
  'lot-shipped': [
    'business',
    'all that was left of the lot is shipped',
    'Nothing in stock is changed. Follow the genealogy of the lot to its customers and decide on a recall; then discard this message.',
  ],
  'lot-not-in-stock': [
    'business',
    'nothing of the lot is in stock',
    'If it was used, decide about what was made of it; if it is still to come, replay when it is there.',
  ],
  'lot-on-hold': [
    'business',
    'the lot is on hold',
    'Let quality release the lot, or correct the lot number; then replay.',
  ],
  'subject-missing': [
    'data',
    'it names neither a lot with its material nor an order',
    'Let the source name what it is about, or correct the message, then replay.',
  ],
  'waiting-for-hold': [
    'waiting',
    'no such hold was seen yet',
    'Nothing: it goes on by itself when the hold has arrived. If that never comes, discard this message.',
  ],
  'quarantine-unfit': [
    'configuration',
    'held goods would not be out of reach at this place',
    'Let an administrator create an internal location beside the stock, directly below the view location of the warehouse, and name it in the site pack.',
  ],
  'serial-quantity': [
    'data',
    'a serial number stands for exactly one unit',
    'Report each serial number by itself with quantity 1.',
  ],
  'serial-used': [
    'data',
    'a serial number stands for one unit, which was made already',
    'Find the unit that really has this number, correct the message, then replay. Discard it if it tells the same unit twice.',
  ],
  unmapped: [
    'data',
    'the code leads to no record in Odoo, or to several',
    'Complete the cross-reference of the site pack or the record in Odoo, then replay.',
  ],
  'unit-mismatch': [
    'data',
    'the unit of the message and the unit in Odoo measure different things',
    'Correct the unit of the tag in the site pack or the unit of the product in Odoo.',
  ],
  precision: [
    'data',
    'Odoo would round the quantity',
    'Raise the decimals of "Product Unit" in Odoo (Settings, Decimal Accuracy), then replay.',
  ],
  'not-a-component': [
    'business',
    'the bill of materials is strict and does not contain this material',
    'Add the material to the order in Odoo or correct the message, then replay.',
  ],
  'not-a-byproduct': [
    'business',
    'the order does not make this by-product',
    'Add the by-product to the bill of materials, then replay.',
  ],
  'backflush-declared': [
    'data',
    'the posting policy lets Odoo take components by the bill of materials; posting a measured consumption as well would count it twice',
    'Set consumption to "actual" in the posting policy, or stop the consumption counter.',
  ],
  'consumption-differs': [
    'business',
    'consumption differs from a strict bill of materials and Odoo asks a person',
    'Check the numbers on the order, then allow it: post the difference by policy (bomDifference), or close the order by hand.',
  ],
  'stock-short': [
    'business',
    'Odoo has less in stock at this place than is to be taken',
    'Correct the stock or the message, then replay.',
  ],
  'not-a-store': [
    'data',
    'goods do not lie in a place of this kind',
    'Bind the place to an internal location of Odoo in the site pack, then replay.',
  ],
  'same-place': [
    'data',
    'both places are the same',
    'Correct the places at the source or in the message, then replay.',
  ],
  'outside-warehouse': [
    'configuration',
    'no warehouse with internal transfers has these places',
    'Move the location below a warehouse in Odoo, then replay.',
  ],
  'document-missing': [
    'business',
    'Odoo has no open document of this name',
    'Check the number at the source, or create the document in Odoo, then replay.',
  ],
  'document-cancelled': [
    'business',
    'the document was cancelled in Odoo',
    'Book the movement on another document; then discard or correct this message.',
  ],
  'not-reserved': [
    'business',
    'Odoo finds too little that is free to be reserved',
    'Bring the goods into stock or release other reservations, then replay.',
  ],
  'count-outdated': [
    'business',
    'stock moved after the count had begun',
    'Count this place again; then discard this message.',
  ],
  'packed-goods': [
    'business',
    'packages in this place hold more than was counted',
    'Unpack or correct the packages in Odoo, then replay.',
  ],
  'over-delivery': [
    'business',
    'more is shipped than the delivery asks for',
    'Raise the quantity of the delivery in Odoo or correct the message, then replay.',
  ],
  'over-return': [
    'business',
    'more comes back than was moved and has not come back yet',
    'Correct the quantity, or book the rest as an adjustment, then replay.',
  ],
  'lot-expired': [
    'business',
    'the lot has expired and Odoo asks whether it may go',
    'Ship another lot, or allow expired lots in the message, then replay.',
  ],
  'unknown-wizard': [
    'business',
    'Odoo asks a question that no policy answers',
    'Do the step by hand in Odoo once, and report the name of the question.',
  ],
  'not-posted': [
    'business',
    'Odoo reads back something else than was written',
    'Compare order and message in Odoo before replaying.',
  ],
  'waiting-for-counters': [
    'waiting',
    'waits',
    'Nothing: the order is closed by itself when these are posted. If not, look at the flows that report the counters named.',
  ],
  'waiting-for-close': [
    'waiting',
    'the scrapped units come into stock when the order is closed',
    'Nothing: it goes on by itself when the order closes.',
  ],
  'scrap-under-way': [
    'unknown',
    'Odoo may still be at work on the first attempt',
    'Nothing: when that has surely ended Odoo is asked again. Do not validate the scrap order by hand meanwhile.',
  ],
  'unknown-intent': [
    'configuration',
    'this version of Plantwire does not know the intent',
    'Install the version that the flow was made with, or correct the flow.',
  ],
  'ends-before-start': [
    'data',
    'the end lies before the start',
    'Correct the times at the source or in the message, then replay.',
  ],
  'values-refused': [
    'data',
    'Odoo would refuse these values or change them in silence',
    'Correct the values that are named, then replay.',
  ],
  'fixed-in-odoo': [
    'business',
    'Odoo holds something else that is never changed once it may be in use',
    'Decide which is right; change it in Odoo by hand if nothing was posted with it, or correct the message, then replay.',
  ],
  'app-missing': [
    'business',
    'an app of Odoo is not installed',
    'Let an administrator install the app that is named, then replay.',
  ],
  'model-unknown': [
    'data',
    'Odoo has no records of this kind',
    'Correct the model in the flow or the message, or let an administrator install its app, then replay.',
  ],
  'right-missing': [
    'business',
    'the integration user lacks a right',
    'Give the user the right in Odoo (Settings, Users), or take the intent out of the flow, then replay.',
  ],
  'not-archivable': [
    'data',
    'records of this kind cannot be archived',
    'Correct the message: this model of Odoo has no archive.',
  ],
  'method-denied': [
    'data',
    'this method is never called directly: it would do something twice, or has an intent of its own',
    'Use the intent for it, then discard the message.',
  ],
  'method-not-allowed': [
    'business',
    'nobody has allowed this method',
    'Add it to the allowed methods of the odoo write node and deploy, then replay.',
  ],
  'model-denied': [
    'data',
    'records of this kind are not the affair of the plant',
    'Let an administrator change it in Odoo, then discard the message.',
  ],
  'below-made': [
    'business',
    'more is made than the order would ask for',
    'Close the order with what is made, or correct the quantity, then replay.',
  ],
  'cancel-too-late': [
    'business',
    'the order has begun',
    'Let the plant end it: a final count with the policy "closeShort" closes it with what is made. Where nothing was made, cancel it in Odoo. Then discard this message.',
  ],
  'order-started': [
    'business',
    'work on the order has begun',
    'Move the work orders that have not begun in Odoo by hand, then discard this message.',
  ],
  'no-done-stage': [
    'configuration',
    'Odoo has no maintenance stage that counts as done',
    'Mark one stage as "Request Done" in Odoo (Maintenance, Configuration, Stages), then replay.',
  ],
  'no-interval': [
    'data',
    'the interval of the meter is zero',
    'Correct the interval at the source or in the message, then replay.',
  ],
  'work-order-not-found': [
    'business',
    'the order has no such work order, or several',
    'Correct the name of the operation at the source, or the routing in Odoo, then replay.',
  ],
  'work-centre-blocked': [
    'waiting',
    'the work centre is blocked',
    'Nothing: it goes on by itself when the standstill has ended in Odoo. If it has ended, end its time row there.',
  ],
  'transition-illegal': [
    'business',
    'the work order cannot go there from where it is',
    'Compare the job at the machine with the work order in Odoo; discard the message when Odoo is right.',
  ],
  'call-under-way': [
    'unknown',
    'Odoo may still be at work on the first attempt',
    'Nothing: when that has surely ended Odoo is asked again. Do not do the step by hand meanwhile.',
  ],
  'no-calendar': [
    'configuration',
    'the work centre has no working hours, so Odoo cannot plan on it',
    'Give the work centre a calendar in Odoo (24/7 where the line runs round the clock), then replay.',
  ],
  'order-open': [
    'business',
    'nothing of the order is closed, so there is nothing to take back',
    'Report a correction of the count instead, or close the order, then replay.',
  ],
  'unbuild-too-much': [
    'business',
    'less is left of what the order made than is to be unbuilt',
    'Correct the quantity or the lot, then replay.',
  ],
  'binding-lost': [
    'configuration',
    'the order remembered by the journal is not this order any more',
    'Check whether the Odoo connection leads to another database than before.',
  ],
} as const satisfies Readonly<Record<string, readonly [FailureClass, string, string]>>;

export type RefusalCode = keyof typeof TABLE;

export interface Where {
  /** Clause: `post 12 C62 of FG-1000`. */
  readonly attempted: string;
  /** Order, lot or record. */
  readonly on: string;
}

/** `detail` names the numbers or records behind the reason. */
export function refusal(code: RefusalCode, where: Where, detail?: string): Failure {
  const [verdict, reason, nextStep] = TABLE[code];
  return { code, class: verdict, ...where, reason: detail ? `${reason}: ${detail}` : reason, nextStep };
}

export const refusalCodes = Object.keys(TABLE) as RefusalCode[];
