/** Reads the palette's source folders: definitions with their prose, translations and icon. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import type { NodeDefinition } from '../src/host/define.ts';

/** `nodes/`; everything the scripts read or write hangs from here. */
export const NODES = join(dirname(fileURLToPath(import.meta.url)), '..');

/** What `locale/<lang>.json` of a node may hold; every part falls back to English. */
export interface Locale {
  readonly label?: string;
  readonly summary?: string;
  readonly fields?: Readonly<Record<string, FieldWords>>;
  readonly ports?: Readonly<Record<string, string>>;
  readonly buttons?: Readonly<Record<string, string>>;
}

export interface FieldWords {
  readonly title?: string;
  readonly help?: string;
  readonly choices?: Readonly<Record<string, string>>;
  /** Of a table. */
  readonly columns?: Readonly<Record<string, Pick<FieldWords, 'title' | 'choices'>>>;
}

export interface PaletteFolder {
  readonly folder: string;
  readonly path: string;
  readonly definition: NodeDefinition;
  readonly german: Locale;
  /** Prose by language; empty when the file is missing. */
  readonly help: Readonly<Record<'en-US' | 'de', string>>;
}

export async function readPalette(nodes = NODES): Promise<readonly PaletteFolder[]> {
  const palette = join(nodes, 'src/palette');
  const folders = existsSync(palette) ? readdirSync(palette).sort() : [];
  const found = folders.filter((folder) => existsSync(join(palette, folder, 'definition.ts')));
  return Promise.all(found.map((folder) => readFolder(folder, join(palette, folder))));
}

async function readFolder(folder: string, path: string): Promise<PaletteFolder> {
  const loaded = (await import(pathToFileURL(join(path, 'definition.ts')).href)) as { definition?: NodeDefinition };
  if (!loaded.definition) throw new Error(`palette/${folder}/definition.ts exports no "definition"`);
  return {
    folder,
    path,
    definition: loaded.definition,
    german: JSON.parse(textOf(join(path, 'locale/de.json')) || '{}') as Locale,
    help: { 'en-US': textOf(join(path, 'help.md')), de: textOf(join(path, 'help.de.md')) },
  };
}

export const textOf = (file: string): string => (existsSync(file) ? readFileSync(file, 'utf8') : '');

export const labelOf = ({ definition }: PaletteFolder): string =>
  definition.label ?? definition.type.replaceAll('-', ' ');
