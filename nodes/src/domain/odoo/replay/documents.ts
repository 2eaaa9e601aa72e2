/** How the document stands that an intent is about: an order, a purchase, a sale, a transfer. */
import { z } from 'zod';
import { type Erp, ok, type Result } from '../../ports.ts';
import type { Dialect } from '../dialect.ts';
import { findRecord } from '../intents/references.ts';
import { type RecordRef, recordRefSchema } from '../intents/spec.ts';
import { partsOf } from '../intents/stock/delivery.ts';
import type { Where } from '../refusals.ts';
import { one, rows } from '../rows.ts';
import { type DocumentAsk, type Fields, textAt, valuesAt } from './ask.ts';

export interface Standing {
  readonly name: string;
  readonly state: 'open' | 'draft' | 'closed' | 'cancelled' | 'gone';
}

interface About {
  readonly erp: Erp;
  readonly dialect: Dialect;
  readonly intent: Fields;
  readonly where: Where;
}

/** Undefined where the intent names none. */
export async function standingOf(about: About, { kind, path }: DocumentAsk): Promise<Result<Standing | undefined>> {
  const { erp, dialect, intent, where } = about;
  const [value] = valuesAt(intent, path);
  const ref = recordRefSchema.safeParse(value).data;
  // What is reserved may be for an order, which is then named by its name.
  const isTransfer = kind === 'transfer' && intent['of'] !== 'order';
  if (isTransfer) return ref ? ofTransfer(erp, ref, where) : ok(undefined);
  const name = ref?.value ?? textAt(intent, path);
  if (name === undefined) return ok(undefined);
  if (kind === 'purchase' || kind === 'sale') return ofTrade(erp, `${kind}.order`, name);
  const orders = await dialect.findOrders(erp, name);
  return orders.ok ? ok({ name, state: stateOf(orders.value) }) : orders;
}

/** Open as long as a part is; cancelled when every part is. */
function stateOf(parts: readonly { readonly state: string }[]): Standing['state'] {
  if (parts.length === 0) return 'gone';
  const open = parts.filter(({ state }) => state !== 'done' && state !== 'cancel');
  if (open.some(({ state }) => state === 'draft')) return 'draft';
  if (open.length > 0) return 'open';
  return parts.every(({ state }) => state === 'cancel') ? 'cancelled' : 'closed';
}

async function ofTransfer(erp: Erp, ref: RecordRef, where: Where): Promise<Result<Standing>> {
  const parts = await partsOf({ erp, where }, ref);
  if (!parts.ok) return parts;
  const state = stateOf(parts.value);
  // A draft of a transfer is no obstacle: it is confirmed when it is needed.
  return ok({ name: ref.value, state: state === 'draft' ? 'open' : state });
}

async function ofTrade(erp: Erp, model: string, name: string): Promise<Result<Standing>> {
  const row = z.object({ id: z.number(), state: z.string() });
  const found = await rows(erp, { model, row, domain: [['name', '=', name]], limit: 2 });
  if (!found.ok) return found;
  const [document] = found.value;
  // `done` is a locked one, whose goods still move.
  return ok({ name, state: document === undefined ? 'gone' : document.state === 'cancel' ? 'cancelled' : 'open' });
}

/** Location record of a place, or the one that a transfer takes from. */
export async function placeOf(
  erp: Erp,
  ref: RecordRef,
  isTransfer: boolean,
  where: Where,
): Promise<Result<number | undefined>> {
  const found = await findRecord(erp, isTransfer ? 'stock.picking' : 'stock.location', ref, where);
  if (!found.ok || !isTransfer) return found.ok ? ok(found.value.id) : found;
  const row = z.object({ id: z.number(), location_id: one });
  const read = await rows(erp, { model: 'stock.picking', row, domain: [['id', '=', found.value.id]] });
  return read.ok ? ok(read.value[0]?.location_id) : read;
}
