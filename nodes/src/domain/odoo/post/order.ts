/** Finds the order in Odoo, ties it to the journal once, and says which of its records may still be written. */
import { fail, ok, type Result } from '../../ports.ts';
import { amount, equal, text } from '../amount.ts';
import type { Binding, Closing } from '../binding.ts';
import type { OrderDocument } from '../dialect.ts';
import { isPartOf } from '../dialects/naming.ts';
import type { OrderIntent } from '../order-intent.ts';
import { refusal } from '../refusals.ts';
import { plus } from '../totals.ts';
import { type Job, type Opening, remember } from './job.ts';

export async function openOrder<I extends OrderIntent>(opening: Opening<I>): Promise<Result<Job<I>>> {
  const { remembered, ...rest } = opening;
  const documents = await find(opening);
  if (!documents.ok) return documents;
  const first = documents.value[0];
  if (!first) return fail(refusal('order-not-found', rest.where));
  const job: Job<I> = {
    ...rest,
    documents: documents.value,
    binding: remembered ?? { ...fresh(rest.intent.order, first, documents.value), ...besides(rest.ledger.binding) },
    wrote: false,
    carried: false,
  };
  const settled = await settleClosing(job);
  if (!settled.ok) return settled;
  const strange = strangers(job);
  if (strange) return fail(refusal('conflicting-state', job.where, strange));
  return ok(job);
}

async function find(opening: Opening<OrderIntent>): Promise<Result<OrderDocument[]>> {
  const { dialect, erp, intent, remembered, where } = opening;
  const named = remembered?.group === undefined ? await dialect.findOrders(erp, intent.order) : ok([]);
  if (!named.ok) return named;
  const groups = new Set(named.value.map((order) => order.group ?? order.id));
  if (groups.size > 1)
    return fail(refusal('order-ambiguous', where, named.value.map((order) => order.name).join(', ')));
  const group = remembered?.group ?? named.value[0]?.group;
  const documents = group === undefined ? named : await dialect.ordersOfGroup(erp, group);
  if (!documents.ok || !remembered) return documents;
  // Numeric ids mean nothing in another database: the names must still agree.
  const same = documents.value.some((order) => order.name === intent.order || isPartOf(order.name, intent.order));
  const root = documents.value.some((order) => order.id === remembered.root);
  return same && root ? documents : fail(refusal('binding-lost', where));
}

/** Notes of intents that stand by themselves, left in this ordering scope before the order had any of its own. */
const besides = (note: Readonly<Record<string, unknown>> | undefined): Pick<Binding, 'standing'> =>
  note?.['standing'] === undefined ? {} : { standing: note['standing'] as NonNullable<Binding['standing']> };

const fresh = (order: string, first: OrderDocument, documents: readonly OrderDocument[]): Binding => ({
  format: 1,
  order,
  root: first.id,
  group: first.group,
  product: first.product,
  foreign: documents.filter((document) => document.state === 'done').map((document) => document.id),
  closed: {},
  parts: [],
  materials: {},
});

/** A part that was about to be closed when the answer got lost: done means our step happened. */
async function settleClosing(job: Job): Promise<Result<void>> {
  const { closing } = job.binding;
  const document = job.documents.find((order) => order.id === closing?.id);
  if (!closing || document?.state !== 'done') return ok(undefined);
  if (!equal(document.produced, amount(closing.producing), job.digits)) {
    return fail(
      refusal(
        'conflicting-state',
        job.where,
        `${document.name} holds ${text(document.produced)} instead of ${closing.producing}`,
      ),
    );
  }
  const closed = await partClosed(job, closing, document);
  if (!closed.ok) return closed;
  const again = await reread(job);
  return again.ok ? ok(undefined) : again;
}

/** Only now the part counts as closed: everything before may be done again after a crash. */
export async function partClosed(job: Job, closing: Closing, document: OrderDocument): Promise<Result<void>> {
  for (const rest of openDocuments(job)) {
    const emptied = await job.dialect.emptyRest(job.erp, rest);
    if (!emptied.ok) return emptied;
  }
  const { id, good, scrap, lot, lots, rest } = closing;
  const extra = amount(job.binding.extra ?? '0').plus(closing.extra ?? '0');
  return remember(job, {
    closed: plus(job.binding.closed, closing.totals),
    ...(rest ? { rest: plus(job.binding.rest ?? {}, rest) } : {}),
    ...(extra.isZero() ? {} : { extra: text(extra) }),
    parts: [
      ...job.binding.parts,
      { id, name: document.name, good, scrap, ...(lot === undefined ? {} : { lot }), ...(lots ? { lots } : {}) },
    ],
    closing: undefined,
  });
}

function strangers(job: Job): string | undefined {
  const { foreign, parts } = job.binding;
  const stranger = job.documents.find(
    (order) => order.state === 'done' && !foreign.includes(order.id) && !parts.some((part) => part.id === order.id),
  );
  return stranger && `${stranger.name} was closed by somebody else with ${text(stranger.produced)}`;
}

export const openDocuments = (job: Job): OrderDocument[] =>
  job.documents.filter((order) => order.state !== 'done' && order.state !== 'cancel');

/** The one record that is still being made. */
export function openDocument(job: Job): Result<OrderDocument> {
  const open = openDocuments(job);
  const [document] = open;
  if (open.length > 1) return fail(refusal('order-split', job.where, open.map((order) => order.name).join(', ')));
  if (document?.state === 'draft') return fail(refusal('order-not-confirmed', job.where, document.name));
  if (document) return ok(document);
  const last = job.documents.at(-1);
  return fail(refusal(last?.state === 'cancel' ? 'order-cancelled' : 'order-closed', job.where, last?.name));
}

/** Reads the order's records again; every write is followed by this. */
export async function reread(job: Job): Promise<Result<readonly OrderDocument[]>> {
  const { group, order } = job.binding;
  const documents = await (group === undefined
    ? job.dialect.findOrders(job.erp, order)
    : job.dialect.ordersOfGroup(job.erp, group));
  if (documents.ok) job.documents = documents.value;
  return documents;
}

export async function rereadOne(job: Job, id: number): Promise<Result<OrderDocument>> {
  const documents = await reread(job);
  if (!documents.ok) return documents;
  const document = documents.value.find((order) => order.id === id);
  return document ? ok(document) : fail(refusal('order-not-found', job.where, `record ${id} is gone`));
}
