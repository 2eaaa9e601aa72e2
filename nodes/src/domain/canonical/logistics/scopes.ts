/** Ordering scopes, correlation and subjects of what is packed, staged and shipped. */
import type { KeyScope } from '../definition.ts';
import { subject } from '../scopes.ts';

interface OfDelivery {
  readonly deliveryId: string;
}

/** Everything about one delivery keeps its order. */
export const deliveryPartition = ({ deliveryId }: OfDelivery, { site }: KeyScope): string =>
  `${site}:del:${deliveryId}`;

export const deliveryCorrelation = ({ deliveryId }: OfDelivery, { enterprise }: KeyScope): string =>
  `del:${enterprise}:${deliveryId}`;

export const deliverySubject = ({ deliveryId }: OfDelivery): string => subject('delivery', deliveryId);

interface OfUnit {
  readonly sscc: string;
}

export const unitPartition = ({ sscc }: OfUnit, { site }: KeyScope): string => `${site}:unit:${sscc}`;

export const unitCorrelation = ({ sscc }: OfUnit, { enterprise }: KeyScope): string => `unit:${enterprise}:${sscc}`;

export const unitSubject = ({ sscc }: OfUnit): string => subject('unit', sscc);
