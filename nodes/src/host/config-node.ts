/** Registers a configuration node: its resource, the buttons of its form and its live pickers. */
import type { z } from 'zod';
import { explain, type Failure } from '../domain/failure.ts';
import type { Result, System } from '../domain/ports.ts';
import { type Actions, mountActions } from './admin/actions.ts';
import { type Browse, mountBrowse } from './admin/browse.ts';
import { mountUpgrade } from './admin/upgrade.ts';
import { readConfiguration } from './configuration.ts';
import { nodeContext, nodeName } from './context.ts';
import { type NodeDefinition, nodeType } from './define.ts';
import { describeFields } from './fields.ts';
import type { NodeContext, Resource } from './node.ts';
import type { Red, RedNode } from './red.ts';
import { hold, holdFailed, releaseAll } from './resources.ts';
import { statusLine } from './status.ts';
import type { Saved } from './upgrade.ts';

export interface FormSupport<C> {
  /** Answers of form buttons, by action name. */
  readonly actions?: Actions<C>;
  /** Answers of live pickers, by picker name. */
  readonly browse?: Browse;
}

export type OpenResource<S extends z.ZodObject, T> = (
  context: NodeContext<z.output<S>>,
) => Promise<Result<Resource<T>>>;

export function registerConfig<S extends z.ZodObject, T>(
  definition: NodeDefinition<S>,
  system: System,
  open: OpenResource<S, T>,
  support: FormSupport<z.output<S>> = {},
) {
  return (red: Red): void => {
    function PlantwireConfigNode(this: RedNode, saved: Saved): void {
      red.nodes.createNode(this, saved);
      construct(red, this, saved, definition, system, open);
    }
    const secrets = describeFields(definition).filter((field) => field.info.secret);
    red.nodes.registerType(nodeType(definition), PlantwireConfigNode, {
      credentials: Object.fromEntries(secrets.map((field) => [field.name, { type: 'password' }])),
    });
    mountActions(red, definition, system, support.actions ?? {});
    mountBrowse(red, support.browse ?? {});
    mountUpgrade(red, definition);
  };
}

function construct<S extends z.ZodObject, T>(
  red: Red,
  node: RedNode,
  saved: Saved,
  definition: NodeDefinition<S>,
  system: System,
  open: OpenResource<S, T>,
): void {
  const identity = { id: node.id, type: definition.type, name: nodeName(node, definition) };
  const line = statusLine(node, system.clock);
  const read = readConfiguration(definition, {
    saved,
    secrets: node.credentials ?? {},
    environment: (name) => red.util.getSetting(node, name),
  });
  const holding = read.ok
    ? hold(identity, opening(red, node, definition, system, line.show, read.value, open), system.clock, system.ids)
    : holdFailed(identity, { ...read.failure, on: `${identity.name} (${definition.type})` });
  if (!read.ok) {
    line.show({ health: 'failed', text: read.failure.reason });
    node.error(explain({ ...read.failure, on: `${identity.name} (${definition.type})` }));
  }
  node.on('close', (_removed, done) => {
    void holding
      .close()
      .catch((bug: unknown) => node.error(bug))
      .finally(() => {
        releaseAll(node);
        line.close();
        done();
      });
  });
}

/** Opens the resource; each new reason of a failure is logged once, not once per attempt. */
function opening<S extends z.ZodObject, T>(
  red: Red,
  node: RedNode,
  definition: NodeDefinition<S>,
  system: System,
  report: NodeContext<unknown>['report'],
  config: z.output<S>,
  open: OpenResource<S, T>,
): () => Promise<Result<Resource<unknown>>> {
  const emit = (): never => {
    throw new Error(`${definition.type} is a configuration node and sends no messages`);
  };
  const context = nodeContext({ red, node, definition, system }, config, { report, emit });
  let last: Failure | undefined;
  return async () => {
    const opened = await open(context);
    if (opened.ok) report({ health: 'ok', text: '' });
    else {
      report({ health: 'failed', text: opened.failure.reason });
      if (opened.failure.reason !== last?.reason) context.log.failure(opened.failure);
      last = opened.failure;
    }
    return opened;
  };
}
