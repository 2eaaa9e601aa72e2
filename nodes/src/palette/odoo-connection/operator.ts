/** The operator's switch of a deployed connection: the buttons of its form, and what they answer. */
import type { Decision } from '../../domain/delivery/dead-letter.ts';
import type { Target } from '../../domain/delivery/mode.ts';
import { decidedText, type OperatorSwitch, type Switchings } from '../../domain/delivery/switching.ts';
import { explain } from '../../domain/failure.ts';
import type { Result } from '../../domain/ports.ts';
import type { ActionAnswer } from '../../host/admin/actions.ts';

/** A connection that can be switched; the resource of the configuration node. */
export interface SwitchedTarget extends Target {
  /** Resolves after it is kept for the next start, with whether a journal has it in its audit. */
  operate(operator: OperatorSwitch, decision: Decision): Promise<Result<{ readonly isAudited: boolean }>>;
  /** Oldest first. */
  switchings(): Switchings;
}

interface Host {
  readonly id: string;
  resource<T>(configNodeId: string): Promise<Result<T>>;
}

const SAID: Readonly<Record<OperatorSwitch, string>> = {
  automatic: 'Postings go to Odoo again. What was kept meanwhile goes out in its order.',
  'read-only': 'Nothing is posted any more; Odoo may still be read. What comes in is kept in the outbox.',
  manual: 'Hands off: nothing is posted and nothing is read by flows. What comes in is kept in the outbox.',
};
const NOT_YET = ' No journal has it in its audit yet: that follows as soon as one can be written.';

function switchTo(operator: OperatorSwitch) {
  return async (_input: unknown, host: Host, decision: Decision): Promise<ActionAnswer> => {
    const target = await host.resource<SwitchedTarget>(host.id);
    if (!target.ok) return { ok: false, text: explain(target.failure) };
    const kept = await target.value.operate(operator, decision);
    if (!kept.ok) return { ok: false, text: explain(kept.failure) };
    const text = SAID[operator] + (kept.value.isAudited ? '' : NOT_YET);
    return { ok: true, text, details: { mode: target.value.standing().mode } };
  };
}

const MOST_SHOWN = 10;

export const switchActions = {
  automatic: switchTo('automatic'),
  'read-only': switchTo('read-only'),
  manual: switchTo('manual'),
  switchings: tellSwitchings,
};

/** Answer of the button "Who switched": the last decisions, newest first. */
async function tellSwitchings(_input: unknown, { id, resource }: Host): Promise<ActionAnswer> {
  const target = await resource<SwitchedTarget>(id);
  if (!target.ok) return { ok: false, text: explain(target.failure) };
  const all = target.value.switchings();
  if (all.length === 0) return { ok: true, text: 'Nobody has switched this connection: it posts automatically.' };
  const shown = all.slice(-MOST_SHOWN).reverse();
  const details = shown.map(({ to, decided }) => `${to}: ${decided ? decidedText(decided) : 'by hand'}`);
  return { ok: true, text: 'The newest first; times are UTC.', details };
}
