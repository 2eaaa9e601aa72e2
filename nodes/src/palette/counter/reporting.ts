/** Which counters of a machine anybody reports: what runs beside this node, and what is deployed and may start yet. */
import type { z } from 'zod';
import type { Journal } from '../../domain/journal.ts';
import type { CompilerOptions } from '../../domain/plant/plan.ts';
import type { CounterDefinition, Equipment } from '../../domain/site/pack.ts';
import type { SitePackResource } from '../../domain/site/resource.ts';
import type { NodeContext } from '../../host/node.ts';
import { isClaimed } from './claims.ts';
import type { definition } from './definition.ts';

type Config = z.output<typeof definition.config>;
type Context = Pick<NodeContext<Config>, 'config' | 'deployed'>;

export function reporting(
  { config, deployed }: Context,
  journal: Journal,
  site: SitePackResource,
): Pick<CompilerOptions, 'isAwaited' | 'isReported'> {
  const isChosen = (counter: CounterDefinition) =>
    config.awaitRule === 'chosen' && config.awaitUses.includes(counter.use);
  const isDeployed = (machine: Equipment, counter: CounterDefinition) =>
    deployed().some((node) => isOfNode(node, machine, counter));
  const isOfNode = (node: Config, machine: Equipment, { use }: CounterDefinition) =>
    node.journal === config.journal &&
    node.sitePack === config.sitePack &&
    node.uses.includes(use) &&
    (node.equipment.length === 0 || node.equipment.some((name) => site.equipment(name)?.id === machine.id));
  const isReported = (machine: Equipment, counter: CounterDefinition) =>
    isClaimed(journal, `${site.pack.name} ${counter.name ?? counter.tag}`) || isDeployed(machine, counter);
  return {
    isAwaited: config.awaitRule === 'chosen' ? (_machine, counter) => isChosen(counter) : isReported,
    isReported: (machine, counter) => isChosen(counter) || isReported(machine, counter),
  };
}
