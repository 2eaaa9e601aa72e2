/** Watches the tags of machines, the alarms of a server, or both. */
import type { z } from 'zod';
import type { Failure } from '../../domain/failure.ts';
import type { Journal } from '../../domain/journal.ts';
import type { PlantEndpoint } from '../../domain/plant/endpoint.ts';
import { machinesBehind, tagsOf } from '../../domain/plant/equipment-tags.ts';
import { fail, ok, type Result } from '../../domain/ports.ts';
import type { Behaviour, NodeContext } from '../../host/node.ts';
import { worse } from './alarm-status.ts';
import { watchAlarms } from './alarms.ts';
import type { definition } from './definition.ts';
import { type Part, watchValues } from './values.ts';

type Config = z.output<typeof definition.config>;

const STATUS_EVERY_MS = 1_000;

export async function startSource(context: NodeContext<Config>): Promise<Result<Behaviour>> {
  const endpoint = await context.resource<PlantEndpoint>(context.config.endpoint);
  if (!endpoint.ok) return endpoint;
  const { watch } = context.config;
  const tags = watch === 'alarms' ? ok([]) : chosenTags(context.config, endpoint.value);
  if (!tags.ok) return tags;
  const alarms = watch === 'values' ? undefined : await alarmsOf(context, endpoint.value);
  if (alarms && !alarms.ok) return alarms;
  const values = watch === 'alarms' ? [] : [watchValues(context, endpoint.value, tags.value)];
  return ok(running(context, alarms ? [...values, alarms.value] : values));
}

/** Machines named, or all behind the endpoint when neither machines nor tags are; plus the tags listed. */
export function chosenTags(config: Config, { name, site }: PlantEndpoint): Result<readonly string[]> {
  const behind = machinesBehind(site.pack, name);
  const every = config.equipment.length === 0 && config.tags.length === 0;
  const wanted = every ? behind.map(({ id }) => id) : config.equipment;
  const found = wanted.map((one) => ({ one, machine: site.equipment(one) }));
  const stranger = found.find(({ machine }) => !machine || !behind.includes(machine));
  if (stranger) return fail(notBehind(stranger.one, name, behind));
  const machines = found.flatMap(({ machine }) => (machine ? [machine] : []));
  const tags = [...new Set([...tagsOf(machines), ...config.tags])];
  return tags.length > 0 ? ok(tags) : fail(nothingToWatch(name));
}

async function alarmsOf(context: NodeContext<Config>, endpoint: PlantEndpoint): Promise<Result<Part>> {
  if (context.config.journal === '') return fail(noJournal(endpoint.name));
  const journal = await context.resource<Journal>(context.config.journal);
  return journal.ok ? watchAlarms(context, endpoint, journal.value) : journal;
}

function running({ clock, report }: NodeContext<Config>, parts: readonly Part[]): Behaviour {
  let cancel: () => void = () => undefined;
  const show = (): void => {
    const [first, second] = parts.map((part) => part.report());
    if (first) report(second ? worse(first, second) : first);
    cancel = clock.after(STATUS_EVERY_MS, show);
  };
  show();
  return {
    async close() {
      cancel();
      await Promise.all(parts.map((part) => part.close()));
    },
  };
}

function notBehind(name: string, endpoint: string, behind: readonly { readonly name: string }[]): Failure {
  return {
    code: 'equipment-unknown',
    class: 'configuration',
    attempted: 'watch a machine',
    on: name,
    reason: `the site pack has no such machine behind the endpoint ${endpoint}`,
    nextStep: `Choose from ${behind.map((machine) => machine.name).join(', ') || 'none: add machines to the site pack'}.`,
  };
}

function nothingToWatch(endpoint: string): Failure {
  return {
    code: 'nothing-to-watch',
    class: 'configuration',
    attempted: 'watch tags',
    on: endpoint,
    reason: 'no machine of the site pack is behind this endpoint, and no tags are listed',
    nextStep: 'Add machines to the site pack or list tags in the node.',
  };
}

const noJournal = (endpoint: string): Failure => ({
  code: 'journal-missing',
  class: 'configuration',
  attempted: 'watch alarms',
  on: endpoint,
  reason: 'no journal is chosen: without it nobody knows after a restart which alarms were told',
  nextStep: 'Choose the journal in the node.',
});
