/** What all events about one purchase order share: they keep its order. */
import type { EventRule, KeyScope } from '../definition.ts';
import { subject } from '../scopes.ts';

interface OfPurchase {
  readonly poId: string;
}

export const purchasePartition = ({ poId }: OfPurchase, { enterprise }: KeyScope): string => `${enterprise}:po:${poId}`;
export const purchaseCorrelation = ({ poId }: OfPurchase, { enterprise }: KeyScope): string =>
  `po:${enterprise}:${poId}`;
export const purchaseSubject = ({ poId }: OfPurchase): string => subject('purchaseorder', poId);

interface Counted {
  readonly lines?: readonly { readonly quantity?: { readonly value: string } | undefined }[] | undefined;
}

export const linesAboveZero: EventRule<Counted> = {
  rule: 'every line needs a quantity above zero',
  path: 'data.lines',
  holds: ({ lines = [] }) => lines.every(({ quantity }) => quantity === undefined || Number(quantity.value) > 0),
};
