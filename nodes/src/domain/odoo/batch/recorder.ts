/**
 * An Erp that reads for real and only notes what would be changed, up to the first moment where somebody must see the
 * change to go on. What was noted until then becomes one transaction in Odoo.
 */
import type { Failure } from '../../failure.ts';
import {
  type Erp,
  type ErpBatch,
  type ErpCall,
  type ErpGuard,
  type Foresight,
  fail,
  ok,
  type Result,
} from '../../ports.ts';
import { CHANGES, READS } from './action-code.ts';
import { madeBy } from './protocol.ts';

export interface Recorder {
  readonly erp: Erp;
  /** What is to be changed, in order. */
  readonly steps: readonly ErpCall[];
  /** What was read of the records that are to be changed, and must still be so. */
  guards(): ErpGuard[];
  /** Ends the noting when something was noted: what comes now would be based on what is not there yet. */
  stop(): boolean;
  readonly stopped: boolean;
}

export interface RecorderOptions {
  /** Changes of this event that Odoo has already, by what they say, with what it answered. */
  readonly made: ReadonlyMap<string, unknown>;
  /** False after something was not as foreseen: then everything is looked at before it is built upon. */
  readonly foresees: boolean;
}

export const nameOf = ({ model, method, ids, args }: ErpCall): string => JSON.stringify([model, method, ids, args]);

type Values = Readonly<Record<string, unknown>>;

export function recorder(erp: Erp, batch: ErpBatch, options: RecorderOptions): Recorder {
  const steps: ErpCall[] = [];
  const seen = new Map<string, { model: string; id: number; values: Values }>();
  let stopped = false;

  const stop = (): boolean => {
    stopped ||= steps.length > 0;
    return stopped;
  };

  async function call(request: ErpCall): Promise<Result<unknown>> {
    const known = options.made.get(nameOf(request));
    if (known !== undefined && !stopped) return ok(known);
    if (CHANGES.includes(request.method) && !stopped) return ok(note(request));
    if (stopped || (hides(steps, request) && stop())) return fail(NOT_YET);
    if (!READS.includes(request.method)) return erp.call(request);
    const answer = await batch.read(request);
    if (answer.ok && request.method === 'search_read') remember(request.model, answer.value);
    return answer;
  }

  function note(request: ErpCall): unknown {
    const made = madeBy(steps.length);
    steps.push(request);
    if (request.method === 'create') return [made];
    return request.method === 'load' ? { ids: [made], messages: [] } : true;
  }

  function remember(model: string, rows: unknown): void {
    for (const { id, ...values } of Array.isArray(rows) ? (rows as (Values & { id: number })[]) : []) {
      const name = `${model} ${id}`;
      seen.set(name, { model, id, values: { ...seen.get(name)?.values, ...values } });
    }
  }

  const guards = (): ErpGuard[] => {
    const changed = new Set(steps.flatMap((step) => (step.ids ?? []).map((id) => `${step.model} ${id}`)));
    return [...changed].flatMap((name) => {
      const known = seen.get(name);
      return known && Object.keys(known.values).length > 0 ? [known] : [];
    });
  };

  const foresight: Foresight = {
    expect: (model, id, values) => void steps.push({ model, method: 'expect', ids: [id], args: { values } }),
    none: (model, domain) => void steps.push({ model, method: 'none', args: { domain } }),
  };

  return {
    erp: { profile: () => erp.profile(), call, ...(options.foresees ? { foresight } : {}) },
    steps,
    guards,
    stop,
    get stopped() {
      return stopped;
    },
  };
}

/** A record more changes nothing about those of other models, but its own lines; every other change may show anywhere. */
const hides = (steps: readonly ErpCall[], { model, method, args }: ErpCall): boolean => {
  if (!READS.includes(method)) return steps.length > 0;
  const asked = JSON.stringify(args ?? {});
  return steps.some(
    (step, index) =>
      !['create', 'load'].includes(step.method) || step.model === model || asked.includes(String(madeBy(index))),
  );
};

/** Never leaves this folder: whoever gets it is asked again when the change is made. */
const NOT_YET: Failure = {
  code: 'batch-not-yet',
  class: 'transient',
  attempted: 'read what is not written yet',
  on: 'batch posting',
  reason: 'the change waits for its transaction',
  nextStep: 'It goes on by itself.',
};
