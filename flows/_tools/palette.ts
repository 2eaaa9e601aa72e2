/** What may stand in a template: our own nodes by their definitions, the host's and partners' nodes by a short table. */
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { z } from 'zod';

/** The part of `NodeDefinition` (nodes/src/host/define.ts) that the tools read. */
export interface PaletteNode {
  readonly type: string;
  readonly version: number;
  readonly category: string;
  readonly role: 'source' | 'step' | 'sink' | 'config';
  readonly summary: string;
  readonly inputs?: readonly { readonly name: string; readonly carries: string }[];
  readonly outputs?: readonly { readonly name: string; readonly carries: string }[];
  readonly config: z.ZodObject;
  readonly upgrades: readonly {
    readonly from: number;
    readonly change: (saved: Record<string, unknown>) => Record<string, unknown>;
  }[];
}

export interface FieldFacts {
  readonly secret?: boolean;
  readonly configNode?: string;
  readonly fromEnvironment?: string;
}

export interface Palette {
  /** By type name in flows, `plantwire-` included. */
  readonly nodes: ReadonlyMap<string, PaletteNode>;
  fieldFacts(field: z.ZodType): FieldFacts | undefined;
}

const ROOT = join(import.meta.dirname, '../..');
export const PREFIX = 'plantwire-';

export async function loadPalette(root = ROOT): Promise<Palette> {
  const folder = join(root, 'nodes/src/palette');
  const nodes = new Map<string, PaletteNode>();
  for (const name of existsSync(folder) ? readdirSync(folder).sort() : []) {
    const file = join(folder, name, 'definition.ts');
    if (!existsSync(file)) continue;
    const loaded = (await import(file)) as { definition: PaletteNode };
    nodes.set(`${PREFIX}${loaded.definition.type}`, loaded.definition);
  }
  const define = (await import(join(root, 'nodes/src/host/define.ts'))) as {
    fields: { get(schema: z.ZodType): FieldFacts | undefined };
  };
  return { nodes, fieldFacts: (field) => define.fields.get(field) };
}
