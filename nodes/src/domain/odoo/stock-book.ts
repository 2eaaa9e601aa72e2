/**
 * What Odoo has in some places, as it is now: by product and lot, with what is set aside for somebody and what moved since a
 * moment. A place that the plant knows by itself does not count for the place around it.
 */
import { z } from 'zod';
import { type Erp, fail, ok, type Result } from '../ports.ts';
import { type Amount, ZERO } from './amount.ts';
import { readConstants } from './deps.ts';
import { chooseDialect } from './dialects/choose.ts';
import { findRecord } from './intents/references.ts';
import type { RecordRef } from './intents/spec.ts';
import type { UnitBook } from './materials.ts';
import { refusal, type Where } from './refusals.ts';
import { type Domain, decimal, one, rows } from './rows.ts';
import { type BookProduct, productsIn } from './stock-products.ts';
import { odooTime } from './time.ts';

export interface BookQuestion {
  /** Places of the plant to be read. */
  readonly places: readonly RecordRef[];
  /** Other places that the plant knows; not there is no trouble. */
  readonly others: readonly RecordRef[];
  /** Only these; absent: all that lies there. */
  readonly materials?: readonly RecordRef[];
  /** All materials of the plant, to name what nobody asked for. */
  readonly known: readonly RecordRef[];
  readonly since: string;
}

export interface Heap {
  readonly place: string;
  readonly product: BookProduct;
  readonly lot?: string;
  readonly quantity: Amount;
  readonly isSetAside: boolean;
  /** Documents that set it aside. */
  readonly takenBy: readonly string[];
}

export interface StockBook {
  readonly heaps: readonly Heap[];
  /** Whether anything of a product came to a place or left it since the moment that was asked for. */
  hasMoved(product: number, place: string): boolean;
  /** Products by the canonical id of their material. */
  readonly products: ReadonlyMap<string, BookProduct>;
  readonly units: UnitBook;
  readonly digits: number;
}

const named = z.tuple([z.number(), z.string()]);
const namedOrNone = z.union([named, z.literal(false)]).transform((value) => (value === false ? undefined : value[1]));
const quantRow = z.object({
  id: z.number(),
  product_id: one,
  lot_id: namedOrNone,
  location_id: one,
  quantity: decimal,
  reserved_quantity: decimal,
});
const placeRow = z.object({ id: z.number(), parent_path: z.string() });
const lineRow = z.object({
  id: z.number(),
  product_id: one,
  location_id: one,
  location_dest_id: one,
  picking_id: namedOrNone,
});

export async function readBook(erp: Erp, question: BookQuestion): Promise<Result<StockBook>> {
  const where: Where = { attempted: 'read the stock of Odoo', on: question.places.map(({ id }) => id).join(', ') };
  const profile = await erp.profile();
  if (!profile.ok) return profile;
  const dialect = chooseDialect(profile.value);
  if (!dialect.ok) return dialect;
  const constants = await readConstants(erp, dialect.value, NO_DEPS);
  if (!constants.ok) return constants;
  const places = await placesOf(erp, question, where);
  if (!places.ok) return places;
  const wanted = question.materials && (await productsIn(erp, { refs: question.materials }));
  if (wanted && !wanted.ok) return wanted;
  const ids = [...places.value].flatMap(([id, { isAsked }]) => (isAsked ? [id] : []));
  const own = wanted ? [...wanted.value.values()].map(({ id }) => id) : undefined;
  const seen = await seenAt(erp, ids, own, question.since);
  if (!seen.ok) return seen;
  const found = await productsIn(erp, {
    ids: [...new Set(seen.value.quants.map(({ product_id }) => product_id))],
    refs: question.known,
  });
  if (!found.ok) return found;
  const inside = await placeOfEach(erp, places.value, seen.value);
  if (!inside.ok) return inside;
  const byId = new Map([...found.value, ...(wanted?.value ?? [])].map(([, product]) => [product.id, product]));
  const products = new Map([...found.value, ...(wanted?.value ?? [])]);
  const { moved } = seen.value;
  const changed = new Set(
    moved.flatMap(({ product_id, location_id, location_dest_id }) =>
      [location_id, location_dest_id].map((place) => `${product_id} ${inside.value.get(place) ?? ''}`),
    ),
  );
  const hasMoved = (product: number, place: string): boolean => changed.has(`${product} ${place}`);
  return ok({ heaps: heapsOf(seen.value, byId, inside.value), hasMoved, products, ...constants.value });
}

const NO_DEPS = {
  bind: async () => ok(undefined),
  unknownLots: 'reject' as const,
};

interface Known {
  readonly id: string;
  readonly isAsked: boolean;
}

async function placesOf(erp: Erp, { places, others }: BookQuestion, where: Where): Promise<Result<Map<number, Known>>> {
  const found = new Map<number, Known>();
  for (const ref of others) {
    const place = await findRecord(erp, 'stock.location', ref, where);
    if (place.ok) found.set(place.value.id, { id: ref.id, isAsked: false });
    else if (place.failure.code !== 'unmapped') return place;
  }
  for (const ref of places) {
    const place = await findRecord(erp, 'stock.location', ref, where);
    if (!place.ok) return place;
    found.set(place.value.id, { id: ref.id, isAsked: true });
  }
  return found.size > 0 ? ok(found) : fail(refusal('unmapped', where, 'no place was asked for'));
}

interface Seen {
  readonly quants: readonly z.output<typeof quantRow>[];
  readonly open: readonly z.output<typeof lineRow>[];
  readonly moved: readonly z.output<typeof lineRow>[];
}

async function seenAt(
  erp: Erp,
  places: readonly number[],
  products: readonly number[] | undefined,
  since: string,
): Promise<Result<Seen>> {
  const of: Domain = products ? [['product_id', 'in', products]] : [];
  const from = ['location_id', 'child_of', places] as const;
  const quants = await rows(erp, {
    model: 'stock.quant',
    row: quantRow,
    domain: [from, ['owner_id', '=', false], ...of],
  });
  if (!quants.ok) return quants;
  const open = await rows(erp, {
    model: 'stock.move.line',
    row: lineRow,
    domain: [from, ['state', 'in', ['assigned', 'partially_available']], ...of],
  });
  if (!open.ok) return open;
  const moved = await rows(erp, {
    model: 'stock.move.line',
    row: lineRow,
    domain: [
      ['state', '=', 'done'],
      ['date', '>', odooTime(since)],
      ...of,
      '|',
      from,
      ['location_dest_id', 'child_of', places],
    ],
  });
  return moved.ok ? ok({ quants: quants.value, open: open.value, moved: moved.value }) : moved;
}

/** Of each place of Odoo the innermost place that the plant knows; undefined where that was not asked for. */
async function placeOfEach(
  erp: Erp,
  known: ReadonlyMap<number, Known>,
  { quants, open, moved }: Seen,
): Promise<Result<ReadonlyMap<number, string>>> {
  const lines = [...open, ...moved].flatMap((line) => [line.location_id, line.location_dest_id]);
  const ids = [...new Set([...quants.map((quant) => quant.location_id), ...lines])];
  const read = await rows(erp, { model: 'stock.location', row: placeRow, domain: [['id', 'in', ids]] });
  if (!read.ok) return read;
  return ok(
    new Map(
      read.value.flatMap(({ id, parent_path }): [number, string][] => {
        const path = parent_path.split('/').filter(Boolean).map(Number).reverse();
        const inner = path.map((step) => known.get(step)).find((place) => place !== undefined);
        return inner?.isAsked ? [[id, inner.id]] : [];
      }),
    ),
  );
}

function heapsOf(
  { quants, open }: Seen,
  products: ReadonlyMap<number, BookProduct>,
  inside: ReadonlyMap<number, string>,
): readonly Heap[] {
  return quants.flatMap(({ product_id, lot_id, location_id, quantity, reserved_quantity }) => {
    const place = inside.get(location_id);
    const product = products.get(product_id);
    if (place === undefined || product === undefined) return [];
    const takers = open.filter((line) => line.product_id === product_id && inside.get(line.location_id) === place);
    return [
      {
        ...{ place, product, quantity },
        ...(lot_id === undefined ? {} : { lot: lot_id }),
        isSetAside: reserved_quantity.greaterThan(ZERO),
        takenBy: [...new Set(takers.flatMap(({ picking_id }) => picking_id ?? []))],
      },
    ];
  });
}
