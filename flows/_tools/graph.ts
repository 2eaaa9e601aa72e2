/** The wires of a flow as a graph: what leads where, through link nodes, and what stands in between. */
import type { Flow, FlowNode } from './flow-file.ts';

/** A path from a node's output to another node. */
export interface Edge {
  readonly from: FlowNode;
  readonly port: number;
  readonly to: FlowNode;
}

export interface Graph {
  readonly nodes: ReadonlyMap<string, FlowNode>;
  readonly edges: readonly Edge[];
  leaving(node: FlowNode, port?: number): readonly FlowNode[];
}

/** `besides` are ways that no wire shows. */
export function graphOf(flow: Flow, besides: readonly Edge[] = []): Graph {
  const nodes = new Map(flow.map((node) => [node.id, node]));
  const edges: Edge[] = [...besides];
  for (const node of flow) {
    for (const [port, targets] of outputsOf(node).entries()) {
      for (const id of targets) {
        const to = nodes.get(id);
        if (to) edges.push({ from: node, port, to });
      }
    }
  }
  return {
    nodes,
    edges,
    leaving: (node, port) =>
      edges.filter((edge) => edge.from === node && (port === undefined || edge.port === port)).map((edge) => edge.to),
  };
}

/** Wires of a node by output; a `link out` leads to the `link in` nodes it names. */
export function outputsOf(node: FlowNode): readonly (readonly string[])[] {
  if (node.type === 'link out' || node.type === 'link call') {
    return [...(node.wires ?? []), Array.isArray(node.links) ? (node.links as string[]) : []];
  }
  return node.wires ?? [];
}

/**
 * First path from one of `starts` to a node that `isGoal` accepts, not passing through a node that `blocks`.
 * `starts` themselves are not asked; disabled nodes carry nothing.
 */
export function findPath(
  graph: Graph,
  starts: readonly FlowNode[],
  isGoal: (node: FlowNode) => boolean,
  blocks: (node: FlowNode) => boolean = () => false,
): readonly FlowNode[] | undefined {
  const queue = starts.filter((node) => node.d !== true).map((node) => [node]);
  const seen = new Set(starts);
  for (let path = queue.shift(); path; path = queue.shift()) {
    const last = path[path.length - 1] as FlowNode;
    for (const next of graph.leaving(last)) {
      if (seen.has(next) || next.d === true) continue;
      seen.add(next);
      if (isGoal(next)) return [...path, next];
      if (!blocks(next)) queue.push([...path, next]);
    }
  }
  return undefined;
}

/** Name for people, with the id an editor can search for. */
export function titleOf(node: FlowNode): string {
  const name = node.name || (typeof node.label === 'string' ? node.label : '');
  return name ? `"${name}" (${node.id})` : `${node.type} (${node.id})`;
}
