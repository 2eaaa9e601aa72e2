/** Where messages may go: trouble ends in a dead-letter queue, telemetry never floods Odoo, Odoo never moves a machine. */
import { about, type Finding, type Inspection, type Rule } from '../finding.ts';
import type { FlowNode } from '../flow-file.ts';
import {
  DELIVERERS,
  type Duty,
  FACT_SOURCES,
  FOREIGN_NODES,
  leavesValues,
  MESSENGERS,
  ODOO_ORIGINS,
  ODOO_WRITES,
  OWN_DUTIES,
} from '../foreign-nodes.ts';
import { type Edge, findPath, graphOf, titleOf } from '../graph.ts';
import { type Palette, PREFIX } from '../palette.ts';

const own = (node: FlowNode): string => (node.type.startsWith(PREFIX) ? node.type.slice(PREFIX.length) : '');
const dutyOf = (node: FlowNode): Duty | undefined =>
  leavesValues(own(node), node['content']) ? 'telemetry' : (OWN_DUTIES[own(node)] ?? FOREIGN_NODES[node.type]?.duty);
const isDeadLetterQueue = (node: FlowNode): boolean => own(node) === 'dlq';

export const troubleIsKept: Rule = ({ template, palette }) => {
  const graph = graphOf(template.flow);
  const findings: Finding[] = [];
  for (const node of template.flow) {
    const outputs = palette.nodes.get(node.type)?.outputs ?? [];
    for (const [port, output] of outputs.entries()) {
      if (output.name !== 'rejected') continue;
      if (!reachesDeadLetters(graph, graph.leaving(node, port))) {
        const remedy = 'Wire it to a dlq node, directly or through link nodes.';
        findings.push(about('dead-letter', node, 'its `rejected` port ends nowhere', remedy));
      }
    }
    if (node.type === 'catch' && !reachesDeadLetters(graph, graph.leaving(node))) {
      findings.push(about('dead-letter', node, 'what it catches is lost', 'Wire it to a dlq node.'));
    }
  }
  return [...findings, ...tabsWithoutCatch(template.flow)];
};

function tabsWithoutCatch(flow: readonly FlowNode[]): readonly Finding[] {
  const covers = (tab: FlowNode): boolean =>
    flow.some((node) => node.type === 'catch' && node.z === tab.id && node.d !== true && !Array.isArray(node.scope));
  return flow
    .filter((tab) => tab.type === 'tab' && !covers(tab))
    .map((tab) =>
      about(
        'dead-letter',
        tab,
        'no catch node covers the whole tab',
        'Add a catch node for all nodes, wired to a dlq.',
      ),
    );
}

function reachesDeadLetters(graph: ReturnType<typeof graphOf>, starts: readonly FlowNode[]): boolean {
  return starts.some((node) => isDeadLetterQueue(node)) || findPath(graph, starts, isDeadLetterQueue) !== undefined;
}

const isWrite = (node: FlowNode): boolean => ODOO_WRITES.includes(own(node));

/** Raw values must be reduced to business facts before Odoo is asked. */
export const telemetryIsReduced: Rule = ({ template, palette }) => {
  const flow = template.flow.map((node) => withoutRefused(node, palette));
  const graph = graphOf(flow);
  return flow
    .filter((node) => dutyOf(node) === 'telemetry')
    .flatMap((node) => {
      const raw = findPath(graph, [node], isWrite, (step) => dutyOf(step) === 'reducer');
      const remedy = 'Put a counter, an aggregate or an event filter of alarms between the source and the write.';
      return raw ? [about('telemetry', node, `reaches an Odoo write unreduced: ${trace(raw)}`, remedy)] : [];
    });
};

/** What an event filter of values refuses are no values: a person decides about each. */
function withoutRefused(node: FlowNode, palette: Palette): FlowNode {
  if (!leavesValues(own(node), node['content'])) return node;
  const ports = palette.nodes.get(node.type)?.outputs ?? [];
  return {
    ...node,
    wires: (node.wires ?? []).map((targets, port) => (ports[port]?.name === 'rejected' ? [] : targets)),
  };
}

/** What comes in, as a value or as a fact, is guarded against duplicates and stored before Odoo is asked. */
export const factsAreCertain: Rule = ({ template }) => {
  const graph = graphOf(template.flow);
  const comesIn = (node: FlowNode): boolean => dutyOf(node) === 'telemetry' || FACT_SOURCES.includes(own(node));
  return template.flow.filter(comesIn).flatMap((node) =>
    ['idempotency-guard', 'outbox'].flatMap((guard) => {
      const open = findPath(graph, [node], isWrite, (step) => own(step) === guard);
      const remedy = `Lead every path through ${guard === 'outbox' ? 'an outbox' : 'an idempotency guard'}.`;
      return open ? [about('certainty', node, `reaches an Odoo write without ${guard}: ${trace(open)}`, remedy)] : [];
    }),
  );
};

/** What another system is told waits in a queue of its own while that system is away, or while this one is killed. */
export const messagesAreKept: Rule = ({ template, palette }) => {
  const graph = graphOf(template.flow);
  const isMessenger = (node: FlowNode): boolean => MESSENGERS.includes(own(node));
  const starts = template.flow.filter(
    (node) => palette.nodes.get(node.type)?.role === 'source' || DELIVERERS.includes(own(node)),
  );
  return starts.flatMap((node) => {
    const open = findPath(graph, [node], isMessenger, (step) => own(step) === 'outbox' || isDeadLetterQueue(step));
    const remedy = 'Put an outbox of its own before the node that delivers.';
    return open ? [about('certainty', node, `reaches another system without an outbox: ${trace(open)}`, remedy)] : [];
  });
};

/** Between the end of a delivery and the next queue a power cut loses what is not handed on. */
export const deliveriesAreHandedOn: Rule = ({ template, palette }) => {
  const graph = graphOf(template.flow);
  return template.flow.flatMap((node) => {
    const definition = palette.nodes.get(node.type);
    if (!definition || !('handOn' in definition.config.shape)) return [];
    const port = (definition.outputs ?? []).findIndex(({ name }) => name !== 'rejected');
    const isQueue = (step: FlowNode): boolean => own(step) === 'outbox';
    const starts = graph.leaving(node, port);
    const way = starts.some(isQueue) || findPath(graph, starts, isQueue, isDeadLetterQueue) !== undefined;
    const isHandedOn = (node.handOn ?? 'nothing') !== 'nothing';
    if (way === isHandedOn) return [];
    return way
      ? [about('certainty', node, 'leads to another outbox, and a power cut in between loses the message', HAND_ON)]
      : [about('certainty', node, 'keeps what leaves it, and no outbox takes it', KEEP_NOTHING)];
  });
};

const HAND_ON = 'Say under "Must not be lost behind this node" what enters that outbox.';
const KEEP_NOTHING = 'Wire the output to an outbox, or say that nothing has to be kept.';

/** Nothing in Odoo may command a machine; requests are proposals to MES or SCADA. */
export const odooCommandsNothing: Rule = ({ template, palette }) => {
  const graph = graphOf(template.flow, queuesOf(template.flow));
  return template.flow
    .filter((node) => ODOO_ORIGINS.includes(own(node)))
    .flatMap((node) => {
      const path = findPath(graph, [node], (step) => actsOnPlant(step, palette));
      if (!path) return [];
      const remedy = 'Remove the path, or record an approved exception in scenarios.json.';
      return [about('control', node, `Odoo reaches a control write: ${trace(path)}`, remedy)];
    });
};

/** An own node of the plant that ends a path writes to it, whether or not somebody thought of giving it a duty. */
function actsOnPlant(node: FlowNode, palette: Palette): boolean {
  const definition = palette.nodes.get(node.type);
  if (publishesElsewhere(node)) return true;
  return dutyOf(node) === 'control' || (definition?.category === 'plant' && definition.role === 'sink');
}

/** An event at its place in the topic tree is news, whoever follows it decides; a topic of somebody's own may be a command. */
function publishesElsewhere(node: FlowNode): boolean {
  return own(node) === 'event-publish' && typeof node.topic === 'string' && node.topic.trim() !== '';
}

/** What one outbox takes in, another one of the same queue may deliver. */
function queuesOf(flow: readonly FlowNode[]): readonly Edge[] {
  const outboxes = flow.filter((node) => own(node) === 'outbox' && node.d !== true);
  const isOther = (a: FlowNode, b: FlowNode): boolean => a !== b && a.journal === b.journal && a.queue === b.queue;
  return outboxes.flatMap((from) => outboxes.filter((to) => isOther(from, to)).map((to) => ({ from, port: 0, to })));
}

/** A link whose end is chosen by the message hides where it leads. */
export const linksAreFixed: Rule = ({ template }) =>
  template.flow
    .filter((node) => node.type === 'link call' && node.linkType === 'dynamic')
    .map((node) => about('wire', node, 'is told by the message where to go', 'Name the link it calls in the node.'));

function trace(path: readonly FlowNode[]): string {
  return path.map(titleOf).join(' → ');
}

/** Drops findings that the template's paper names with a reason and an approver. */
export function withoutApproved(findings: readonly Finding[], { template }: Inspection): readonly Finding[] {
  return findings.filter(
    (finding) =>
      finding.rule !== 'control' ||
      !template.paper.exceptions.some((known) => known.rule === 'control' && finding.where.includes(`(${known.node})`)),
  );
}
