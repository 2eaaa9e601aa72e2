/** What a machine is told to make, and what it truly made of it: the figures every test compares with. */

export interface PlannedOrder {
  /** Name of the manufacturing order. */
  readonly order: string;
  readonly material: string;
  readonly lot: string;
  /** Good pieces. */
  readonly quantity: number;
  readonly scrap?: number;
  /** Site code of the reject reason. */
  readonly reason?: string;
  readonly byproduct?: number;
  readonly componentLot?: string;
  /** Counts of the consumption counters over the whole order. */
  readonly consumed?: Readonly<Partial<Record<Consumed, number>>>;
  /** Changes half way through the order. */
  readonly halfWay?: { readonly lot?: string; readonly componentLot?: string; readonly reason?: string };
}

export type Consumed = 'RM10' | 'RM20';

export const COUNTERS = ['GoodCount', 'ScrapCount', 'ByproductCount', 'ConsumedRM10', 'ConsumedRM20'] as const;
export type Counter = (typeof COUNTERS)[number];

export const TEXTS = ['Order', 'Lot', 'ComponentLot', 'RejectReason', 'Material', 'State'] as const;
export type Text = (typeof TEXTS)[number];

/** One tag that changes in a scan. */
export type Change =
  | { readonly tag: Counter; readonly value: number }
  | { readonly tag: Text; readonly value: string }
  | { readonly tag: 'OrderComplete'; readonly value: boolean };

/** Counts by counter, and by `<counter> <lot>` or `ScrapCount <lot> <reason>` where lots and reasons matter. */
export interface Truth {
  readonly machine: string;
  /** Empty text: counted while no order was running. */
  readonly order: string;
  readonly material: string;
  readonly counts: Record<string, number>;
  state: 'running' | 'complete' | 'left';
}

/** Consumption of one piece when the order says nothing else: one RM-10, half a kilogram of RM-20 in pulses of 0.1. */
const USUAL = { RM10: 1, RM20: 5 } as const;

export function consumptionOf(order: PlannedOrder, component: Consumed): number {
  return order.consumed?.[component] ?? (order.quantity + (order.scrap ?? 0)) * USUAL[component];
}
