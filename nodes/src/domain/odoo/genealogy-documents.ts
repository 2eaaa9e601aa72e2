/** Documents of Odoo that were completed: orders, deliveries and receipts, whoever completed them. */
import { z } from 'zod';
import { type Erp, ok, type Result } from '../ports.ts';
import { type Domain, rows } from './rows.ts';

export interface CompletedDocument {
  readonly kind: 'order' | 'delivery' | 'receipt';
  readonly id: number;
  readonly name: string;
  /** When Odoo says it changed last, in its own notation. */
  readonly changed: string;
}

const row = z.object({ id: z.number(), name: z.string(), write_date: z.string() });

const KINDS = [
  ['order', 'mrp.production', []],
  ['receipt', 'stock.picking', [['picking_type_id.code', '=', 'incoming']]],
  ['delivery', 'stock.picking', [['picking_type_id.code', '=', 'outgoing']]],
] as const;

/** Oldest change first; a receipt before the delivery of the same second. */
export async function completedSince(erp: Erp, since: string): Promise<Result<readonly CompletedDocument[]>> {
  const all: CompletedDocument[] = [];
  for (const [kind, model, more] of KINDS) {
    const domain: Domain = [['state', '=', 'done'], ['write_date', '>=', since], ...more];
    const found = await rows(erp, { model, row, domain, order: 'write_date, id', limit: 200 });
    if (!found.ok) return found;
    all.push(...found.value.map(({ id, name, write_date }) => ({ kind, id, name, changed: write_date })));
  }
  return ok(all.sort((a, b) => Number(a.changed > b.changed) - Number(a.changed < b.changed)));
}

/** A document by its name, as an open gap remembers it. */
export async function completedNamed(
  erp: Erp,
  about: 'order' | 'shipment',
  name: string,
): Promise<Result<CompletedDocument | undefined>> {
  const [model, kind] =
    about === 'order' ? (['mrp.production', 'order'] as const) : (['stock.picking', 'delivery'] as const);
  const domain: Domain = [
    ['name', '=', name],
    ['state', '=', 'done'],
  ];
  const found = await rows(erp, { model, row, domain, limit: 1 });
  if (!found.ok) return found;
  const [first] = found.value;
  return ok(first && { kind, id: first.id, name: first.name, changed: first.write_date });
}
