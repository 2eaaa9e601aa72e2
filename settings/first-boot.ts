/** Seeds an empty data folder with the chosen templates and the site packs. Never touches a folder that holds anything. */
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Environment } from './environment.ts';
import type { Problem } from './problems.ts';

type FlowNode = { readonly id: string; readonly type: string; readonly z?: string };

export interface FirstBoot {
  /** Names of the templates deployed; empty when the folder was not empty. */
  readonly seeded: readonly string[];
  readonly problems: readonly Problem[];
}

/** Work in progress. A start that died half-way left it behind; the next one begins again. */
const STAGE = '.first-boot';
/** What may lie in a folder that still counts as empty: a new disk's own folder, and what the start command writes before. */
const IGNORED = new Set([STAGE, 'lost+found', 'logs']);

export function firstBoot(environment: Environment, root: string, folder: string, isAsked = false): FirstBoot {
  const isResumed = existsSync(path.join(folder, STAGE));
  const isInUse = !isResumed && readdirSync(folder).some((name) => !IGNORED.has(name));
  if (isInUse && !isAsked) return { seeded: [], problems: [] };
  const available = templates(root);
  const wanted = chosen(environment.PLANTWIRE_FLOWS);
  const found = wanted.map((name) =>
    available.find((folderName) => folderName === name || folderName.startsWith(`${name}-`)),
  );
  const missing = wanted.filter((_, index) => found[index] === undefined);
  // A checkout without any template still starts: there is nothing to choose from.
  if (missing.length > 0 && available.length > 0) return { seeded: [], problems: [noTemplate(missing, available)] };
  if (isInUse)
    return {
      seeded: [],
      problems: notAdded(
        root,
        folder,
        found.filter((name) => name !== undefined),
      ),
    };
  const packs = sitePacks(root);
  if (packs.length > 0 && !packs.includes(`${environment.PLANTWIRE_SITE}.json`))
    return { seeded: [], problems: [noSite(environment.PLANTWIRE_SITE, packs)] };
  const names = found.filter((name) => name !== undefined);
  seed(root, folder, names, packs);
  return { seeded: names, problems: [] };
}

/** Flows in use are somebody's work: a template asked for joins them in the editor, or starts in a folder of its own. */
function notAdded(root: string, folder: string, names: readonly string[]): Problem[] {
  const there = deployedTabs(folder);
  const absent = names.filter(
    (name) => !deployedTabs(path.join(root, 'flows', name), 'flow.json').some((tab) => there.includes(tab)),
  );
  if (absent.length === 0) return [];
  const own = absent.map((name) => name.split('-')[0]).join('-');
  return [
    {
      variable: '--templates',
      given: absent.join(','),
      wrong: `${folder} already holds flows, without these`,
      todo: `Start without --templates and import them in the editor (Import, Examples), or give them a folder: PLANTWIRE_DATA=.data-${own}`,
    },
  ];
}

/** Labels of the enabled tabs in the flow file; none when there is no file, or none that can be read. */
export function deployedTabs(folder: string, file = 'flows.json'): readonly string[] {
  try {
    const flow: unknown = JSON.parse(readFileSync(path.join(folder, file), 'utf8'));
    const nodes = Array.isArray(flow) ? (flow as { type?: unknown; label?: unknown; disabled?: unknown }[]) : [];
    return nodes.flatMap(({ type, label, disabled }) =>
      type === 'tab' && disabled !== true && typeof label === 'string' ? [label] : [],
    );
  } catch {
    return [];
  }
}

/** Flows last: they are what makes the folder count as in use. */
function seed(root: string, folder: string, names: readonly string[], packs: readonly string[]): void {
  const stage = path.join(folder, STAGE);
  rmSync(stage, { recursive: true, force: true });
  mkdirSync(path.join(stage, 'site-packs'), { recursive: true });
  for (const pack of packs) cpSync(path.join(root, 'flows', '_sites', pack), path.join(stage, 'site-packs', pack));
  const flows = names.map(
    (name) => JSON.parse(readFileSync(path.join(root, 'flows', name, 'flow.json'), 'utf8')) as FlowNode[],
  );
  writeFileSync(path.join(stage, 'flows.json'), `${JSON.stringify(mergeFlows(flows), null, 4)}\n`);
  for (const entry of ['site-packs', 'flows.json']) {
    rmSync(path.join(folder, entry), { recursive: true, force: true });
    renameSync(path.join(stage, entry), path.join(folder, entry));
  }
  rmSync(stage, { recursive: true });
}

/** One flow file out of several: what templates share (journal, connection, site pack) carries the same id and stays once. */
export function mergeFlows(flows: readonly (readonly FlowNode[])[]): FlowNode[] {
  const byId = new Map<string, FlowNode>();
  for (const node of flows.flat()) if (!byId.has(node.id)) byId.set(node.id, node);
  return [...byId.values()];
}

const chosen = (list: string): string[] => (list === 'none' ? [] : list.split(',').map((name) => name.trim()));

/** Folder names under `flows` that hold a template. */
function templates(root: string): string[] {
  const flows = path.join(root, 'flows');
  if (!existsSync(flows)) return [];
  return readdirSync(flows)
    .filter((name) => existsSync(path.join(flows, name, 'flow.json')))
    .sort();
}

function sitePacks(root: string): string[] {
  const folder = path.join(root, 'flows', '_sites');
  return existsSync(folder) ? readdirSync(folder).filter((name) => name.endsWith('.json')) : [];
}

const noTemplate = (missing: readonly string[], available: readonly string[]): Problem => ({
  variable: 'PLANTWIRE_FLOWS',
  given: missing.join(','),
  wrong: 'no template of that name',
  todo: `Choose from ${available.join(', ')}.`,
});

const noSite = (site: string, packs: readonly string[]): Problem => ({
  variable: 'PLANTWIRE_SITE',
  given: site,
  wrong: 'no site pack of that name to start with',
  todo: `Choose from ${packs.map((pack) => pack.replace(/\.json$/, '')).join(', ')}; add your own to site-packs/ of the data folder later.`,
});
