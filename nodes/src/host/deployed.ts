/** What the deployed flows hold of one node type: nodes that are switched off, or stand on such a tab, do not count. */
import type { z } from 'zod';
import { readConfiguration, substituted } from './configuration.ts';
import { type NodeDefinition, nodeType } from './define.ts';
import type { Red } from './red.ts';

export function deployedNodes<S extends z.ZodObject>(
  red: Pick<Red, 'nodes' | 'util'>,
  definition: NodeDefinition<S>,
): readonly z.output<S>[] {
  const found: Record<string, unknown>[] = [];
  const off = new Set<unknown>();
  red.nodes.eachNode((config) => {
    if (config['type'] === 'tab' && config['disabled'] === true) off.add(config['id']);
    if (config['type'] === nodeType(definition) && config['d'] !== true) found.push(config);
  });
  return found
    .filter((config) => !off.has(config['z']))
    .flatMap((config) => {
      // Node-RED replaces variables when it makes a node; here the flow is read as it was saved.
      const environment = (name: string) => red.util.getSetting(red.nodes.getNode(String(config['id'])), name);
      const values = Object.entries(config).map(([name, value]) => [name, substituted(value, environment)]);
      const secrets = red.nodes.getCredentials(String(config['id'])) ?? {};
      const read = readConfiguration(definition, { saved: Object.fromEntries(values), secrets, environment });
      return read.ok ? [read.value] : [];
    });
}
