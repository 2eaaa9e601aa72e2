/** Everything one posting needs to know, collected once: who we talk to, the product, its unit, the order and its ledger. */
import type { OrderLedger } from '../../journal.ts';
import { type Erp, fail, ok, type Result } from '../../ports.ts';
import { type Amount, amount } from '../amount.ts';
import { type Binding, readBinding } from '../binding.ts';
import { exactIn } from '../conversion.ts';
import { type Deps, readConstants } from '../deps.ts';
import type { Dialect, OrderDocument } from '../dialect.ts';
import { chooseDialect } from '../dialects/choose.ts';
import { factOf } from '../facts.ts';
import { findProduct, type Product, type UnitBook } from '../materials.ts';
import type { OrderIntent } from '../order-intent.ts';
import { refusal, type Where } from '../refusals.ts';
import type { Measure } from '../totals.ts';

export interface Job<I extends OrderIntent = OrderIntent> {
  readonly erp: Erp;
  readonly dialect: Dialect;
  readonly intent: I;
  readonly where: Where;
  readonly digits: number;
  readonly units: UnitBook;
  readonly product: Product;
  readonly ledger: OrderLedger;
  readonly mine: Measure;
  readonly deps: Deps;
  /** Replaced as the work goes on. */
  binding: Binding;
  documents: readonly OrderDocument[];
  /** Whether this run changed anything in Odoo. */
  wrote: boolean;
  /** Whether this run had nothing to change because all of the message is less than a step of what Odoo shows. */
  carried: boolean;
}

export type Opening<I extends OrderIntent> = Omit<Job<I>, 'binding' | 'documents' | 'wrote' | 'carried'> & {
  readonly remembered: Binding | undefined;
};

export async function openJob<I extends OrderIntent>(
  erp: Erp,
  intent: I,
  ledger: OrderLedger,
  deps: Deps,
): Promise<Result<Opening<I>>> {
  const where = orderWhere(intent);
  const profile = await erp.profile();
  if (!profile.ok) return profile;
  const dialect = chooseDialect(profile.value);
  if (!dialect.ok) return dialect;
  const constants = await readConstants(erp, dialect.value, deps);
  if (!constants.ok) return constants;
  const product = await findProduct(erp, intent.material, where);
  if (!product.ok) return product;
  const row = ledger.facts.find((fact) => fact.key === intent.key);
  const mine = row ?? factOf(intent);
  const refused = checkTracking({ units: constants.value.units, where }, intent, product.value, mine);
  if (refused) return fail(refused);
  return ok({
    erp,
    dialect: dialect.value,
    intent,
    where,
    ...constants.value,
    product: product.value,
    ledger,
    mine,
    deps,
    remembered: readBinding(ledger.binding),
  });
}

/** What is attempted and on what, for every failure of this posting. */
export const orderWhere = (intent: OrderIntent): Where => ({
  attempted: `${intent.kind} ${intent.quantity.value} ${intent.quantity.uom} of ${intent.material.id}`,
  on: intent.order,
});

function checkTracking(job: Pick<Job, 'units' | 'where'>, intent: OrderIntent, product: Product, mine: Measure) {
  const { where, units } = job;
  if (product.tracking === 'none' || amount(intent.quantity.value).isZero()) return undefined;
  if (!intent.lot) return refusal('lot-missing', where, product.name);
  if (product.tracking !== 'serial') return undefined;
  const factor = units.factor(mine.uom, product.unit, where);
  // A unit that does not fit is told where the quantity is converted.
  if (!factor.ok || amount(mine.quantity).times(factor.value).abs().equals(1)) return undefined;
  return refusal('serial-quantity', where, `${intent.quantity.value} ${intent.quantity.uom}`);
}

/** `mine` in the unit of a line, refused when Odoo could not hold it exactly: for what is posted by itself. */
export function inUnit(job: Pick<Job, 'units' | 'where' | 'digits' | 'mine'>, unit: number): Result<Amount> {
  return exactIn(job, { value: job.mine.quantity, uom: job.mine.uom }, unit, job.where);
}

/**
 * Refuses what can never be part of a sum: another dimension, or a serial number that is no whole step. Everything else
 * that Odoo cannot hold yet is carried over.
 */
export const addable = (
  job: Pick<Job, 'units' | 'where' | 'digits' | 'mine' | 'product'>,
  unit: number,
): Result<Amount> =>
  job.product.tracking === 'serial' ? inUnit(job, unit) : job.units.factor(job.mine.uom, unit, job.where);

/** The message has not ended yet and says something. */
export const isNews = ({ ledger, mine }: Job): boolean =>
  !amount(mine.quantity).isZero() && !ledger.facts.some(({ key, state }) => key === mine.key && state === 'posted');

/** Factors for every unit that occurs in `measures`, so that pure code can convert without asking. */
export function factorsFor(
  job: Pick<Job, 'units' | 'where'>,
  measures: readonly { uom: string }[],
  unit: number,
): Result<(uom: string) => Amount> {
  const factors = new Map<string, Amount>();
  for (const uom of new Set(measures.map((measure) => measure.uom))) {
    const factor = job.units.factor(uom, unit, job.where);
    if (!factor.ok) return factor;
    factors.set(uom, factor.value);
  }
  return ok((uom) => factors.get(uom) ?? amount(Number.NaN));
}

/** Remembers before going on. */
export async function remember(job: Job, change: Partial<Binding>): Promise<Result<void>> {
  const binding = { ...job.binding, ...change };
  const kept = await job.deps.bind(binding);
  if (kept.ok) job.binding = binding;
  return kept;
}
