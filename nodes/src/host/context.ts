/** Builds what a node's own code sees of the host. */
import type { z } from 'zod';
import { explain, type Failure, isRetryable } from '../domain/failure.ts';
import type { System } from '../domain/ports.ts';
import type { NodeDefinition } from './define.ts';
import { deployedNodes } from './deployed.ts';
import { flowVersion } from './flow-version.ts';
import { serve } from './http.ts';
import type { NodeContext } from './node.ts';
import type { Red, RedNode } from './red.ts';
import { acquire } from './resources.ts';
import { useSystem } from './system-in-use.ts';

export interface Surroundings<S extends z.ZodObject = z.ZodObject> {
  readonly red: Red;
  readonly node: RedNode;
  readonly definition: NodeDefinition<S>;
  readonly system: System;
}

export const nodeName = (node: Pick<RedNode, 'name'>, definition: NodeDefinition): string =>
  node.name || definition.label || definition.type.replaceAll('-', ' ');

/** Label of the tab the node stands on; its id where the host gives no label. */
export function flowName({ red, node }: Pick<Surroundings, 'red' | 'node'>): string {
  const label = red.util.getSetting(node, 'NR_FLOW_NAME');
  return typeof label === 'string' && label !== '' ? label : (node.z ?? '');
}

export function nodeContext<S extends z.ZodObject>(
  surroundings: Surroundings<S>,
  config: z.output<S>,
  outside: Pick<NodeContext<z.output<S>>, 'report' | 'emit' | 'emitFollowed' | 'reaches'>,
): NodeContext<z.output<S>> {
  const { red, node, definition, system } = surroundings;
  useSystem(system);
  return {
    id: node.id,
    name: nodeName(node, definition),
    flow: flowName(surroundings),
    flowVersion: flowVersion(red, node.z ?? '', system),
    config,
    ...system,
    userDir: red.settings.userDir ?? '.',
    environment(name) {
      const value = red.util.getSetting(node, name);
      return typeof value === 'string' ? value : undefined;
    },
    deployed: () => deployedNodes(red, definition),
    resource: (id) => acquire(id, node),
    serve: (path, handle) => serve(red, path, node.id, handle),
    ...outside,
    log: logOf(node),
  };
}

export function logOf(node: Pick<RedNode, 'log' | 'warn' | 'error'>): NodeContext<unknown>['log'] {
  return {
    info: (text) => node.log(text),
    warn: (text) => node.warn(text),
    failure: (failure: Failure) => (isRetryable(failure) ? node.warn(explain(failure)) : node.error(explain(failure))),
  };
}
