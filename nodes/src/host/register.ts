/** Turns a definition and a start function into a Node-RED node: the entry files' way into the host. */
import type { z } from 'zod';
import { explain, type Failure } from '../domain/failure.ts';
import type { Message } from '../domain/message.ts';
import type { System } from '../domain/ports.ts';
import { type Browse, mountBrowse } from './admin/browse.ts';
import { mountUpgrade } from './admin/upgrade.ts';
import { readConfiguration } from './configuration.ts';
import { flowName, nodeContext, nodeName } from './context.ts';
import { type NodeDefinition, nodeType } from './define.ts';
import { describeFields } from './fields.ts';
import { type Followed, followingBy, unfollowed } from './following.ts';
import { live } from './life.ts';
import type { NodeContext, Started, StatusReport } from './node.ts';
import type { Red, RedMessage, RedNode } from './red.ts';
import { releaseAll } from './resources.ts';
import { settle } from './settle.ts';
import { type StatusLine, statusLine } from './status.ts';
import type { Saved } from './upgrade.ts';
import { type Outlet, reaches, sendOut, work } from './work.ts';

export { registerConfig } from './config-node.ts';

export type Start<S extends z.ZodObject> = (context: NodeContext<z.output<S>>) => Started | Promise<Started>;

/** `support.browse` answers live pickers of the node's form. */
export function register<S extends z.ZodObject>(
  definition: NodeDefinition<S>,
  system: System,
  start: Start<S>,
  support: { readonly browse?: Browse } = {},
) {
  return (red: Red): void => {
    function PlantwireNode(this: RedNode, saved: Saved): void {
      red.nodes.createNode(this, saved);
      construct(red, this, saved, definition, system, start);
    }
    red.nodes.registerType(nodeType(definition), PlantwireNode, { credentials: credentialsOf(definition) });
    mountBrowse(red, support.browse ?? {});
    mountUpgrade(red, definition);
  };
}

/** Fields marked secret, in the form Node-RED keeps encrypted. */
export function credentialsOf(definition: NodeDefinition): Record<string, { type: 'password' }> {
  const secrets = describeFields(definition).filter((field) => field.info.secret);
  return Object.fromEntries(secrets.map((field) => [field.name, { type: 'password' }]));
}

function construct<S extends z.ZodObject>(
  red: Red,
  node: RedNode,
  saved: Saved,
  definition: NodeDefinition<S>,
  system: System,
  start: Start<S>,
): void {
  const line = statusLine(node, system.clock);
  const outlet = outletOf(red, node, saved, definition, system, line);
  const read = readConfiguration(definition, {
    saved,
    secrets: node.credentials ?? {},
    environment: (name) => red.util.getSetting(node, name),
  });
  if (read.ok) run(red, outlet, line, definition, read.value, start);
  else refuseEverything(outlet, line, { ...read.failure, on: `${outlet.stage} (${definition.type})` });
}

function run<S extends z.ZodObject>(
  red: Red,
  outlet: Outlet,
  line: StatusLine,
  definition: NodeDefinition<S>,
  config: z.output<S>,
  start: Start<S>,
): void {
  const { node, system } = outlet;
  let behaviourOwnsStatus = false;
  const show = (report: StatusReport): void => (behaviourOwnsStatus ? undefined : line.flow(report));
  const own = { ...outlet, status: show };
  const context = nodeContext({ red, node, definition, system }, config, {
    report(report) {
      behaviourOwnsStatus = true;
      line.show(report);
    },
    emit: (message, port) => emit(own, message, port),
    emitFollowed: (message, port) => emitFollowed(red, own, message, port),
    reaches: (port) => reaches(own, port),
  });
  const life = live({ node, system, name: outlet.stage, status: line.show }, () => start(context));
  if ((definition.inputs ?? []).length > 0) {
    node.on('input', (msg, send, done) => void life.accept(work(own, msg, send, done)));
  }
  node.on('close', (_removed, done) => {
    // Before the node waits for its own messages: some of them may wait for the flow.
    if (red.hooks) followingBy(red.hooks).leave(node);
    void life
      .close()
      .catch((bug: unknown) => node.error(bug))
      .finally(() => {
        releaseAll(node);
        line.close();
        done();
      });
  });
}

/** A message that nobody can follow counts as taken when it is sent. */
function emitFollowed({ hooks }: Red, outlet: Outlet, message: Message, port: string | undefined): Followed {
  const send = (marks: RedMessage): void => emit(outlet, message, port, marks);
  return hooks ? followingBy(hooks).follow(outlet.node, outlet.system.ids.uuid(), send) : unfollowed('taken', send);
}

/** Called from timers and callbacks of behaviours, where a throw would end the whole process. */
function emit(outlet: Outlet, message: Message, port: string | undefined, marks?: RedMessage): void {
  try {
    sendOut(outlet, [message], port, (out) => outlet.node.send(out), marks);
  } catch (bug) {
    outlet.node.error(bug instanceof Error ? (bug.stack ?? bug.message) : String(bug));
  }
}

function outletOf(
  red: Red,
  node: RedNode,
  saved: Saved,
  definition: NodeDefinition,
  system: System,
  line: StatusLine,
): Outlet {
  const journalId = saved['journal'];
  return {
    node,
    definition,
    system,
    stage: nodeName(node, definition),
    flow: flowName({ red, node }),
    ...(typeof journalId === 'string' ? { journalId } : {}),
    status: line.flow,
  };
}

/** A node that cannot start says why, and loses nothing that arrives meanwhile. */
function refuseEverything(outlet: Outlet, line: StatusLine, failure: Failure): void {
  line.show({ health: 'failed', text: failure.reason });
  outlet.node.error(explain(failure));
  const silent = { ...outlet, status: () => undefined };
  outlet.node.on('input', (msg, send, done) => {
    const one = work(silent, msg, send, done);
    settle({ kind: 'reject', failure }, one).catch((bug: unknown) => one.done(bug instanceof Error ? bug : undefined));
  });
  outlet.node.on('close', (_removed, done) => {
    line.close();
    done();
  });
}
