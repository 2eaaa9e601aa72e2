/** What a flow reads by the node odoo read, with the answer of the last page. */
import { system } from '../../nodes/src/adapters/system.ts';
import type { Outcome } from '../../nodes/src/domain/outcome.ts';
import type { Erp } from '../../nodes/src/domain/ports.ts';
import { unfollowed } from '../../nodes/src/host/following.ts';
import { reader } from '../../nodes/src/palette/odoo-read/behaviour.ts';
import { definition } from '../../nodes/src/palette/odoo-read/definition.ts';
import type { Records } from '../../nodes/src/palette/odoo-read/records.ts';

export interface Asked {
  readonly config: object;
  readonly payload?: object;
  /** Of the site pack. */
  readonly timeZone?: string;
}

export async function outcomeOfRead(erp: Erp, { config, payload = {}, timeZone }: Asked): Promise<Outcome | undefined> {
  const send = () => unfollowed('taken', () => undefined);
  const surroundings = { clock: system.clock, send, ...(timeZone === undefined ? {} : { timeZone }) };
  const node = reader(definition.config.parse({ connection: 'c', ...config }), erp, surroundings);
  return node.handle?.({ event: payload, trail: [] });
}

export async function throughOdooRead(erp: Erp, asked: Asked): Promise<Records> {
  const outcome = await outcomeOfRead(erp, asked);
  if (outcome?.kind !== 'pass') throw new Error(JSON.stringify(outcome));
  return outcome.message.event as Records;
}
