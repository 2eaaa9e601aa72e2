/** What the reconcile node refuses, in words. */
import type { Failure } from '../../domain/failure.ts';

export const notASnapshot = (what: string): Failure => ({
  code: 'not-a-snapshot',
  class: 'data',
  attempted: 'read a snapshot of stock',
  on: what,
  reason: 'only valid events inventory.balance.snapshot are compared here',
  nextStep: 'Put a schema validator that accepts inventory.balance.snapshot before this node.',
});

export const contradicts = (scope: string, asOf: string): Failure => ({
  code: 'snapshot-conflict',
  class: 'business',
  attempted: `compare the stock of ${asOf}`,
  on: scope,
  reason: 'a snapshot of the same moment came before with other quantities',
  nextStep: 'Find out at the warehouse system which of both is right, and have it take a new one.',
});

export const noPolicy = (pack: string): Failure => ({
  code: 'reconciliation-missing',
  class: 'configuration',
  attempted: 'read how far stocks may differ',
  on: `site pack ${pack}`,
  reason: 'it has no "reconciliation"',
  nextStep: 'Enter under "reconciliation" at least the reason that adjustments carry; the rest has defaults.',
});
