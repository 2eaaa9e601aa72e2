/** What people see of an announced delivery: the day of the receipt, a note on it, and a task when too much comes. */
import { fail, ok, type Result } from '../../../ports.ts';
import { refusal } from '../../refusals.ts';
import { act } from '../../rows.ts';
import { noteOnce, type On, todoOnce } from '../quality/notes.ts';
import type { Task } from '../spec.ts';
import { type Awaited, readTransfers, type Transfer } from './awaited.ts';
import { buyerOf } from './claim.ts';
import type { Expect } from './expect-schema.ts';
import { type Book, nextDay } from './expectation.ts';
import { PURCHASE, type Purchase } from './purchase.ts';

export async function showExpected(
  task: Task<Expect>,
  order: Purchase,
  { transfers, surplus }: Awaited,
  book: Book,
): Promise<Result<Readonly<Record<string, unknown>>>> {
  const { erp, intent } = task;
  const places: readonly On[] =
    transfers.length === 0
      ? [{ model: PURCHASE, id: order.id }]
      : transfers.map(({ id }) => ({ model: 'stock.picking', id }));
  const told = [...sentences(intent), ...surplus.map((one) => `More than ordered: ${one}`)];
  for (const on of places) {
    const noted = await noteOnce(erp, `${intent.key}.${on.id}`, on, told);
    if (!noted.ok) return noted;
  }
  const asked = await askBuyer(task, order, places[0], surplus);
  if (!asked.ok) return asked;
  const planned = await plan(task, transfers, nextDay(book));
  return planned.ok ? ok({ expected: planned.value }) : planned;
}

function sentences({ advice, supplier, purpose, eta, carrier, lines }: Expect): readonly string[] {
  const head = `Despatch advice ${advice} of supplier ${supplier}`;
  if (purpose === 'cancel') return [`${head} is withdrawn: its goods do not come.`];
  const day = eta === undefined ? '' : `, expected ${eta}`;
  const by = carrier === undefined ? '' : `, by ${carrier}`;
  return [
    `${head}${day}${by}${purpose === 'replace' ? '. It replaces what was announced under this number' : ''}:`,
    ...lines.slice(0, 200).map(({ material, quantity, lot, sscc }) => {
      const named = [lot === undefined ? '' : `lot ${lot}`, sscc === undefined ? '' : `label ${sscc}`];
      return [`${quantity.value} ${quantity.uom} of ${material.id}`, ...named.filter((one) => one !== '')].join(', ');
    }),
    ...(lines.length > 200 ? [`and ${lines.length - 200} lines more`] : []),
  ];
}

async function askBuyer(
  task: Task<Expect>,
  order: Purchase,
  on: On | undefined,
  surplus: readonly string[],
): Promise<Result<void>> {
  const { erp, intent } = task;
  if (!on || surplus.length === 0) return ok(undefined);
  const buyer = await buyerOf(task, order);
  if (!buyer.ok) return buyer;
  const todo = {
    summary: `More announced than ordered: ${intent.advice} of ${order.name}`,
    lines: [...surplus, 'Raise the order, or tell the supplier and the dock what is sent back.'],
    user: buyer.value,
    due: intent.at.slice(0, 10),
  };
  const asked = await todoOnce(erp, `${intent.key}.surplus`, on, todo);
  return asked.ok ? ok(undefined) : asked;
}

/** Only the day is the supplier's; the hour stays the plant's. Read back, because Odoo plans by its moves. */
async function plan(
  task: Task<Expect>,
  transfers: readonly Transfer[],
  day: string | undefined,
): Promise<Result<readonly string[]>> {
  const { erp, where } = task;
  const isThere = ({ scheduled_date }: Transfer): boolean =>
    day === undefined || scheduled_date?.startsWith(day) === true;
  for (const transfer of transfers.filter((one) => !isThere(one))) {
    const hour = transfer.scheduled_date?.slice(11) ?? '12:00:00';
    const vals = { scheduled_date: `${day} ${hour}` };
    const written = await act(erp, 'stock.picking', 'write', [transfer.id], { vals }, { repeatable: true });
    if (!written.ok) return written;
  }
  const now = await readTransfers(
    task,
    transfers.map(({ id }) => id),
  );
  if (!now.ok) return now;
  const wrong = now.value.find((one) => !isThere(one));
  if (wrong)
    return fail(refusal('not-posted', where, `${wrong.name} is planned for ${wrong.scheduled_date ?? 'no day'}`));
  return ok(now.value.map(({ name, scheduled_date }) => `${name} on ${scheduled_date ?? 'no day'}`));
}
