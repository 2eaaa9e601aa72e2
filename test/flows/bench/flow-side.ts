/** Templates made ready for one scenario: own journal file, own site pack, pauses in scale, and a door for foreign events. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

const FLOWS = join(import.meta.dirname, '../../../flows');
/** One minute of the plant lasts half a second: pauses of the outbox and faults are divided by the same number. */
export const TIME_SCALE = 120;
/** An inject node that stands before the validator and sends what a scenario hands in. */
export const DOOR = 'scenario.door';
/** Key of every HTTP route; a person types it into the node. */
export const HTTP_KEY = 'a key that only the scenarios know';

export type Node = Readonly<Record<string, unknown>> & { readonly id: string; readonly type: string };

export interface FlowSettings {
  /** File name inside the user directory. */
  readonly journal: string;
  readonly pack: string;
  readonly timeScale?: number;
}

export function readTemplateFlow(folder: string): readonly Node[] {
  return JSON.parse(readFileSync(join(FLOWS, folder, 'flow.json'), 'utf8')) as Node[];
}

/** Several templates as the appliance deploys them: shared configuration nodes stay once. */
export function together(folders: readonly string[]): readonly Node[] {
  const byId = new Map<string, Node>();
  for (const node of folders.flatMap(readTemplateFlow)) if (!byId.has(node.id)) byId.set(node.id, node);
  return [...byId.values()];
}

export function prepared(flow: readonly Node[], settings: FlowSettings): readonly Node[] {
  const scale = settings.timeScale ?? 1;
  const ready = flow.map((node): Node => {
    switch (node.type) {
      case 'plantwire-journal':
        return { ...node, file: settings.journal, minFreeMb: 0, reserveMb: 1 };
      case 'plantwire-site-pack':
        return { ...node, pack: settings.pack };
      case 'plantwire-outbox':
        return {
          ...node,
          firstPauseSeconds: Math.max(0.1, Number(node.firstPauseSeconds ?? 1) / scale),
          maxPauseSeconds: Math.max(1, Number(node.maxPauseSeconds ?? 300) / scale),
        };
      case 'plantwire-odoo-event':
        return { ...node, pollSeconds: 1, overlapSeconds: 30 };
      case 'plantwire-genealogy':
        return { ...node, pollSeconds: 1 };
      case 'plantwire-aggregate':
        return { ...node, quietSeconds: Number(node.quietSeconds ?? 60) / scale };
      case 'plantwire-http-source':
        return node.access === 'none' ? node : { ...node, credentials: { secret: HTTP_KEY } };
      case 'plantwire-file-source':
        return {
          ...{ ...node, folder: `inbox-${settings.pack}`, pollSeconds: 1, stableSeconds: 1 },
          ...(node.resultFolder ? { resultFolder: `left-${settings.pack}` } : {}),
        };
      case 'plantwire-file-drop':
        return { ...node, folder: `left-${settings.pack}` };
      default:
        return node;
    }
  });
  return [...ready, door(ready)];
}

/** What a plant has set otherwise in its nodes; a name that no node has is a slip of the scenario. */
export function otherwise(
  flow: readonly Node[],
  changes: Readonly<Record<string, Readonly<Record<string, unknown>>>>,
): readonly Node[] {
  const unknown = Object.keys(changes).filter((id) => !flow.some((node) => node.id === id));
  if (unknown.length > 0) throw new Error(`the flow has no node ${unknown.join(', ')}`);
  return flow.map((node) => ({ ...node, ...changes[node.id] }));
}

/** Fields whose text is no way to a node, even where it reads like an id. */
const OWN_WORDS: ReadonlySet<string> = new Set(['name', 'label', 'type']);

/**
 * Every node under an id of its own: what an earlier flow still says of itself while it stops is not taken for this one.
 * The door keeps its id, scenarios knock there.
 */
export function underIds(flow: readonly Node[], suffix: string): readonly Node[] {
  const ids = new Set(flow.map(({ id }) => id).filter((id) => id !== DOOR));
  const lead = (value: unknown): unknown => {
    if (typeof value === 'string') return ids.has(value) ? `${value}.${suffix}` : value;
    if (Array.isArray(value)) return value.map(lead);
    if (typeof value !== 'object' || value === null) return value;
    return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, OWN_WORDS.has(key) ? one : lead(one)]));
  };
  return lead(flow) as readonly Node[];
}

function door(flow: readonly Node[]): Node {
  const validator = flow.find((node) => node.type === 'plantwire-schema-validator');
  if (!validator) throw new Error('the flow has no validator to hand events to');
  const props = [{ p: 'payload' }];
  return { id: DOOR, type: 'inject', z: validator.z, name: 'door', props, x: 100, y: 20, wires: [[validator.id]] };
}
