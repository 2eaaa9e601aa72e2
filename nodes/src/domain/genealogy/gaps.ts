/** What the genealogy of one document lacks: an order that was completed, or goods that left. Rules alone, no clock. */
import { type Amount, sum, text } from '../odoo/amount.ts';
import type { LotOf } from './chain.ts';

export interface Goods {
  readonly product: string;
  /** The material is one whose lots are followed. */
  readonly isTracked: boolean;
  readonly lot?: LotOf;
  readonly quantity: Amount;
  /** RFC 3339 UTC. */
  readonly at: string;
}

export interface OrderFacts {
  readonly kind: 'order';
  readonly name: string;
  readonly made: readonly Goods[];
  readonly used: readonly Goods[];
  /** Materials whose lots are followed and that the bill of materials asks for. */
  readonly wanted: readonly string[];
}

export interface ShipmentFacts {
  readonly kind: 'shipment';
  readonly name: string;
  readonly goods: readonly Goods[];
  /** Logistic units that left, with what is known to be in each. */
  readonly units: readonly { readonly label: string; readonly goods: readonly Goods[] }[];
}

export type DocumentFacts = OrderFacts | ShipmentFacts;

/** How a lot came into the house, and what orders used of it. */
export interface LotHistory {
  readonly lot: LotOf;
  /** `counted`: put into stock by hand. */
  readonly came: readonly {
    readonly how: 'received' | 'made' | 'counted' | 'returned';
    readonly quantity: Amount;
    readonly at: string;
  }[];
  readonly used: Amount;
}

export const GAP_KINDS = [
  /** Made, and nobody knows of what. */
  'no-inputs',
  /** A material whose lots are followed was used, or should have been, and no lot is named. */
  'lot-missing',
  /** The lot was used before it was there. */
  'used-before-existing',
  /** More of the lot was used than ever came. */
  'used-beyond-supply',
  /** Shipped, and neither made here nor received. */
  'origin-unknown',
  /** A material whose lots are followed left without a lot. */
  'shipped-without-lot',
  /** A logistic unit left and nothing is known to be in it. */
  'unit-empty',
] as const;
export type GapKind = (typeof GAP_KINDS)[number];

export interface FoundGap {
  /** Stays the same for as long as it is the same gap. */
  readonly subject: string;
  readonly kind: GapKind;
  readonly document: string;
  readonly about: 'order' | 'shipment';
  readonly lot?: LotOf;
  readonly product?: string;
  /** For people; a gap that says something else has changed. */
  readonly says: string;
}

const keyOf = ({ product, lot }: LotOf): string => JSON.stringify([product, lot]);

export function findGaps(facts: DocumentFacts, histories: readonly LotHistory[]): readonly FoundGap[] {
  const byLot = new Map(histories.map((history) => [keyOf(history.lot), history]));
  const found = facts.kind === 'order' ? ofOrder(facts, byLot) : ofShipment(facts, byLot);
  return [...new Map(found.map((gap) => [gap.subject, gap])).values()];
}

type Histories = ReadonlyMap<string, LotHistory>;
type Told = Pick<FoundGap, 'kind' | 'says'> & { readonly lot?: LotOf; readonly product?: string };

const gapOf = (facts: DocumentFacts, { kind, lot, product, says }: Told, mark = ''): FoundGap => ({
  subject: JSON.stringify([kind, facts.name, product ?? lot?.product ?? '', lot?.lot ?? mark]),
  ...{ kind, says, document: facts.name, about: facts.kind },
  ...(lot ? { lot } : {}),
  ...(product === undefined ? {} : { product }),
});

function ofOrder(facts: OrderFacts, histories: Histories): FoundGap[] {
  const { name, made, used, wanted } = facts;
  if (made.length === 0) return [];
  const isAnythingTracked = wanted.length > 0 || made.some(({ isTracked }) => isTracked);
  const lots = new Map(used.flatMap(({ lot }) => (lot ? [[keyOf(lot), lot] as const] : [])));
  const named = new Set([...lots.values()].map(({ product }) => product));
  const nameless = used.filter(({ isTracked, lot }) => isTracked && !lot).map(({ product }) => product);
  const missing = [...new Set([...nameless, ...wanted.filter((product) => !named.has(product))])];
  return [
    ...(used.length === 0 && isAnythingTracked
      ? [gapOf(facts, { kind: 'no-inputs', says: `${name} made goods and used nothing` })]
      : []),
    ...missing.map((product) =>
      gapOf(facts, { kind: 'lot-missing', product, says: `${name} names no lot of ${product}` }),
    ),
    ...[...lots.values()].flatMap((lot) => ofUsedLot(facts, lot, histories.get(keyOf(lot)))),
  ];
}

function ofUsedLot(facts: OrderFacts, lot: LotOf, history: LotHistory | undefined): FoundGap[] {
  if (!history) return [];
  const [first] = history.came.map(({ at }) => at).sort();
  const [used] = facts.used
    .filter((one) => one.lot && keyOf(one.lot) === keyOf(lot))
    .map(({ at }) => at)
    .sort();
  const came = sum(history.came.map(({ quantity }) => quantity));
  const called = `lot ${lot.lot} of ${lot.product}`;
  return [
    ...(first !== undefined && used !== undefined && used < first
      ? [gapOf(facts, { kind: 'used-before-existing', lot, says: `${facts.name} used ${called} before it was there` })]
      : []),
    ...(history.used.greaterThan(came)
      ? [
          gapOf(facts, {
            ...{ kind: 'used-beyond-supply', lot },
            says: `orders used ${text(history.used)} of ${called}, and ${text(came)} came`,
          }),
        ]
      : []),
  ];
}

function ofShipment(facts: ShipmentFacts, histories: Histories): FoundGap[] {
  const { name, goods, units } = facts;
  const unknown = goods.flatMap(({ lot }) => {
    const came = lot && (histories.get(keyOf(lot))?.came ?? []);
    return lot && !came?.some(({ how }) => how === 'received' || how === 'made') ? [lot] : [];
  });
  const nameless = goods.filter(({ isTracked, lot }) => isTracked && !lot).map(({ product }) => product);
  const empty = units.filter((unit) => unit.goods.every(({ quantity }) => quantity.isZero()));
  return [
    ...unknown.map((lot) =>
      gapOf(facts, {
        ...{ kind: 'origin-unknown', lot },
        says: `lot ${lot.lot} of ${lot.product} left with ${name} and was neither made here nor received`,
      }),
    ),
    ...[...new Set(nameless)].map((product) =>
      gapOf(facts, { kind: 'shipped-without-lot', product, says: `${product} left with ${name} without a lot` }),
    ),
    ...empty.map(({ label }) =>
      gapOf(
        facts,
        { kind: 'unit-empty', says: `unit ${label} left with ${name}, and nothing is known to be in it` },
        label,
      ),
    ),
  ];
}
