/** Entry of the odoo write node. */
import { system } from '../../adapters/system.ts';
import type { Target } from '../../domain/delivery/mode.ts';
import type { Journal } from '../../domain/journal.ts';
import { ok } from '../../domain/ports.ts';
import { register } from '../../host/register.ts';
import { writer } from './behaviour.ts';
import { definition } from './definition.ts';
import { sayWhatCannotRun } from './ready.ts';

export default register(definition, system, async (context) => {
  const erp = await context.resource<Target>(context.config.connection);
  if (!erp.ok) return erp;
  const journal = await context.resource<Journal>(context.config.journal);
  if (!journal.ok) return journal;
  void sayWhatCannotRun(erp.value, context.config.intents, context);
  return ok(writer(context.config, { erp: erp.value, journal: journal.value, clock: context.clock }));
});
