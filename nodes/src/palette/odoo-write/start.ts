/** What a writer takes hold of when it is deployed, and lets go of when it is closed. */
import type { z } from 'zod';
import type { Target } from '../../domain/delivery/mode.ts';
import type { Journal } from '../../domain/journal.ts';
import { ok, type Result } from '../../domain/ports.ts';
import { handingOn } from '../../host/handing-on.ts';
import type { Behaviour, NodeContext } from '../../host/node.ts';
import { handedOn, writer } from './behaviour.ts';
import type { definition } from './definition.ts';
import { sayWhatCannotRun } from './ready.ts';

export async function start(context: NodeContext<z.output<typeof definition.config>>): Promise<Result<Behaviour>> {
  const { config, clock } = context;
  const erp = await context.resource<Target>(config.connection);
  if (!erp.ok) return erp;
  const journal = await context.resource<Journal>(config.journal);
  if (!journal.ok) return journal;
  // What is kept is read first, so that it is said even when Odoo does not answer.
  const forget = await erp.value.abilities?.keptIn(journal.value);
  const leaveAudit = erp.value.auditedIn?.(journal.value);
  const hush = sayWhatCannotRun(erp.value, config.intents, context);
  const wants = handedOn(config);
  const handing = wants && handingOn(context, 'written', journal.value, wants);
  const behaviour = writer(config, { erp: erp.value, journal: journal.value, clock, ...(handing ? { handing } : {}) });
  return ok({
    ...behaviour,
    async close() {
      hush();
      forget?.();
      leaveAudit?.();
      await behaviour.close?.();
    },
  });
}
