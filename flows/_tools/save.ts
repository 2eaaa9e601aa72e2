/** `npm run flow:save -- t03-completion`: takes the tab from the running instance and writes the canonical file. */
import { join } from 'node:path';
import { canonicalise, type Flow, type FlowNode, writeFlow } from './flow-file.ts';
import { developmentInstance } from './instance.ts';
import { loadPalette, type Palette, PREFIX } from './palette.ts';
import { VERSION_KEY } from './rules/parts.ts';
import { runAsMain } from './run.ts';
import { FLOWS, readTemplate, templateFolders } from './template.ts';

/** Configuration nodes that every template shares, so that importing the second one reuses them. */
export const SHARED_IDS: Readonly<Record<string, string>> = {
  'plantwire-journal': 'plantwire.journal',
  'plantwire-odoo-connection': 'plantwire.odoo',
  'plantwire-site-pack': 'plantwire.site',
  'plantwire-opcua-endpoint': 'plantwire.plc',
  'plantwire-mqtt-broker': 'plantwire.broker',
};

/**
 * The tab `tabId` of `running` with the configuration nodes it uses. Configuration nodes that `before` holds keep
 * what the file says: a development instance knows addresses that a template must not.
 */
export function takeTemplate(running: Flow, tabId: string, before: Flow, palette: Palette): Flow {
  const onTab = running.filter((node) => node.id === tabId || node.z === tabId);
  if (onTab.length === 0) throw new Error(`The instance has no tab ${tabId}. Open it with flow:open first.`);
  const configIds = new Set(
    running.filter((node) => node.z === undefined && node.type !== 'tab').map((node) => node.id),
  );
  const used = referencesOf(onTab, configIds, running);
  const taken = [...onTab, ...running.filter((node) => used.has(node.id))];
  const names = stableIds(taken, tabId, before);
  const filed = new Map(before.filter((node) => node.z === undefined).map((node) => [node.id, node]));
  const renamed = taken.map((node) => {
    const id = names.get(node.id) ?? node.id;
    const known = used.has(node.id) ? filed.get(id) : undefined;
    return raise(known ?? renameIn(node, names), palette);
  });
  return canonicalise(renamed);
}

function referencesOf(nodes: Flow, configIds: ReadonlySet<string>, running: Flow): Set<string> {
  const used = new Set<string>();
  const look = (node: FlowNode): void => {
    for (const [key, value] of Object.entries(node)) {
      if (key === 'id' || key === 'z' || typeof value !== 'string' || !configIds.has(value) || used.has(value))
        continue;
      used.add(value);
      const config = running.find((candidate) => candidate.id === value);
      if (config) look(config);
    }
  };
  for (const node of nodes) look(node);
  return used;
}

/** Ids an engineer can read in a diff: `t03.map`. Ids that the file knows stay. */
function stableIds(nodes: Flow, tabId: string, before: Flow): ReadonlyMap<string, string> {
  const known = new Set(before.map((node) => node.id));
  const names = new Map<string, string>();
  const taken = new Set<string>(nodes.map((node) => node.id).filter((id) => known.has(id)));
  for (const node of nodes) {
    if (known.has(node.id) || node.id === tabId) continue;
    const shared = SHARED_IDS[node.type];
    const wanted =
      shared && !taken.has(shared) ? shared : `${tabId}.${slug(node.name || node.type.replace(PREFIX, ''))}`;
    let id = wanted;
    for (let copy = 2; taken.has(id); copy += 1) id = `${wanted}-${copy}`;
    taken.add(id);
    names.set(node.id, id);
  }
  return names;
}

function slug(text: string): string {
  return text
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '');
}

function renameIn(value: FlowNode, names: ReadonlyMap<string, string>): FlowNode {
  const rename = (part: unknown): unknown => {
    if (typeof part === 'string') return names.get(part) ?? part;
    if (Array.isArray(part)) return part.map(rename);
    if (part === null || typeof part !== 'object') return part;
    return Object.fromEntries(Object.entries(part).map(([key, inner]) => [key, rename(inner)]));
  };
  return rename(value) as FlowNode;
}

/** Raises a node's configuration to the current version of its definition and drops its secrets. */
function raise(node: FlowNode, palette: Palette): FlowNode {
  const definition = palette.nodes.get(node.type);
  if (!definition) return node;
  let saved: Record<string, unknown> = { ...node };
  for (let version = Number(node[VERSION_KEY] ?? 1); version < definition.version; version += 1) {
    const step = definition.upgrades.find((upgrade) => upgrade.from === version);
    if (!step) throw new Error(`${node.id}: no upgrade of ${node.type} from version ${version}`);
    saved = step.change(saved);
  }
  for (const [field, schema] of Object.entries(definition.config.shape)) {
    if (palette.fieldFacts(schema as Parameters<Palette['fieldFacts']>[0])?.secret) delete saved[field];
  }
  return { ...(saved as unknown as FlowNode), [VERSION_KEY]: definition.version };
}

async function main(folder: string | undefined): Promise<number> {
  if (folder === undefined || !templateFolders().includes(folder)) {
    console.error(`Name a template: ${templateFolders().join(', ')}`);
    return 1;
  }
  const before = readTemplate(folder).flow;
  const tab = before.find((node) => node.type === 'tab')?.id ?? folder.slice(0, 3);
  const { flows } = await developmentInstance().read();
  writeFlow(join(FLOWS, folder, 'flow.json'), takeTemplate(flows, tab, before, await loadPalette()));
  console.log(`flows/${folder}/flow.json is written. Now: npm run flow:check -- ${folder}`);
  return 0;
}

runAsMain(import.meta.filename, (args) => main(args[0]));
