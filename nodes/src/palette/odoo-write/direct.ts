/**
 * Messages that come without an outbox leave no row in the journal's ledger. Their facts are kept beside the order's
 * binding instead, so that the next message knows what was posted before it.
 */
import type { FactRow, Journal, OrderLedger } from '../../domain/journal.ts';
import { readBinding } from '../../domain/odoo/binding.ts';
import { factOf } from '../../domain/odoo/facts.ts';
import type { Intent } from '../../domain/odoo/intent.ts';
import { isOrderIntent } from '../../domain/odoo/order-intent.ts';
import { ok, type Result } from '../../domain/ports.ts';

export interface DirectLedger {
  readonly ledger: OrderLedger;
  bind(binding: Readonly<Record<string, unknown>>): Promise<Result<void>>;
  /** Remembers this message's fact as posted, when the journal has no row for it. */
  keep(): Promise<Result<void>>;
}

export function directLedger(intent: Intent, ledger: OrderLedger, journal: Journal): DirectLedger {
  let binding = ledger.binding;
  const kept = (readBinding(binding)?.direct ?? []) as unknown as FactRow[];
  const bind = async (next: Readonly<Record<string, unknown>>): Promise<Result<void>> => {
    const bound = await journal.bindOrder(intent.partition, next);
    if (bound.ok) binding = next;
    return bound;
  };
  return {
    ledger: { ...ledger, facts: [...ledger.facts, ...kept] },
    bind,
    async keep() {
      const known = [...ledger.facts, ...kept].some((fact) => fact.key === intent.key);
      // Other intents are recognised by the record they made.
      if (known || !binding || !isOrderIntent(intent)) return ok(undefined);
      const row = { ...factOf(intent), seq: kept.length, state: 'posted' };
      return bind({ ...binding, direct: [...kept, row] });
    },
  };
}
