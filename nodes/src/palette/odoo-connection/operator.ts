/** The operator's switch of a deployed connection: the buttons of its form, and what they answer. */
import type { OperatorSwitch, Target } from '../../domain/delivery/mode.ts';
import { explain } from '../../domain/failure.ts';
import type { Result } from '../../domain/ports.ts';
import type { ActionAnswer } from '../../host/admin/actions.ts';

/** What the entry gets from disk; kept by the id of the connection. */
export interface SwitchStore {
  read(userDir: string, connection: string): Promise<Result<OperatorSwitch>>;
  write(userDir: string, connection: string, operator: OperatorSwitch): Promise<Result<void>>;
}

/** A connection that can be switched; the resource of the configuration node. */
export interface SwitchedTarget extends Target {
  /** Resolves after it is kept for the next start. */
  operate(operator: OperatorSwitch): Promise<Result<void>>;
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

export const switchTo =
  (operator: OperatorSwitch) =>
  async (_input: unknown, host: Host): Promise<ActionAnswer> => {
    const target = await host.resource<SwitchedTarget>(host.id);
    if (!target.ok) return { ok: false, text: explain(target.failure) };
    const kept = await target.value.operate(operator);
    if (!kept.ok) return { ok: false, text: explain(kept.failure) };
    return { ok: true, text: SAID[operator], details: { mode: target.value.standing().mode } };
  };
