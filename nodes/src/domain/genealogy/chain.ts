/** The way of lots through a plant: received, made of one another, shipped. Says where it has gaps. No system's words. */

export interface LotOf {
  /** Product as the plant or its ERP names it. */
  readonly product: string;
  readonly lot: string;
  readonly isSerial: boolean;
}

export interface Part {
  /** Absent for material that carries no lot. */
  readonly lot?: LotOf;
  readonly product: string;
  /** Decimal text in the unit of the product. */
  readonly quantity: string;
}

/**
 * What an order used and what it made. An order that makes several lots links each of them to all it used. A repair is
 * one too: its output is the lot that was repaired, which it did not make.
 */
export interface Transformation {
  readonly order: string;
  /** RFC 3339 UTC. */
  readonly at: string;
  readonly inputs: readonly Part[];
  readonly outputs: readonly Part[];
  /** Of a repair alone: what was taken out; `inputs` is then what was put in. */
  readonly removed?: readonly Part[];
}

/** Goods that went into a logistic unit. */
export interface Packing {
  /** Its label. */
  readonly unit: string;
  readonly part: Part;
  readonly at: string;
  readonly document: string;
}

export interface Passage {
  readonly kind: 'received' | 'shipped';
  readonly lot: LotOf;
  readonly quantity: string;
  readonly at: string;
  readonly document: string;
}

export type Gap =
  /** Made, and nobody knows of what. */
  | { readonly kind: 'no-inputs'; readonly lot: LotOf; readonly order: string }
  /** A tracked material was used and its lot is not named. */
  | { readonly kind: 'lot-missing'; readonly product: string; readonly order: string }
  /** Neither made here nor received: it was counted or corrected into stock. */
  | { readonly kind: 'origin-unknown'; readonly lot: LotOf }
  /** More levels or lots than were asked for. */
  | { readonly kind: 'cut-off'; readonly lots: number };

export interface Chain {
  readonly root: LotOf;
  /** `up`: what it was made of. `down`: what was made of it. */
  readonly direction: 'up' | 'down';
  /** Every lot on the way, level by level; the first is the root. */
  readonly levels: readonly (readonly LotOf[])[];
  readonly transformations: readonly Transformation[];
  readonly passages: readonly Passage[];
  readonly packings: readonly Packing[];
  readonly gaps: readonly Gap[];
}

export const sameLot = (one: LotOf, other: LotOf): boolean => one.product === other.product && one.lot === other.lot;

/** What the chain itself gives away; `cut-off` is known only to who read it. */
export function gapsOf({ levels, passages, direction, ...chain }: Omit<Chain, 'gaps' | 'root' | 'packings'>): Gap[] {
  const gaps: Gap[] = [];
  const transformations = chain.transformations.filter(({ removed }) => removed === undefined);
  for (const { order, inputs, outputs } of transformations) {
    if (inputs.length === 0) {
      for (const { lot } of outputs) if (lot) gaps.push({ kind: 'no-inputs', lot, order });
    }
  }
  if (direction === 'down') return gaps;
  for (const lot of levels.flat()) {
    const isMade = transformations.some(({ outputs }) => outputs.some((part) => part.lot && sameLot(part.lot, lot)));
    const isReceived = passages.some((passage) => passage.kind === 'received' && sameLot(passage.lot, lot));
    if (!isMade && !isReceived) gaps.push({ kind: 'origin-unknown', lot });
  }
  return gaps;
}
