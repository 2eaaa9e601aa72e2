/** What a completed document did with lots, as the rules of genealogy and EPCIS want it. */
import { z } from 'zod';
import type { LotOf, Packing, Part, Passage, Transformation } from '../genealogy/chain.ts';
import type { DocumentFacts, Goods, LotHistory } from '../genealogy/gaps.ts';
import { type Erp, ok, type Result } from '../ports.ts';
import { sum, text } from './amount.ts';
import type { CompletedDocument } from './genealogy-documents.ts';
import { type TracedProduct, traceLines, traceRows } from './genealogy-lines.ts';
import type { ProductNames } from './genealogy-names.ts';
import { type Domain, one, rows } from './rows.ts';
import type { TraceLine, TraceRows } from './trace-line.ts';

const MOST = 5_000;

export interface Looked {
  /** None of a receipt: what comes in has no gap. */
  readonly facts?: DocumentFacts;
  readonly histories: readonly LotHistory[];
  readonly transformations: readonly Transformation[];
  readonly passages: readonly Passage[];
  readonly packings: readonly Packing[];
}

interface Reader {
  readonly erp: Erp;
  readonly book: TraceRows;
  readonly names: ProductNames;
}

export async function lookAt(erp: Erp, names: ProductNames, document: CompletedDocument): Promise<Result<Looked>> {
  const profile = await erp.profile();
  if (!profile.ok) return profile;
  const book = traceRows(profile.value);
  if (!book.ok) return book;
  const reader = { erp, book: book.value, names };
  return document.kind === 'order' ? lookAtOrder(reader, document) : lookAtTransfer(reader, document);
}

const planned = z.object({ id: z.number(), product_id: one, state: z.string() });

async function lookAtOrder(reader: Reader, { id, name }: CompletedDocument): Promise<Result<Looked>> {
  const made = await linesOf(reader, [['move_id.production_id', '=', id]]);
  if (!made.ok) return made;
  const used = await linesOf(reader, [['move_id.raw_material_production_id', '=', id]]);
  if (!used.ok) return used;
  const domain: Domain = [['raw_material_production_id', '=', id]];
  const moves = await rows(reader.erp, { model: 'stock.move', row: planned, domain });
  if (!moves.ok) return moves;
  const products = await reader.names.read(moves.value.map(({ product_id }) => product_id));
  if (!products.ok) return products;
  const wanted = moves.value.flatMap(({ product_id }) => products.value.get(product_id) ?? []);
  const histories = await historiesOf(reader, used.value);
  if (!histories.ok) return histories;
  const [outputs, inputs] = [made.value.map(({ goods }) => goods), used.value.map(({ goods }) => goods)];
  const at = outputs
    .map((one) => one.at)
    .sort()
    .at(-1);
  const transformation = { order: name, inputs: partsOf(inputs), outputs: partsOf(outputs) };
  return ok({
    facts: {
      ...{ kind: 'order', name, made: outputs, used: inputs },
      wanted: [...new Set(wanted.filter(({ tracking }) => tracking !== 'none').map((product) => product.name))],
    },
    histories: histories.value,
    transformations: at === undefined ? [] : [{ ...transformation, at }],
    ...{ passages: [], packings: [] },
  });
}

async function lookAtTransfer(reader: Reader, { id, name, kind }: CompletedDocument): Promise<Result<Looked>> {
  const lines = await linesOf(reader, [['picking_id', '=', id]]);
  if (!lines.ok) return lines;
  const boxes = new Map(lines.value.flatMap(({ line }) => (line.box ? [[line.box.id, line.box.name] as const] : [])));
  const packed = boxes.size > 0 ? await linesOf(reader, [['result_package_id', 'in', [...boxes.keys()]]]) : ok([]);
  if (!packed.ok) return packed;
  const histories = kind === 'delivery' ? await historiesOf(reader, lines.value) : ok([]);
  if (!histories.ok) return histories;
  const passed = kind === 'delivery' ? 'shipped' : 'received';
  const contentOf = (box: number) => lines.value.filter(({ line }) => line.box?.id === box).map(({ goods }) => goods);
  const facts: DocumentFacts = {
    ...{ kind: 'shipment', name, goods: lines.value.map(({ goods }) => goods) },
    units: [...boxes].map(([box, label]) => ({ label, goods: contentOf(box) })),
  };
  return ok({
    ...(kind === 'delivery' ? { facts } : {}),
    ...{ histories: histories.value, transformations: [] },
    passages: lotsIn(lines.value).map(({ lot, of }) => ({
      ...{ kind: passed, lot, document: name, at: of[0]?.goods.at ?? '' },
      quantity: text(sum(of.map(({ goods }) => goods.quantity))),
    })),
    packings: packed.value.flatMap(({ line, goods }) =>
      line.unit === undefined
        ? []
        : [{ unit: line.unit, part: partOf(goods), at: goods.at, document: line.document || line.unit }],
    ),
  });
}

interface Read {
  readonly line: TraceLine;
  readonly goods: Goods;
}

async function linesOf({ erp, book, names }: Reader, domain: Domain): Promise<Result<Read[]>> {
  const found = await traceLines(erp, book, domain, MOST);
  if (!found.ok) return found;
  const products = await names.read(found.value.lines.map(({ product }) => product));
  if (!products.ok) return products;
  return ok(found.value.lines.map((line) => ({ line, goods: goodsOf(line, products.value.get(line.product)) })));
}

function goodsOf({ product, lot, quantity, at }: TraceLine, known: TracedProduct | undefined): Goods {
  const { name, tracking } = known ?? { name: String(product), tracking: 'none' };
  const of = lot && { product: name, lot: lot.name, isSerial: tracking === 'serial' };
  return { product: name, isTracked: tracking !== 'none', quantity, at, ...(of ? { lot: of } : {}) };
}

function grouped<T, K>(all: readonly T[], keyOf: (one: T) => K): Map<K, T[]> {
  const groups = new Map<K, T[]>();
  for (const one of all) groups.set(keyOf(one), [...(groups.get(keyOf(one)) ?? []), one]);
  return groups;
}

const partOf = ({ product, lot, quantity }: Goods): Part => ({
  ...{ product, quantity: text(quantity) },
  ...(lot ? { lot } : {}),
});

/** One part for each lot, however many lines it came in. */
function partsOf(goods: readonly Goods[]): Part[] {
  const groups = grouped(goods, ({ product, lot }) => JSON.stringify([product, lot?.lot]));
  return [...groups.values()].flatMap((own) => {
    const [first] = own;
    return first ? [partOf({ ...first, quantity: sum(own.map(({ quantity }) => quantity)) })] : [];
  });
}

const lotsIn = (lines: readonly Read[]): { readonly id: number; readonly lot: LotOf; readonly of: Read[] }[] =>
  [...grouped(lines, ({ line }) => line.lot?.id ?? 0)].flatMap(([id, of]) => {
    const lot = of[0]?.goods.lot;
    return lot ? [{ id, lot, of }] : [];
  });

/** From where lots come into the house. */
const SOURCES = [
  ['received', 'supplier'],
  ['made', 'production'],
  ['counted', 'inventory'],
  ['returned', 'customer'],
] as const;

async function historiesOf(reader: Reader, lines: readonly Read[]): Promise<Result<LotHistory[]>> {
  const lots = lotsIn(lines);
  if (lots.length === 0) return ok([]);
  const ofLots: Domain = [['lot_id', 'in', lots.map(({ id }) => id)]];
  const came: (Read & { readonly how: LotHistory['came'][number]['how'] })[] = [];
  for (const [how, usage] of SOURCES) {
    const found = await linesOf(reader, [...ofLots, ['location_id.usage', '=', usage]]);
    if (!found.ok) return found;
    came.push(...found.value.map((read) => ({ ...read, how })));
  }
  const used = await linesOf(reader, [...ofLots, ['location_dest_id.usage', '=', 'production']]);
  if (!used.ok) return used;
  return ok(
    lots.map(({ id, lot }) => ({
      lot,
      came: came
        .filter(({ line }) => line.lot?.id === id)
        .map(({ how, goods: { quantity, at } }) => ({ how, quantity, at })),
      used: sum(used.value.filter(({ line }) => line.lot?.id === id).map(({ goods }) => goods.quantity)),
    })),
  );
}
