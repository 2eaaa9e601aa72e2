/**
 * One typed description per node: runtime check, editor form, help, catalogues, documentation tables and the flow
 * checker all read it. Imports zod alone, so scripts load definitions without a host.
 */
import { z } from 'zod';

/** Prefix of every node type in Node-RED's global table. */
export const TYPE_PREFIX = 'plantwire-';

/** What a field may say about itself. A misspelt key does not compile. */
export interface FieldInfo {
  /** Label in the form, English. */
  title: string;
  help?: string;
  /** Becomes a Node-RED credential: encrypted, never exported. */
  secret?: boolean;
  /** Folder name of the configuration node this field selects. */
  configNode?: string;
  unit?: string;
  /** Shown under "Advanced". */
  advanced?: boolean;
  /** Environment variable used when the field is empty. */
  fromEnvironment?: string;
  /** Labels of enum choices, by value; missing ones show the value. */
  choices?: Readonly<Record<string, string>>;
  /** Part of the target's address: a form test reuses a stored secret only while this field is unchanged. */
  address?: boolean;
  /** Name of a live picker (`host/editor/browse.ts`): the editor asks `plantwire/browse/<picker>`. */
  picker?: string;
  /** `text` (default by type), `multiline`, `json`, `list` for arrays of strings, `table` for arrays of objects. */
  widget?: 'text' | 'multiline' | 'json' | 'list' | 'table';
}

export const fields = z.registry<FieldInfo>();

export interface Port {
  readonly name: string;
  readonly carries: string;
}

export interface Button {
  readonly action: string;
  readonly title: string;
  /** It decides something: what stands in the form's reason goes along. */
  readonly asksReason?: boolean;
}

/** Raises saved configuration from `from` to `from + 1`; tested with a before/after pair. */
export interface Upgrade {
  readonly from: number;
  readonly change: (saved: Record<string, unknown>) => Record<string, unknown>;
  /** Properties that end with this step: without them here the editor would drop them before anybody upgrades. */
  readonly former?: readonly string[];
}

export interface NodeDefinition<S extends z.ZodObject = z.ZodObject> {
  /** Folder name under `palette`, without prefix. */
  readonly type: string;
  readonly version: number;
  readonly category: 'plant' | 'events' | 'odoo' | 'operations' | 'config';
  readonly role: 'source' | 'step' | 'sink' | 'config';
  /** Palette label; defaults to the type with spaces. */
  readonly label?: string;
  readonly summary: string;
  readonly inputs?: readonly Port[];
  readonly outputs?: readonly Port[];
  /** A button on the configuration form, answered by the entry's `actions`. */
  readonly buttons?: readonly Button[];
  /** Plain data only: no transform, no refine (JSON Schema would lose them silently). */
  readonly config: S;
  readonly upgrades: readonly Upgrade[];
}

export function defineNode<S extends z.ZodObject>(definition: NodeDefinition<S>): NodeDefinition<S> {
  return definition;
}

/** Type name in flows. */
export const nodeType = (definition: NodeDefinition): string => `${TYPE_PREFIX}${definition.type}`;
