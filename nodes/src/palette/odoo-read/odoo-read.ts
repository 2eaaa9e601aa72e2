/** Entry of the odoo read node. */
import { system } from '../../adapters/system.ts';
import { type Erp, ok } from '../../domain/ports.ts';
import { register } from '../../host/register.ts';
import { reader } from './behaviour.ts';
import { definition } from './definition.ts';

export default register(definition, system, async (context) => {
  const erp = await context.resource<Erp>(context.config.connection);
  return erp.ok ? ok(reader(context.config, erp.value, context.emit)) : erp;
});
