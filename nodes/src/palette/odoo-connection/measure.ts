/**
 * What `/metrics` says about the calls of one connection. A model has a name there once Odoo answered for it: models of
 * generic intents come with messages, and whatever stands in a message must not become a label.
 */
import type { Failure } from '../../domain/failure.ts';
import type { ErpCall } from '../../domain/ports.ts';
import type { Telemetry } from '../../host/telemetry.ts';

export interface EndedCall extends Pick<ErpCall, 'model' | 'method'> {
  readonly tookMs: number;
  readonly failure?: Failure | undefined;
}

export type Measure = (ended: EndedCall) => void;

/** Stands for what Odoo has not answered for. */
const OTHER = 'other';

export function measuring(name: string, telemetry: Pick<Telemetry, 'count' | 'took'>): Measure {
  const models = new Set<string>();
  return ({ model, method, tookMs, failure }) => {
    if (!failure) models.add(model);
    // A method is written in the code or allowed by the engineer; never by a message alone.
    const labels = { name, model: models.has(model) ? model : OTHER, method };
    telemetry.took('plantwire_odoo_call_seconds', labels, tookMs / 1000);
    if (failure) telemetry.count('plantwire_odoo_call_failures_total', { name, code: failure.code });
  };
}
