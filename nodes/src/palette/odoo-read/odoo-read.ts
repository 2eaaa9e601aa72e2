/** Entry of the odoo read node. */
import { system } from '../../adapters/system.ts';
import type { Target } from '../../domain/delivery/mode.ts';
import { ok } from '../../domain/ports.ts';
import { register } from '../../host/register.ts';
import { reader } from './behaviour.ts';
import { definition } from './definition.ts';

export default register(definition, system, async (context) => {
  const erp = await context.resource<Target>(context.config.connection);
  return erp.ok ? ok(reader(context.config, erp.value, { emit: context.emit, nowMs: () => context.clock.now() })) : erp;
});
