/** Order, receipt and bill beside each other: what the bill means in the units of the order, and every difference. */
import type { Issue } from '../../../failure.ts';
import { fail, ok, type Result } from '../../../ports.ts';
import { type Amount, amount, sum, text, ZERO } from '../../amount.ts';
import { type Constants, readConstants } from '../../deps.ts';
import { chooseDialect } from '../../dialects/choose.ts';
import type { BilledLine } from '../../dialects/finance.ts';
import { findProduct } from '../../materials.ts';
import { refusal } from '../../refusals.ts';
import { priceDigits } from '../sales/priced.ts';
import type { Task } from '../spec.ts';
import { numbered } from '../trade/purchase.ts';
import type { Bill } from './bill-schema.ts';

export interface MatchedLine {
  readonly name: string;
  readonly product: number;
  readonly ordered: BilledLine;
  /** In the unit of the order line. */
  readonly quantity: Amount;
  readonly price: Amount;
}

/** Which line of the order every line of the bill is about. */
export async function matched(task: Task<Bill>, order: readonly BilledLine[]): Promise<Result<MatchedLine[]>> {
  const dialect = chooseDialect(task.profile);
  if (!dialect.ok) return dialect;
  const constants = await readConstants(task.erp, dialect.value, task.deps);
  if (!constants.ok) return constants;
  const decimals = await priceDigits(task, 'account.move.line');
  if (!decimals.ok) return decimals;
  const found: MatchedLine[] = [];
  for (const line of task.intent.lines) {
    const one = await matchedLine(task, order, line, constants.value, decimals.value);
    if (!one.ok) return one;
    found.push(one.value);
  }
  return ok(found);
}

async function matchedLine(
  { erp, where }: Task<Bill>,
  order: readonly BilledLine[],
  line: Bill['lines'][number],
  { units, digits }: Constants,
  priceDecimals: number,
): Promise<Result<MatchedLine>> {
  const product = await findProduct(erp, line.material, where);
  if (!product.ok) return product;
  const same = order.filter((one) => one.product === product.value.id);
  const meant = numbered(order, line.lineNo);
  const ordered = meant && same.includes(meant) ? meant : same[0];
  if (ordered?.unit === undefined) {
    return fail(refusal('no-purchase-line', where, `${product.value.name} is not on ${where.on}`));
  }
  const factor = units.factor(line.quantity.uom, ordered.unit, where);
  if (!factor.ok) return factor;
  const quantity = amount(line.quantity.value).times(factor.value);
  const price = amount(line.price).dividedBy(factor.value);
  if (quantity.decimalPlaces() > digits || price.decimalPlaces() > priceDecimals) {
    return fail(refusal('precision', where, `${product.value.name}: ${text(quantity)} at ${text(price)}`));
  }
  return ok({ name: product.value.name, product: product.value.id, ordered, quantity, price });
}

/** None: order, receipt and bill agree as far as the plant wants them to. */
export function disagreements({ intent }: Task<Bill>, lines: readonly MatchedLine[]): Issue[] {
  const billed = new Map<number, Amount>();
  const issues = lines.flatMap((line, index): Issue[] => {
    const { ordered, quantity } = line;
    const before = billed.get(ordered.id) ?? ordered.invoiced;
    billed.set(ordered.id, before.plus(quantity));
    const most = ordered.received.times(percentOf(intent.quantityPercent));
    const isTooMuch = before.plus(quantity).greaterThan(most);
    const away = line.price.minus(ordered.price).abs();
    const isDear = away.greaterThan(ordered.price.times(intent.pricePercent).dividedBy(100));
    const path = `lines.${index}`;
    const value = line.name;
    const told = `${text(quantity)} billed, ${text(ordered.received)} received, ${text(before)} billed before`;
    return [
      ...(isTooMuch ? [{ path: `${path}.quantity`, rule: told, value }] : []),
      ...(isDear
        ? [{ path: `${path}.price`, rule: `${text(line.price)} billed, ${text(ordered.price)} ordered`, value }]
        : []),
    ];
  });
  const total = totalOf(lines);
  const { net, rounding } = intent;
  if (net === undefined || !total.minus(net).abs().greaterThan(rounding)) return issues;
  return [...issues, { path: 'net', rule: `the lines make ${text(total)}`, value: net }];
}

const percentOf = (more: string): Amount => amount(more).dividedBy(100).plus(1);

/** Odoo rounds every line to the decimals of the currency. */
export const totalOf = (lines: readonly MatchedLine[]): Amount =>
  lines.length === 0 ? ZERO : sum(lines.map(({ quantity, price }) => quantity.times(price).toDecimalPlaces(2)));

export const words = (issues: readonly Issue[]): string =>
  issues.map(({ rule, value }) => `${value}: ${rule}`).join('; ');
