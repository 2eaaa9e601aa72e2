/** The quantity fact an intent states about its order; what the order's ledger is made of. */
import type { Fact } from '../journal.ts';
import { isOrderIntent, type OrderIntent } from './order-intent.ts';

const uses = { produce: 'good', consume: 'consumed', byproduct: 'byproduct', scrap: 'scrap' } as const;

/**
 * Quantities keep their unit and sign; material given back is negative consumption. Every order intent states exactly
 * one fact, under the key of its event.
 */
export function factOf(intent: OrderIntent): Fact {
  const { partition, key, at, lot, shiftId } = intent;
  const isReturn = intent.kind === 'consume' && intent.direction === 'return';
  return {
    partition,
    use: uses[intent.kind],
    material: intent.material.id,
    quantity: isReturn ? negated(intent.quantity.value) : intent.quantity.value,
    uom: intent.quantity.uom,
    at,
    key,
    ...(lot === undefined ? {} : { lot }),
    ...(shiftId === undefined ? {} : { shiftId }),
    ...(intent.kind === 'scrap' ? { reason: intent.reason } : {}),
  };
}

/** The fact to store with a message, when its intent is about an order's quantities. */
export const factIn = (intent: { readonly kind: string } | undefined): { readonly fact?: Fact } =>
  intent && isOrderIntent(intent) ? { fact: factOf(intent) } : {};

/** Decimal text stays text: no number can hold nine decimals of every size. */
function negated(decimal: string): string {
  if (decimal.startsWith('-')) return decimal.slice(1);
  return /[1-9]/.test(decimal) ? `-${decimal}` : decimal;
}
