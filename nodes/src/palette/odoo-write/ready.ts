/** At deploy: whether the intents that will come can run on this Odoo with this user. */
import type { Target } from '../../domain/delivery/mode.ts';
import type { Failure } from '../../domain/failure.ts';
import { cannotRun, type IntentCapability } from '../../domain/odoo/capabilities.ts';
import type { Erp } from '../../domain/ports.ts';
import type { NodeContext } from '../../host/node.ts';

type Outside = Pick<NodeContext<unknown>, 'report' | 'log'>;

/** Nothing is stopped: messages of the other intents pass, and a right may be given meanwhile. */
export async function sayWhatCannotRun(
  erp: Erp & Partial<Pick<Target, 'standing'>>,
  intents: string,
  { report, log }: Outside,
): Promise<void> {
  const kinds = intents.split(/\s+/).filter((kind) => kind !== '');
  if (kinds.length === 0 || erp.standing?.().mode === 'manual') return;
  const found = await cannotRun(erp, kinds, { attempted: 'look at what can run', on: 'the Odoo connection' });
  if (!found.ok) return log.failure(found.failure);
  if (found.value.length === 0) return;
  for (const lacking of found.value) log.failure(failureOf(lacking));
  report({ health: 'degraded', text: `cannot run: ${found.value.map(({ kind }) => kind).join(', ')}`.slice(0, 40) });
}

const failureOf = ({ kind, missing }: IntentCapability): Failure => ({
  code: 'intent-cannot-run',
  class: 'configuration',
  attempted: `deploy a flow with the intent "${kind}"`,
  on: 'the Odoo connection',
  reason: `the integration user or the database lacks: ${missing.join(', ')}`,
  nextStep: 'Let an administrator give the right or install the app, or take the intent out of the flow.',
});
