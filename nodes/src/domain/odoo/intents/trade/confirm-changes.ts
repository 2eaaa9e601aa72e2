/** A supplier's answer against the order: what is written on its lines, and what a buyer has to read. */
import { z } from 'zod';
import { fail, ok, type Result } from '../../../ports.ts';
import { type Amount, amount, equal, text } from '../../amount.ts';
import type { Constants } from '../../deps.ts';
import type { TradeTable } from '../../dialects/trade.ts';
import { findProduct } from '../../materials.ts';
import { refusal } from '../../refusals.ts';
import { one, rows } from '../../rows.ts';
import type { Task } from '../spec.ts';
import {
  type About,
  type AnswerRef,
  answersIn,
  newerThan,
  type Open,
  type Spoken,
  type Topic,
  topicsOf,
} from './answers.ts';
import type { Late } from './at-risk.ts';
import { notOnOrder } from './candidates.ts';
import type { Answer, Confirm } from './confirm-schema.ts';
import { currencyOf, linesOf, numbered, PURCHASE_LINE, type Purchase, type PurchaseLine } from './purchase.ts';
import { priceDifference } from './stated-price.ts';

export interface Change {
  readonly line: number;
  readonly vals: Record<string, unknown>;
}

export interface Changes {
  readonly writes: Change[];
  /** One sentence for each difference. */
  readonly told: string[];
  /** Those of them that the order does not show: somebody has to decide. */
  readonly open: Open[];
  readonly late: readonly Late[];
  readonly spoken: Spoken;
}

export async function changesOf(
  task: Task<Confirm>,
  order: Purchase,
  table: TradeTable,
  constants: Constants,
): Promise<Result<Changes>> {
  const units = await unitsOf(task, order, table);
  if (!units.ok) return units;
  const ordered = task.intent.currency === undefined ? ok(undefined) : await currencyOf(task.erp, order);
  if (!ordered.ok) return ordered;
  const terms: Terms = { digits: constants.digits, currency: ordered.value };
  const writes: Change[] = [];
  const told: string[] = [];
  const open: Open[] = [];
  const late: Late[] = [];
  const answered = new Set<number>();
  const topics: Topic[] = [];
  const book = answersIn(task.memory());
  for (const answer of task.intent.lines) {
    const line = await lineFor(task, order, answer);
    if (!line.ok) return line;
    const newer = newerThan(refOf(task.intent), book, line.value.id);
    if (newer) {
      told.push(`Line ${answer.lineNo}: ${overtaken(newer)}`);
      continue;
    }
    const quantity = quantityIn(task, constants, answer, units.value.get(line.value.id) ?? 0);
    if (!quantity.ok) return quantity;
    const isFirst = !answered.has(line.value.id);
    answered.add(line.value.id);
    topics.push(...topicsIn(answer, line.value.id));
    const change = compare(task, terms, line.value, answer, quantity.value, isFirst);
    if (!change.ok) return change;
    told.push(...change.value.told.map((said) => `Line ${answer.lineNo}: ${said}`));
    open.push(
      ...change.value.open.map(({ about, said }) => ({
        ...{ topic: `${line.value.id}.${about}` as const, said: `Line ${answer.lineNo}: ${said}` },
      })),
    );
    if (Object.keys(change.value.vals).length > 0) writes.push({ line: line.value.id, vals: change.value.vals });
    late.push(...lateBy(line.value, answer));
  }
  return ok({ writes, told, open, late, spoken: { lines: [...answered], topics } });
}

/** As ordered, or not at all, is an answer to everything; else to what it names. */
function topicsIn({ status, quantity, price }: Answer, line: number): readonly Topic[] {
  if (status === 'accepted' || status === 'rejected') return topicsOf(line);
  const isCounted = quantity !== undefined || status === 'backordered';
  return [
    `${line}.coming`,
    ...(isCounted ? ([`${line}.quantity`] as const) : []),
    ...(price === undefined ? [] : ([`${line}.price`] as const)),
  ];
}

export const refOf = ({ key, response, issued, revision }: Confirm): AnswerRef => ({
  ...{ key, response },
  ...(issued === undefined ? {} : { issued }),
  ...(revision === undefined ? {} : { revision }),
});

export const overtaken = ({ response, issued }: AnswerRef): string =>
  `not taken over, answer ${response}${issued === undefined ? '' : ` of ${issued}`} is newer`;

/** A rest that comes later is late by its own day; without one nobody knows when. */
function lateBy({ product_id, date_planned }: PurchaseLine, answer: Answer): readonly Late[] {
  if (product_id === undefined) return [];
  if (answer.status === 'rejected') return [{ product: product_id }];
  const { promised } = answer;
  const isLater = promised !== undefined && promised > (date_planned ?? '').slice(0, 10);
  return isLater ? [{ product: product_id, day: promised }] : [];
}

async function unitsOf(
  { erp }: Task<Confirm>,
  { lines }: Purchase,
  { lineUnit }: TradeTable,
): Promise<Result<ReadonlyMap<number, number>>> {
  const row = lineUnit === 'product_uom' ? z.object({ id: z.number(), product_uom: one }) : UNIT;
  const ids = lines.filter(({ product_id }) => product_id !== undefined).map(({ id }) => id);
  const found = await rows(erp, { model: PURCHASE_LINE, row, domain: [['id', 'in', ids]] });
  if (!found.ok) return found;
  return ok(
    new Map(found.value.map((line) => [line.id, 'product_uom' in line ? line.product_uom : line.product_uom_id])),
  );
}
const UNIT = z.object({ id: z.number(), product_uom_id: one });

/** By the material that it names; the number decides between several lines of it, and alone where there is none. */
async function lineFor(task: Task<Confirm>, order: Purchase, answer: Answer): Promise<Result<PurchaseLine>> {
  const { erp, where } = task;
  if (!answer.material) {
    const line = numbered(order.lines, answer.lineNo);
    return line ? ok(line) : fail(refusal('no-purchase-line', where, `line ${answer.lineNo}`));
  }
  const product = await findProduct(erp, answer.material, where);
  if (!product.ok) return product;
  const [line] = linesOf(order.lines, product.value.id, answer.lineNo);
  return line ? ok(line) : fail(await notOnOrder(erp, where, order, product.value));
}

function quantityIn(
  { where }: Task<Confirm>,
  { units }: Constants,
  { quantity }: Answer,
  unit: number,
): Result<Amount | undefined> {
  if (!quantity) return ok(undefined);
  const factor = units.factor(quantity.uom, unit, where);
  return factor.ok ? ok(amount(quantity.value).times(factor.value).toDecimalPlaces(9)) : factor;
}

interface Terms {
  /** Of quantities. */
  readonly digits: number;
  /** Of the order; known where the answer names its own. */
  readonly currency: string | undefined;
}

interface Compared {
  readonly vals: Readonly<Record<string, unknown>>;
  readonly told: readonly string[];
  readonly open: readonly Said[];
}

interface Said {
  readonly about: About;
  readonly said: string;
}

const leftOpen = (about: About, said: string): Compared => ({ vals: {}, told: [said], open: [{ about, said }] });

function compare(
  { intent, where }: Task<Confirm>,
  terms: Terms,
  line: PurchaseLine,
  answer: Answer,
  quantity: Amount | undefined,
  isFirst: boolean,
): Result<Compared> {
  const ordered = text(line.product_qty);
  if (answer.status === 'rejected') return ok(leftOpen('coming', `refused by the supplier (${ordered} ordered)`));
  const promised = answer.promised === undefined ? '' : ` for ${answer.promised}`;
  const amountTold = quantity === undefined ? 'a rest' : text(quantity);
  if (answer.status === 'backordered' || !isFirst)
    return ok(leftOpen('quantity', `${amountTold} come later${promised}`));
  const vals: Record<string, unknown> = {};
  const told: string[] = [];
  const open: Said[] = [];
  const [day, time = '12:00:00'] = (line.date_planned ?? '').split(' ');
  if (answer.promised !== undefined && answer.promised !== day) {
    vals.date_planned = `${answer.promised} ${time}`;
    told.push(`comes ${answer.promised} instead of ${day || 'no day'}`);
  }
  if (quantity !== undefined && !equal(quantity, line.product_qty, terms.digits)) {
    if (quantity.lessThan(line.qty_received)) {
      const detail = `${text(quantity)} confirmed, ${text(line.qty_received)} received`;
      return fail(refusal('below-received', where, detail));
    }
    // A lower quantity is never written: 19 plans a return of what never came beside the full receipt, 14 goes on waiting
    // for the former quantity (both measured).
    const isWritten = intent.quantities === 'write' && quantity.greaterThan(line.product_qty);
    if (isWritten) vals.product_qty = quantity.toNumber();
    const said = `${text(quantity)} instead of ${ordered}`;
    if (isWritten) told.push(said);
    else open.push({ about: 'quantity', said: `${said}, the order is as it was` });
  }
  const { price, priceBasis } = answer;
  const stated = { price: price ?? '', priceBasis, currency: intent.currency };
  const difference = price === undefined ? undefined : priceDifference(stated, line.price_unit, terms.currency);
  if (difference !== undefined) open.push({ about: 'price', said: difference });
  return ok({ vals, told: [...told, ...open.map(({ said }) => said)], open });
}
