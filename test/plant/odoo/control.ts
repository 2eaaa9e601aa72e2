/** The simulator's own switches: faults, records as they are, calls counted, a fresh start. For tests and demos. */
import type { Fault } from '../faults/fault.ts';
import { readFault } from '../faults/fault.ts';
import type { FaultInjector } from '../faults/injector.ts';
import type { Database } from './database.ts';
import { Environment } from './orm/environment.ts';
import { OdooError } from './orm/error.ts';
import { fieldNames, readRecord } from './orm/read.ts';
import type { Json, Vals } from './orm/value.ts';
import { type Answer, type Incoming, json } from './protocol/exchange.ts';

export interface Control {
  /** Switches a fault on; the function returned switches it off again. */
  readonly fault: (fault: Fault) => () => void;
  readonly clearFaults: () => void;
  /** Records of a model with all rights, archived ones included. */
  readonly records: (model: string, domain?: Json, fields?: readonly string[]) => Vals[];
  /** Calls since the last reset, by `model.method`. */
  readonly calls: () => Readonly<Record<string, number>>;
  /** A fresh database; faults are switched off. */
  readonly reset: () => void;
  /** `false` makes every API key an expired one. */
  readonly acceptKeys: (accept: boolean) => void;
  /** Runs a public method with all rights, past the network. For seeding. */
  readonly call: (
    model: string,
    method: string,
    ids: readonly number[],
    args?: Vals,
    context?: Vals,
  ) => Json | undefined;
}

export interface ControlParts {
  readonly database: Database;
  readonly faults: FaultInjector;
  readonly call: Control['call'];
  /** Runs after a reset, e.g. to seed the demo plant again. */
  readonly afterReset: () => void;
}

export function createControl({ database, faults, call, afterReset }: ControlParts): Control {
  return {
    call,
    fault: faults.arm,
    clearFaults: faults.clear,
    calls: () => Object.fromEntries([...database.calls].sort(([left], [right]) => left.localeCompare(right))),
    acceptKeys: (accept) => {
      database.acceptsKeys = accept;
    },
    reset: () => {
      faults.clear();
      database.reset();
      afterReset();
    },
    records: (model, domain = [], fields = []) => {
      const env = new Environment(database.world, 1, { active_test: false });
      const definition = database.world.models.get(model);
      if (!definition) throw new Error(`no model ${model}`);
      const names = fieldNames(definition, [...fields]);
      return env.search(model, domain).map((record) => readRecord(record, names));
    },
  };
}

/** `/_sim/…`; only for callers on the same machine. */
export function answerControl(control: Control, faults: FaultInjector, incoming: Incoming): Answer {
  const url = new URL(incoming.path, 'http://simulator');
  try {
    return (
      route(control, faults, incoming, url) ?? json(404, { error: `no such switch: ${incoming.verb} ${url.pathname}` })
    );
  } catch (error) {
    if (error instanceof SyntaxError || error instanceof OdooError) return json(400, { error: error.message });
    throw error;
  }
}

function route(control: Control, faults: FaultInjector, incoming: Incoming, url: URL): Answer | undefined {
  const [, , part, ...rest] = url.pathname.split('/');
  const asked = `${incoming.verb} ${part}`;
  if (asked === 'GET faults') return json(200, faults.list());
  if (asked === 'GET calls') return json(200, control.calls());
  if (asked === 'DELETE faults') {
    control.clearFaults();
    return json(200, { ok: true });
  }
  if (asked === 'POST reset') {
    control.reset();
    return json(200, { ok: true });
  }
  if (asked === 'POST faults') {
    const fault = readFault(JSON.parse(incoming.body));
    if (typeof fault === 'string') return json(400, { error: fault });
    control.fault(fault);
    return json(200, { ok: true });
  }
  if (asked === 'GET records') return showRecords(control, rest.join('/'), url);
  return undefined;
}

function showRecords(control: Control, model: string, url: URL): Answer {
  const domain: Json = JSON.parse(url.searchParams.get('domain') ?? '[]');
  const fields = (url.searchParams.get('fields') ?? '').split(',').filter((name) => name !== '');
  try {
    return json(200, control.records(model, domain, fields));
  } catch (error) {
    if (error instanceof OdooError) throw error;
    return json(404, { error: error instanceof Error ? error.message : String(error) });
  }
}
