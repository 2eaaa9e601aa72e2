/** A flow as a file: read it, type it, and write it so that one changed wire is one changed line. */
import { readFileSync, writeFileSync } from 'node:fs';

/** One entry of a Node-RED flow: tab, configuration node or node. Properties beyond these belong to its type. */
export interface FlowNode {
  readonly id: string;
  readonly type: string;
  readonly z?: string;
  readonly name?: string;
  readonly x?: number;
  readonly y?: number;
  /** Disabled. */
  readonly d?: boolean;
  readonly wires?: readonly (readonly string[])[];
  readonly [property: string]: unknown;
}

export type Flow = readonly FlowNode[];

export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };

/** Position grid of the editor, in pixels. */
const GRID = 20;
const LINE_WIDTH = 120;

/** Keys that come first, in this order; the rest of a node follows in alphabetical order, `wires` last. */
const FIRST_KEYS = ['id', 'type', 'z', 'g', 'label', 'name', 'd', 'disabled', 'info', 'x', 'y'];
const LAST_KEYS = ['wires'];
/** Never part of a file: encrypted elsewhere, or noise of the editor. */
const DROPPED_KEYS = ['credentials', '_users', 'l', 'valid', 'changed', 'dirty'];

export function readFlow(file: string): Flow {
  return parseFlow(readFileSync(file, 'utf8'), file);
}

/** Throws an error that names the entry when the text is not a flow. */
export function parseFlow(text: string, where: string): Flow {
  const found: unknown = JSON.parse(text);
  if (!Array.isArray(found)) throw new Error(`${where}: a flow file is a JSON array of nodes`);
  for (const [index, node] of found.entries()) {
    const entry = node as Partial<FlowNode> | null;
    if (typeof entry?.id !== 'string' || typeof entry.type !== 'string') {
      throw new Error(`${where}: entry ${index} has no text \`id\` and \`type\``);
    }
    const wires = entry.wires;
    if (wires !== undefined && !(Array.isArray(wires) && wires.every(Array.isArray))) {
      throw new Error(`${where}: \`wires\` of ${entry.id} is not a list of lists`);
    }
  }
  return found as Flow;
}

export function writeFlow(file: string, flow: Flow): void {
  writeFileSync(file, renderFlow(flow));
}

/** Tabs first, then configuration nodes, then nodes as one reads them: by row of the tab, left to right. */
export function canonicalise(flow: Flow): Flow {
  const tabs = flow.filter((node) => node.type === 'tab').sort(byId);
  const onTab = flow.filter((node) => node.type !== 'tab' && node.z !== undefined).sort(byTabAndPlace);
  const config = flow.filter((node) => node.type !== 'tab' && node.z === undefined).sort(byId);
  return [...tabs, ...config, ...onTab].map(canonicalNode);
}

function canonicalNode(node: FlowNode): FlowNode {
  const known = [...FIRST_KEYS, ...LAST_KEYS, ...DROPPED_KEYS];
  const rest = Object.keys(node)
    .filter((key) => !known.includes(key))
    .sort();
  const ordered: Record<string, unknown> = {};
  for (const key of [...FIRST_KEYS, ...rest, ...LAST_KEYS]) {
    const value = node[key];
    if (value === undefined) continue;
    ordered[key] = key === 'x' || key === 'y' ? Math.round(Number(value) / GRID) * GRID : value;
  }
  return ordered as unknown as FlowNode;
}

function byId(a: FlowNode, b: FlowNode): number {
  return a.id < b.id ? -1 : 1;
}

function byTabAndPlace(a: FlowNode, b: FlowNode): number {
  return (
    (a.z ?? '').localeCompare(b.z ?? '') || (a.y ?? 0) - (b.y ?? 0) || (a.x ?? 0) - (b.x ?? 0) || (a.id < b.id ? -1 : 1)
  );
}

export function renderFlow(flow: Flow): string {
  return `${render(flow as unknown as Json, '', 0)}\n`;
}

/** JSON as the house formatter writes it: objects over lines, lists on one line when they hold no object and fit. */
function render(value: Json, indent: string, column: number): string {
  if (value === null || typeof value !== 'object') return JSON.stringify(value);
  const inner = `${indent}  `;
  if (Array.isArray(value)) {
    if (value.length === 0) return '[]';
    const inline = holdsObject(value) ? undefined : inlineList(value);
    if (inline !== undefined && column + inline.length + 1 <= LINE_WIDTH) return inline;
    return `[\n${value.map((item) => `${inner}${render(item, inner, inner.length)}`).join(',\n')}\n${indent}]`;
  }
  const entries = Object.entries(value as { readonly [key: string]: Json });
  if (entries.length === 0) return '{}';
  const lines = entries.map(([key, item]) => {
    const start = `${inner}${JSON.stringify(key)}: `;
    return `${start}${render(item, inner, start.length)}`;
  });
  return `{\n${lines.join(',\n')}\n${indent}}`;
}

function holdsObject(value: Json): boolean {
  if (value === null || typeof value !== 'object') return false;
  return Array.isArray(value) ? value.some(holdsObject) : Object.keys(value).length > 0;
}

function inlineList(value: Json): string {
  return Array.isArray(value) ? `[${value.map(inlineList).join(', ')}]` : JSON.stringify(value);
}
