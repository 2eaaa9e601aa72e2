/**
 * The door through which changes leave: an Erp that looks at the values of `create`, `write`
 * and `load` before they go. Fields of a model are asked once and kept; what is kept is asked again before anything is
 * refused because of it, so a refusal always speaks of the fields as they are now.
 */
import type { Failure } from '../../failure.ts';
import { type Erp, type ErpCall, fail, ok, type Result } from '../../ports.ts';
import type { Deps } from '../deps.ts';
import { refusal, type Where } from '../refusals.ts';
import type { Fields } from './field.ts';
import { describe, renewing } from './guard.ts';
import { carriesValues, checkOutgoing, type Outgoing, type Stranger } from './outgoing.ts';

export interface Door {
  /** Asked about fields: never one that only notes, for which a question ends its transaction. */
  readonly direct: Erp;
  readonly where: Where;
  readonly deps: Pick<Deps, 'descriptions'>;
}

export function guarding(erp: Erp, door: Door): Erp {
  const desk: Desk = { ...door, known: new Map(), fresh: new Set() };
  return {
    profile: (ask) => erp.profile(ask),
    ...(erp.batch ? { batch: erp.batch } : {}),
    ...(erp.foresight ? { foresight: erp.foresight } : {}),
    async call(call) {
      if (!carriesValues(call)) return erp.call(call);
      const refused = await look(desk, call);
      return refused.ok ? erp.call(call) : refused;
    },
  };
}

interface Desk extends Door {
  /** No entry: not asked yet. Undefined: this user is not told, Odoo itself has to judge. */
  readonly known: Map<string, Fields | undefined>;
  /** Asked by this posting. */
  readonly fresh: Set<string>;
}

async function look(desk: Desk, call: ErpCall): Promise<Result<void>> {
  for (;;) {
    const found = checkOutgoing(call, (model) => desk.known.get(model));
    const missing = [...found.unknown].filter((model) => !desk.known.has(model));
    const doubted = found.issues.length > 0 ? found.used : new Set(strangers(desk, found).map(({ model }) => model));
    const stale = [...doubted].filter((model) => !desk.fresh.has(model));
    if (missing.length === 0 && stale.length === 0)
      return found.issues.length === 0 ? ok(undefined) : fail(refused(desk.where, found));
    for (const model of [...missing, ...stale]) {
      const asked = await ask(desk, model, stale.includes(model));
      if (!asked.ok) return asked;
    }
  }
}

/** Fields that were not there when they were last asked for; kept as long as the fields of models are. */
function strangers({ fresh, deps: { descriptions } }: Desk, found: Outgoing): readonly Stranger[] {
  const isKnown = ({ model, name }: Stranger) => descriptions?.get(`${model}.${name}`) !== undefined;
  for (const { model, name } of found.strangers.filter(({ model }) => fresh.has(model)))
    descriptions?.set(`${model}.${name}`, new Map());
  return found.strangers.filter((one) => !isKnown(one));
}

async function ask(desk: Desk, model: string, again: boolean): Promise<Result<void>> {
  const { direct, where, deps } = desk;
  const kept = again ? undefined : deps.descriptions?.get(model);
  if (kept) {
    desk.known.set(model, kept);
    return ok(undefined);
  }
  const told = await describe({ erp: direct, where, deps: again ? renewing(deps) : deps }, model);
  if (!told.ok && !isSilent(told.failure)) return told;
  desk.known.set(model, told.ok ? told.value : undefined);
  desk.fresh.add(model);
  return ok(undefined);
}

/** Who may not ask about a model is refused by Odoo at the change itself, and told which right is missing. */
const isSilent = ({ code }: Failure): boolean => ['odoo-access-denied', 'odoo-model-missing'].includes(code);

function refused(where: Where, { issues, kinds }: Outgoing): Failure {
  const isPlain = kinds.size === 1;
  const code = isPlain && kinds.has('decimals') ? 'precision' : 'values-refused';
  return { ...refusal(code, where), issues, cause: 'compared with the fields as Odoo describes them now' };
}
