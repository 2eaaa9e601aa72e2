/** What Odoo has of the goods of an order, and on which day what it plans will cover them. */
import { z } from 'zod';
import { type Erp, ok, type Result } from '../../../ports.ts';
import { type Amount, text, ZERO } from '../../amount.ts';
import { type Domain, decimal, rows } from '../../rows.ts';
import { type Change, coverageOf } from './coverage.ts';
import type { Priced, SaleLine } from './priced.ts';
import type { Day, Outlook } from './promise.ts';

/** Lines of one product share what there is. */
export async function outlooksOf(
  erp: Erp,
  lines: readonly Priced[],
  asked: readonly SaleLine[],
  today: Day,
): Promise<Result<Outlook[]>> {
  const taken = new Map<number, Amount>();
  const found: Outlook[] = [];
  for (const [index, { lineNo, product, quantity }] of lines.entries()) {
    const needed = (taken.get(product.id) ?? ZERO).plus(quantity);
    taken.set(product.id, needed);
    const plan = await planOf(erp, product.id);
    if (!plan.ok) return plan;
    const coverage = coverageOf(plan.value.stock, plan.value.changes, needed, today);
    found.push({ lineNo, wanted: asked[index]?.wanted, ...verdictOf(coverage, quantity, today) });
  }
  return ok(found);
}

function verdictOf(
  coverage: ReturnType<typeof coverageOf>,
  quantity: Amount,
  today: Day,
): Pick<Outlook, 'verdict' | 'ready' | 'missing'> {
  if (coverage.kind === 'short')
    return { verdict: 'short', missing: text(coverage.missing.lt(quantity) ? coverage.missing : quantity) };
  return coverage.from === today ? { verdict: 'now' } : { verdict: 'forecast', ready: coverage.from };
}

const stock = z.object({ id: z.number(), qty_available: decimal });
const move = z.object({ id: z.number(), date: z.string(), product_qty: decimal });

async function planOf(
  erp: Erp,
  product: number,
): Promise<Result<{ readonly stock: Amount; readonly changes: readonly Change[] }>> {
  const domain: Domain = [['id', '=', product]];
  const held = await rows(erp, { model: 'product.product', row: stock, domain });
  if (!held.ok) return held;
  const comes = await openMoves(erp, product, ['!=', '=']);
  if (!comes.ok) return comes;
  const goes = await openMoves(erp, product, ['=', '!=']);
  if (!goes.ok) return goes;
  const taken = goes.value.map(({ day, quantity }) => ({ day, quantity: quantity.negated() }));
  return ok({ stock: held.value[0]?.qty_available ?? ZERO, changes: [...comes.value, ...taken] });
}

/** Into the stock or out of it; what is moved inside changes nothing. */
async function openMoves(erp: Erp, product: number, [from, to]: readonly [string, string]): Promise<Result<Change[]>> {
  const domain: Domain = [
    ['product_id', '=', product],
    ['state', 'in', ['waiting', 'confirmed', 'assigned', 'partially_available']],
    ['location_id.usage', from, 'internal'],
    ['location_dest_id.usage', to, 'internal'],
  ];
  const found = await rows(erp, { model: 'stock.move', row: move, domain });
  return found.ok
    ? ok(found.value.map(({ date, product_qty }) => ({ day: date.slice(0, 10), quantity: product_qty })))
    : found;
}
