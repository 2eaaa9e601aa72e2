/** Reads the source tree as modules, imports and functions, for tests about the house itself. */
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { dirname, join, posix, relative } from 'node:path';

export const ROOT = join(__dirname, '../..');

export interface Module {
  /** Relative to the repository, with slashes. */
  readonly path: string;
  readonly text: string;
  readonly lines: number;
  readonly imports: readonly Import[];
}

export interface Import {
  /** Path of the imported module in the repository, or the package name. */
  readonly target: string;
  readonly local: boolean;
  readonly typeOnly: boolean;
}

const SKIPPED = new Set(['node_modules', 'dist', 'examples', 'resources', '.data', '.git', '.cache']);

export function modules(...folders: readonly string[]): readonly Module[] {
  return folders.flatMap((folder) => filesUnder(join(ROOT, folder))).map(readModule);
}

function filesUnder(path: string): readonly string[] {
  if (!existsSync(path)) return [];
  if (!statSync(path).isDirectory()) return path.endsWith('.ts') ? [path] : [];
  return readdirSync(path)
    .filter((name) => !SKIPPED.has(name))
    .sort()
    .flatMap((name) => filesUnder(join(path, name)));
}

function readModule(file: string): Module {
  const text = readFileSync(file, 'utf8');
  const path = relative(ROOT, file).replaceAll('\\', '/');
  return { path, text, lines: text.trimEnd().split('\n').length, imports: importsOf(path, text) };
}

/** Imports, re-exports, imports at run time, and the module a worker thread starts with. */
const IMPORT =
  /^(?:import|export)\s+(type\s+)?([^'"]*?)\s*from\s*['"]([^'"]+)['"]|^import\s+()()['"]([^'"]+)['"]|\bimport\(\s*()()['"]([^'"]+)['"]|\bnew URL\(.*?()()['"](\.{1,2}\/[^'"]+\.ts)['"]/gm;

function importsOf(path: string, text: string): readonly Import[] {
  return [...text.matchAll(IMPORT)].map((match) => {
    const target = match[3] ?? match[6] ?? match[9] ?? match[12] ?? '';
    const local = target.startsWith('.');
    const names = match[2] ?? '';
    return {
      target: local ? posix.join(posix.dirname(path), target) : target,
      local,
      typeOnly: match[1] !== undefined || /^\{\s*(type\s+[^,}]+,?\s*)+\}$/.test(names),
    };
  });
}

export interface Span {
  readonly name: string;
  readonly lines: number;
}

const HEAD = /(\bfunction\b.*|=>\s*|^\s*(async\s+)?[\w$]+\(.*\)(:\s*[^=]+)?\s*)\{$/;
const STATEMENT = /^\s*(if|for|while|switch|return|else|do|try|catch|test|describe)\b/;

/**
 * Own lines of each function: a factory is not long because the methods it returns are. Relies on the formatter: the
 * closing brace stands under the first line.
 */
export function functionsOf(module: Module): readonly Span[] {
  const lines = module.text.split('\n');
  const spans = lines.flatMap((line, index) => {
    const opens = HEAD.test(line) || (/^\s*\).*\{$/.test(line) && !STATEMENT.test(line));
    if (!opens || STATEMENT.test(line)) return [];
    const length = lines
      .slice(index + 1)
      .findIndex((below) => below.trim() !== '' && indentOf(below) <= indentOf(line));
    return [{ from: index, to: index + length + 1 }];
  });
  return spans.map(({ from, to }) => {
    const inside = spans.filter((other) => other.from > from && other.to <= to);
    const direct = inside.filter((one) => !inside.some((other) => other.from < one.from && other.to >= one.to));
    const nested = direct.reduce((sum, one) => sum + one.to - one.from + 1, 0);
    return { name: `${module.path}:${from + 1}`, lines: to - from + 1 - nested };
  });
}

const indentOf = (line: string): number => /^\s*/.exec(line)?.[0].length ?? 0;

/** Each cycle once, as the path that closes it. Type imports count: a cycle of types is a cycle of ideas. */
export function cycles(all: readonly Module[]): readonly string[] {
  const edges = new Map(
    all.map(({ path, imports }) => [path, imports.filter(({ local }) => local).map(({ target }) => target)]),
  );
  const finished = new Set<string>();
  const found: string[] = [];
  const visit = (path: string, trail: readonly string[]): void => {
    if (trail.includes(path)) {
      found.push([...trail.slice(trail.indexOf(path)), path].join(' → '));
      return;
    }
    if (finished.has(path)) return;
    for (const next of edges.get(path) ?? []) visit(next, [...trail, path]);
    finished.add(path);
  };
  for (const path of edges.keys()) visit(path, []);
  return found;
}

export const exists = (path: string): boolean => existsSync(join(ROOT, path));
export const folderOf = (path: string): string => dirname(path).replaceAll('\\', '/');
