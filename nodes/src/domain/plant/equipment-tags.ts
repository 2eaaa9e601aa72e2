/** Tags a source has to deliver so that machines can be counted: counters, and what says what they work on. */
import type { Equipment, SitePack } from '../site/pack.ts';

export function tagsOf(equipment: readonly Equipment[]): readonly string[] {
  const tags = equipment.flatMap(({ context, material, counters }) => [
    context.orderTag,
    context.completeTag,
    context.lotTag,
    material.tag,
    ...counters.flatMap((counter) => [counter.tag, counter.lotTag, counter.reasonTag]),
  ]);
  return [...new Set(tags.filter((tag) => tag !== undefined))];
}

/** Machines behind one endpoint of the pack. */
export function machinesBehind(pack: SitePack, endpoint: string): readonly Equipment[] {
  return pack.equipment.filter((machine) => machine.endpoint === endpoint);
}
