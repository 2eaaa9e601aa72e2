/** Translates messages, and keeps the look-up of its site pack as the journal has it. */
import type { z } from 'zod';
import type { Failure } from '../../domain/failure.ts';
import type { Journal } from '../../domain/journal.ts';
import type { Message } from '../../domain/message.ts';
import { type Outcome, pass, reject } from '../../domain/outcome.ts';
import { fail, ok, type Result } from '../../domain/ports.ts';
import { type CodeField, type Origin, translate } from '../../domain/site/crosswalk/translate.ts';
import type { SitePackResource } from '../../domain/site/resource.ts';
import type { Behaviour, NodeContext } from '../../host/node.ts';
import type { definition } from './definition.ts';
import { keepTable } from './table.ts';

type Config = z.output<typeof definition.config>;

export async function startXref(context: NodeContext<Config>): Promise<Result<Behaviour>> {
  const { config } = context;
  const journal = await context.resource<Journal>(config.journal);
  if (!journal.ok) return journal;
  const site = await context.resource<SitePackResource>(config.sitePack);
  if (!site.ok) return site;
  const table = await keepTable(context, journal.value, site.value);
  if (!table.ok) return table;
  const codes = config.codes.filter(({ path }) => path.trim() !== '');
  return ok({
    handle: async (message) => translated(message, codes, config, site.value),
    close: () => table.value.close(),
  });
}

function translated(message: Message, codes: readonly CodeField[], config: Config, site: SitePackResource): Outcome {
  if (codes.length === 0) return pass(message, 'translated');
  const origin = originOf(message.event, config);
  if (!origin.ok) return reject(origin.failure);
  const event = translate(message.event, codes, site.crosswalk, origin.value);
  return event.ok ? pass({ ...message, event: event.value }, 'translated') : reject(event.failure);
}

function originOf(event: unknown, { system, timePath }: Config): Result<Origin> {
  const at = textAt(event, timePath);
  if (at === undefined || Number.isNaN(Date.parse(at))) return fail(unplaced(`it has no time at ${timePath}`));
  const origin = system.trim() === '' ? textAt(event, 'originsystem') : system.trim();
  return origin === undefined
    ? fail(unplaced('it does not say whose codes it holds (originsystem)'))
    : ok({ system: origin, at });
}

function textAt(event: unknown, path: string): string | undefined {
  let at = event;
  for (const step of path.split('.')) {
    if (typeof at !== 'object' || at === null || !Object.hasOwn(at, step)) return undefined;
    at = Reflect.get(at, step);
  }
  return typeof at === 'string' && at !== '' ? at : undefined;
}

/** Rows have days and systems: without both, no row can be chosen. */
const unplaced = (reason: string): Failure => ({
  code: 'origin-missing',
  class: 'data',
  attempted: 'translate the codes of a message',
  on: 'msg.payload',
  reason,
  nextStep: 'Set system and path of the time in the node, or let the source say them; then replay.',
});
