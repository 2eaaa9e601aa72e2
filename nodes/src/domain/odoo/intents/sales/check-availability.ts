/** How much of some goods could be promised now and on a day: an answer for who sells, nothing is reserved. */
import { z } from 'zod';
import { ok, type Result } from '../../../ports.ts';
import type { Receipt } from '../../../receipt.ts';
import { type Amount, text, ZERO } from '../../amount.ts';
import { decimal, rows } from '../../rows.ts';
import { defineIntent, standing, type Task } from '../spec.ts';
import { type Priced, pricedLines, saleLine } from './priced.ts';

const schema = z.strictObject({
  kind: z.literal('checkAvailability'),
  ...standing,
  /** Number of the question where it was asked. */
  request: z.string().min(1),
  lines: z
    .array(saleLine.omit({ price: true, promised: true }))
    .min(1)
    .max(200),
});
type CheckAvailability = z.output<typeof schema>;

export const checkAvailability = defineIntent({
  kind: 'checkAvailability',
  title: 'Answer what can be promised',
  schema,
  promised: {
    does: 'Reads for every line what is free now and what the forecast of Odoo leaves on the day wanted, in the unit of the product, and says whether it is enough. Lines of one product share what there is.',
    postCondition: 'Nothing changes; the answer stands in the receipt.',
    once: 'It reads only. A repeat reads again.',
    wizards: 'None.',
    undo: 'Nothing to take back.',
  },
  needs: [
    ['product.product', 'read', 'Inventory'],
    ['stock.move', 'read', 'Inventory'],
  ],
  where: ({ request, lines }) => ({
    attempted: `answer ${request}`,
    on: lines.map(({ material }) => material.id).join(', '),
  }),
  carryOut,
});

const row = z.object({ id: z.number(), free_qty: decimal, virtual_available: decimal });

async function carryOut(task: Task<CheckAvailability>): Promise<Result<Receipt>> {
  const { intent, where } = task;
  const lines = await pricedLines(task, intent.lines);
  if (!lines.ok) return lines;
  const taken = new Map<number, Amount>();
  const answers: Answer[] = [];
  for (const [index, line] of lines.value.entries()) {
    const before = taken.get(line.product.id) ?? ZERO;
    taken.set(line.product.id, before.plus(line.quantity));
    const answer = await answerTo(task, line, before, intent.lines[index]?.wanted);
    if (!answer.ok) return answer;
    answers.push(answer.value);
  }
  const isEnough = answers.every(({ verdict }) => verdict !== 'short');
  return ok({
    verdict: 'posted',
    summary: `${where.attempted} on ${where.on}: ${isEnough ? 'enough' : 'not enough'}`,
    records: lines.value.map(({ product }) => ({ model: 'product.product', id: product.id, name: product.name })),
    readBack: { enough: isEnough, lines: answers, answer: { enough: isEnough, lines: answers } },
  });
}

interface Answer {
  readonly lineNo: string;
  /** `now`: lies there free; `forecast`: will have come until then; `short`: `missing` of it will not. */
  readonly verdict: 'now' | 'forecast' | 'short';
  readonly free: string;
  readonly forecast: string;
  readonly missing: string;
}

async function answerTo(
  { erp }: Task<CheckAvailability>,
  { lineNo, product, quantity }: Priced,
  before: Amount,
  wanted: string | undefined,
): Promise<Result<Answer>> {
  const found = await rows(erp, {
    model: 'product.product',
    row,
    domain: [['id', '=', product.id]],
    ...(wanted === undefined ? {} : { context: { to_date: `${wanted} 23:59:59` } }),
  });
  if (!found.ok) return found;
  const { free_qty: free, virtual_available: forecast } = found.value[0] ?? { free_qty: ZERO, virtual_available: ZERO };
  const needed = before.plus(quantity);
  // What is free and yet missing in the forecast is asked for by others who reserve it later.
  const isThere = forecast.greaterThanOrEqualTo(needed);
  const missing = needed.minus(forecast.greaterThan(0) ? forecast : ZERO);
  return ok({
    lineNo,
    verdict: !isThere ? 'short' : free.greaterThanOrEqualTo(needed) ? 'now' : 'forecast',
    free: text(free),
    forecast: text(forecast),
    missing: isThere ? '0' : text(missing.lessThan(quantity) ? missing : quantity),
  });
}
