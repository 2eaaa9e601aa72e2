/** Live choice of intents: which of them this flow needs, and which can run on the connected Odoo. */
import type { Target } from '../../domain/delivery/mode.ts';
import { baseMaps } from '../../domain/mapping/base-maps.ts';
import { lackingIn } from '../../domain/odoo/abilities.ts';
import { allKinds, cannotRun, type IntentCapability } from '../../domain/odoo/capabilities.ts';
import { flowNode, usageOf } from '../../domain/odoo/drill/usage.ts';
import type { Erp, Result } from '../../domain/ports.ts';
import type { BrowseHost, Choice } from '../../host/admin/browse.ts';

type Connected = Erp & Partial<Pick<Target, 'standing' | 'abilities'>>;
type Lacking = ReadonlyMap<string, readonly string[]>;

/** A right asked for is a call: while a person types, the answer to the first question is good enough. */
const asked = new WeakMap<Connected, Promise<Result<IntentCapability[]>>>();

export async function chooseIntent(
  { q = '', connection = '', node = '' }: Readonly<Record<string, string>>,
  host: Pick<BrowseHost, 'resource' | 'beside'>,
): Promise<readonly Choice[]> {
  const needed = neededBeside(host.beside(node));
  const lacking = await lackingOn(connection, q === '', host);
  return allKinds
    .filter((kind) => kind.toLowerCase().includes(q.trim().toLowerCase()))
    .map((kind) => choiceOf(kind, needed.has(kind), lacking))
    .sort((one, other) => rank(one) - rank(other) || one.value.localeCompare(other.value));
}

const rank = ({ marks = [] }: Choice): number => (marks.includes('needed') ? 0 : 1);

function choiceOf(kind: string, isNeeded: boolean, lacking: Lacking | undefined): Choice {
  const missing = lacking?.get(kind) ?? [];
  const runs = missing.length > 0 ? 'lacks' : 'runs';
  return {
    value: kind,
    label: kind,
    marks: [...(isNeeded ? (['needed'] as const) : []), ...(lacking ? ([runs] as const) : [])],
    ...(missing.length > 0 ? { detail: missing.join(', ') } : {}),
  };
}

/** By the events that come to it; a flow that takes whatever comes needs nothing in particular. */
function neededBeside(deployed: readonly Readonly<Record<string, unknown>>[]): ReadonlySet<string> {
  const nodes = deployed.flatMap((one) => flowNode.safeParse(one).data ?? []);
  const { kinds, isAnything } = usageOf({ name: '', nodes }, baseMaps);
  return new Set(isAnything ? [] : kinds);
}

/** From what is kept where Odoo may not be asked or does not answer; undefined where nothing is known. */
async function lackingOn(
  connection: string,
  isFirst: boolean,
  host: Pick<BrowseHost, 'resource'>,
): Promise<Lacking | undefined> {
  if (connection === '') return undefined;
  const erp = await host.resource<Connected>(connection);
  if (!erp.ok) return undefined;
  const { abilities, standing } = erp.value;
  const { mode, mayRead } = standing?.() ?? {};
  if (mode === 'manual' || mayRead === false) return keptOf(abilities);
  const where = { attempted: 'look at what can run', on: 'the Odoo connection' };
  const known = isFirst ? undefined : asked.get(erp.value);
  const answer = known ?? cannotRun(erp.value, allKinds, where);
  asked.set(erp.value, answer);
  const found = await answer;
  return found.ok ? new Map(found.value.map(({ kind, missing }) => [kind, missing])) : keptOf(abilities);
}

function keptOf(abilities: Connected['abilities']): Lacking | undefined {
  const known = abilities?.latest();
  if (!known) return undefined;
  return new Map(lackingIn(known, allKinds).map(({ kind, missing }) => [kind, missing]));
}
