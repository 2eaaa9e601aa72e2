/** A purchase order and its lines, and which line a partner means. */
import { z } from 'zod';
import { type Erp, fail, ok, type Result } from '../../../ports.ts';
import { refusal, type Where } from '../../refusals.ts';
import { decimal, one, rows, textOrNone } from '../../rows.ts';

const head = z.object({
  id: z.number(),
  name: z.string(),
  state: z.string(),
  partner_id: one,
  partner_ref: textOrNone,
});
const line = z.object({
  id: z.number(),
  product_id: z.union([one, z.literal(false).transform(() => undefined)]),
  product_qty: decimal,
  qty_received: decimal,
  price_unit: decimal,
  date_planned: textOrNone,
});

export type PurchaseLine = z.output<typeof line>;
export interface Purchase extends z.output<typeof head> {
  /** In the order of the document: partners number them by it. */
  readonly lines: readonly PurchaseLine[];
}

export const PURCHASE = 'purchase.order';
export const PURCHASE_LINE = 'purchase.order.line';
/** `done` is a locked order: goods for it may still come. */
export const OPEN = ['purchase', 'done'];

export async function findPurchase(erp: Erp, name: string, where: Where): Promise<Result<Purchase>> {
  const found = await rows(erp, { model: PURCHASE, row: head, domain: [['name', '=', name]], limit: 2 });
  if (!found.ok) return found;
  const [order, second] = found.value;
  if (!order || second) return fail(refusal('purchase-not-found', where, order ? 'several have it' : name));
  if (!OPEN.includes(order.state)) return fail(refusal('purchase-not-open', where, `${name} is ${order.state}`));
  const lines = await purchaseLines(erp, order.id);
  return lines.ok ? ok({ ...order, lines: lines.value }) : lines;
}

const money = z.object({ id: z.number(), currency_id: z.tuple([z.number(), z.string()]) });

/** ISO 4217 of its prices. */
export async function currencyOf(erp: Erp, { id }: Pick<Purchase, 'id'>): Promise<Result<string | undefined>> {
  const found = await rows(erp, { model: PURCHASE, row: money, domain: [['id', '=', id]] });
  return found.ok ? ok(found.value[0]?.currency_id[1]) : found;
}

export const purchaseLines = (erp: Erp, order: number): Promise<Result<PurchaseLine[]>> =>
  rows(erp, { model: PURCHASE_LINE, row: line, domain: [['order_id', '=', order]], order: 'sequence, id' });

/** The line at this number: counted from one, or in steps of ten as many partners do. */
export function numbered<L>(lines: readonly L[], lineNo: string | undefined): L | undefined {
  const number = lineNo !== undefined && /^0*\d{1,6}$/.test(lineNo) ? Number(lineNo) : 0;
  if (number < 1) return undefined;
  const isTens = number % 10 === 0 && number > lines.length;
  return lines[(isTens ? number / 10 : number) - 1];
}

/** Lines of a product, the one that is meant by its number first. */
export function linesOf(
  lines: readonly PurchaseLine[],
  product: number,
  lineNo: string | undefined,
): readonly PurchaseLine[] {
  const same = lines.filter(({ product_id }) => product_id === product);
  const meant = numbered(lines, lineNo);
  return meant && same.includes(meant) ? [meant, ...same.filter((one) => one !== meant)] : same;
}
