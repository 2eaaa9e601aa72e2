/** What a supplier has sent is expected at the dock: on its day, with its lots and labels. Nothing is received by it. */
import { fail, ok, type Result } from '../../../ports.ts';
import type { Receipt } from '../../../receipt.ts';
import { refusal } from '../../refusals.ts';
import { defineIntent, type Task } from '../spec.ts';
import { awaitedBy, readTransfers } from './awaited.ts';
import { namingCandidates } from './candidates.ts';
import { claimOf, raiseClaim } from './claim.ts';
import { type Expect, expectSchema } from './expect-schema.ts';
import { showExpected } from './expect-show.ts';
import { announce, type Book, bookOf, differences, type Told, type Verdict } from './expectation.ts';
import { findPurchase, PURCHASE, type Purchase } from './purchase.ts';

export const expectGoods = defineIntent({
  kind: 'expectGoods',
  title: 'Expect what a supplier announced',
  schema: expectSchema,
  promised: {
    does: 'Puts the announced day on the receipts that wait for the goods, with a note of materials, lots and labels; asks the buyer when more is announced than ordered. Receives nothing.',
    postCondition: 'The note is in the history of each receipt and the receipt is planned for the announced day.',
    once: 'Notes and tasks are created under external ids made of the key; the journal keeps what is expected.',
    wizards: 'None.',
    undo: 'A message of the purpose "cancel", or set the day of the receipt back.',
  },
  needs: [
    [PURCHASE, 'read', 'Purchase'],
    ['purchase.order.line', 'read', 'Purchase'],
    ['stock.picking', 'write', 'Inventory'],
    ['stock.move', 'read', 'Inventory'],
    ['mail.message', 'create', 'Discuss'],
    ['mail.activity', 'create', 'Discuss'],
  ],
  where: ({ advice, order, purpose }) => ({ attempted: `${WORDS[purpose]} ${advice}`, on: order }),
  carryOut,
});

const WORDS = {
  original: 'expect the goods of',
  replace: 'expect what replaces',
  cancel: 'expect no longer the goods of',
} as const;

async function carryOut(task: Task<Expect>): Promise<Result<Receipt>> {
  const { erp, intent, where } = task;
  const order = await findPurchase(erp, intent.order, where);
  if (!order.ok) return fail(await namingCandidates(erp, where, order.failure, intent.lines[0]?.material));
  const book = bookOf(task.memory());
  const awaited = await awaitedBy(task, order.value);
  if (!awaited.ok) return awaited;
  const before = await readTransfers(task, book[intent.advice]?.transfers ?? []);
  if (!before.ok) return before;
  const done = before.value.filter(({ state }) => state === 'done').map(({ id }) => id);
  const open = before.value.filter(({ state }) => state !== 'done' && state !== 'cancel');
  const transfers = intent.purpose === 'cancel' ? open : awaited.value.transfers;
  const verdict = announce(
    book,
    toldBy(
      intent,
      transfers.map(({ id }) => id),
    ),
    done,
  );
  if (verdict.kind !== 'taken') return untouched(task, order.value, verdict);
  const shown = await showExpected(task, order.value, { transfers, surplus: awaited.value.surplus }, verdict.book);
  if (!shown.ok) return shown;
  const late = await compareLate(task, order.value, verdict.book);
  if (!late.ok) return late;
  const remembered = await task.remember({ advices: verdict.book });
  if (!remembered.ok) return remembered;
  const readBack = { ...shown.value, ...late.value };
  return ok(receiptOf(task, order.value, 'posted', transfers.map(({ name }) => name).join(', '), readBack));
}

const toldBy = ({ advice, purpose, key, eta, lines }: Expect, transfers: readonly number[]): Told => ({
  advice,
  purpose,
  key,
  eta,
  transfers,
  lines: lines.map(({ material, lot, quantity }) => ({
    material: material.id,
    quantity: quantity.value,
    uom: quantity.uom,
    ...(lot === undefined ? {} : { lot }),
  })),
});

function untouched(
  task: Task<Expect>,
  order: Purchase,
  { kind }: Exclude<Verdict, { kind: 'taken' }>,
): Result<Receipt> {
  if (kind === 'late') return fail(refusal('advice-received', task.where, `${task.intent.advice} of ${order.name}`));
  const note = kind === 'known' ? 'taken before' : 'replaced or withdrawn before it came';
  return ok(receiptOf(task, order, kind === 'known' ? 'already' : 'noted', note, {}));
}

/** Goods may be at the dock before their advice is. */
async function compareLate(
  task: Task<Expect>,
  order: Purchase,
  book: Book,
): Promise<Result<Readonly<Record<string, unknown>>>> {
  const { intent } = task;
  const advice = book[intent.advice];
  const last = advice?.arrivals.at(-1);
  if (!advice || !last) return ok({});
  const found = differences(advice, intent.differencePercent);
  const [transfer] = last.transfers;
  const on = transfer === undefined ? { model: PURCHASE, id: order.id } : { model: 'stock.picking', id: transfer };
  const raised = await raiseClaim(task, order, on, intent.advice, found);
  return raised.ok ? ok(claimOf({ ...intent, receipt: last.receipt }, order, found)) : raised;
}

function receiptOf(
  { where }: Task<Expect>,
  order: Purchase,
  verdict: Receipt['verdict'],
  note: string,
  readBack: Receipt['readBack'],
): Receipt {
  return {
    verdict,
    summary: `${where.attempted} on ${where.on}: ${note === '' ? 'no receipt waits for it' : note}`,
    records: [{ model: PURCHASE, id: order.id, name: order.name, state: order.state }],
    readBack,
  };
}
