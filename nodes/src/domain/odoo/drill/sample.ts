/** Words that samples are made of. */
import { externalId } from '../binding.ts';

export type Sample = Readonly<Record<string, unknown>> & { readonly kind: string };

/** What the database says about itself. */
export interface Place {
  readonly currency: string;
  /** The place that the stock is inside of, by its whole name. */
  readonly house: string;
}

export const pieces = (value: string) => ({ value, uom: 'C62' });
export const named = (value: string) => ({ id: value, by: 'externalId', value });
export const byName = (value: string) => ({ id: value, by: 'name', value });
export const made = (kind: string, id: string) => ({ id, by: 'externalId', value: externalId(kind, id) });

export const STOCK = named('stock.stock_location_stock');
/** Far enough that nothing is planned there, whenever the drill is. */
export const FAR = '2035-01-15';
