/** Answer of the button "What can run": what the deployed connection last found out, and when; Odoo is not asked. */
import type { Target } from '../../domain/delivery/mode.ts';
import { explain } from '../../domain/failure.ts';
import { ageText } from '../../domain/odoo/abilities.ts';
import type { Clock, Result } from '../../domain/ports.ts';
import type { ActionAnswer } from '../../host/admin/actions.ts';
import { shownOf, summaryOf } from './examine.ts';

interface Host {
  readonly id: string;
  readonly clock: Pick<Clock, 'now'>;
  resource<T>(configNodeId: string): Promise<Result<T>>;
}

export async function tellAbilities(_input: unknown, { id, clock, resource }: Host): Promise<ActionAnswer> {
  const target = await resource<Target>(id);
  if (!target.ok) return { ok: false, text: explain(target.failure) };
  const known = target.value.abilities?.latest();
  if (!known) {
    const text =
      'Odoo was not asked yet: that happens by itself within a minute after it answers. Or press Test connection.';
    return { ok: false, text };
  }
  const { version, protocol } = known.able;
  const spoken = protocol === 'json2' ? 'JSON-2' : 'JSON-RPC';
  return {
    ok: true,
    text: `Asked ${ageText(known, clock.now())}: Odoo ${version} by ${spoken}. ${summaryOf(known.able)}`,
    details: { asked: new Date(known.atMs).toISOString(), ...shownOf(known.able) },
  };
}
