/** What stories are about: records of the simulated Odoo beside them, or what the command line names. */
export interface Delivery {
  readonly name: string;
  readonly quantity: number;
}

export interface Ground {
  /** Orders that nobody works on yet, the last first. */
  readonly orders: () => readonly string[];
  /** Orders that a customer waits for. */
  readonly awaited: () => readonly string[];
  /** Deliveries that did not leave yet, the first first. */
  readonly deliveries: () => readonly Delivery[];
  /** Deliveries that left, the first first. */
  readonly left: () => readonly Delivery[];
  /** What lies in stock of a lot that the warehouse counts. */
  readonly counted: () => number;
}

/** Goods of the demo company by what happens to them. */
export const GOODS = {
  inspected: { material: 'FG-1000', lot: 'QC-0001', quantity: 200 },
  shipped: { material: 'FG-1000', lot: 'SH-0001', quantity: 300 },
  held: { material: 'FG-2000', lot: 'HD-0001', quantity: 60 },
  counted: { material: 'FG-3000', lot: 'ST-0001', quantity: 40 },
  traced: { material: 'FG-1000', lot: 'GX-0001', quantity: 4 },
} as const;
