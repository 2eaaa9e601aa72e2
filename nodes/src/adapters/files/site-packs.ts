/** Reads site packs from disk: lists them for pickers, loads one with its variables filled in, names every problem. */
import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Failure } from '../../domain/failure.ts';
import { fail, ok, type Result } from '../../domain/ports.ts';
import { checkPack } from '../../domain/site/check.ts';
import { readJsonText } from '../../domain/site/json-text.ts';
import { hint } from '../../domain/site/nearest.ts';
import type { SitePack } from '../../domain/site/pack.ts';
import { listed, type PackProblem, packFailure, problem, warning } from '../../domain/site/problem.ts';
import { fillVariables } from './variables.ts';

/** A pack of a large plant has some hundred kilobytes; more is not a pack. */
const MAX_BYTES = 8 * 1024 * 1024;

export interface LoadedPack {
  readonly pack: SitePack;
  readonly file: string;
  /** Changes when the file does. */
  readonly stamp: string;
  /** Warnings only; a pack with an error is a failure. */
  readonly problems: readonly PackProblem[];
}

export interface PackListing {
  /** File name without `.json`: what a configuration refers to. */
  readonly name: string;
  readonly title: string;
  readonly file: string;
  /** Number of errors; 0 means it can be used. */
  readonly errors: number;
}

export type Environment = Readonly<Record<string, string | undefined>>;

/** Every pack of the folders, read afresh, so a new file shows up without a restart. */
export async function listPacks(folders: readonly string[]): Promise<readonly PackListing[]> {
  const files = await packFiles(folders);
  const listings = await Promise.all(
    [...files].map(async ([name, file]): Promise<PackListing> => {
      const read = await readPack(name, file);
      if (!read.ok) return { name, title: name, file, errors: read.failure.issues?.length ?? 1 };
      return { name, title: read.value.pack.title, file, errors: 0 };
    }),
  );
  return listings.sort((one, other) => one.name.localeCompare(other.name));
}

/** Loads the pack `name`; `${VARIABLE}` in endpoint addresses comes from `environment`. */
export async function loadPack(
  name: string,
  folders: readonly string[],
  environment: Environment,
): Promise<Result<LoadedPack>> {
  const files = await packFiles(folders);
  const file = files.get(name);
  if (file === undefined) return fail(notFound(name, folders, [...files.keys()]));
  const stamp = await stampOf(file);
  const read = await readPack(name, file);
  if (!read.ok) return read;
  const filled = fillVariables(read.value.pack, environment);
  const unset = filled.unset.map(({ path, variable }) => ({
    ...warning(path, `the variable ${variable} is not set`),
    ...(path.startsWith('endpoints.') ? { variable } : {}),
  }));
  return ok({ pack: filled.pack, file, stamp, problems: [...read.value.problems, ...unset] });
}

/** Size and time of a file; empty when it is gone. */
export async function stampOf(file: string): Promise<string> {
  const found = await stat(file).catch(() => undefined);
  return found ? `${found.size}@${found.mtimeMs}` : '';
}

/** Problems of a pack as text for a form, errors and warnings. */
export async function describePack(name: string, folders: readonly string[], environment: Environment) {
  const loaded = await loadPack(name, folders, environment);
  if (loaded.ok) {
    const { pack, problems } = loaded.value;
    const machines = `${pack.equipment.length} machines, ${pack.bindings.length} bindings`;
    const remarks = problems.length > 0 ? `\n${listed(problems)}` : '';
    return { ok: true, text: `${pack.title}: ${machines}.${remarks}`, details: problems };
  }
  const { failure } = loaded;
  const problems = (failure.issues ?? []).map((issue) => problem(issue.path, issue.rule));
  return { ok: false, text: problems.length > 0 ? listed(problems) : failure.reason, details: failure };
}

/** Name → file; an earlier folder hides a later one. A folder that does not exist holds nothing. */
async function packFiles(folders: readonly string[]): Promise<ReadonlyMap<string, string>> {
  const files = new Map<string, string>();
  for (const folder of folders) {
    const names = await readdir(folder).catch((): string[] => []);
    for (const file of names.filter((entry) => entry.endsWith('.json')).sort()) {
      const name = file.slice(0, -'.json'.length);
      if (!files.has(name)) files.set(name, join(folder, file));
    }
  }
  return files;
}

async function readPack(name: string, file: string): Promise<Result<Pick<LoadedPack, 'pack' | 'problems'>>> {
  const text = await readText(file);
  if (!text.ok) return text;
  const parsed = readJsonText(text.value);
  if (!parsed.ok)
    return fail(packFailure(file, [problem(`line ${parsed.line}, column ${parsed.column}`, parsed.reason)]));
  const checked = checkPack(parsed.value);
  const { pack } = checked;
  if (pack && pack.name !== name) {
    return fail(
      packFailure(file, [problem('name', `must be "${name}", as the file is called${hint(pack.name, [name])}`)]),
    );
  }
  return pack ? ok({ pack, problems: checked.problems }) : fail(packFailure(file, checked.problems));
}

async function readText(file: string): Promise<Result<string>> {
  try {
    const { size } = await stat(file);
    if (size > MAX_BYTES) return fail(packFailure(file, [problem('', `is larger than ${MAX_BYTES} bytes`)]));
    return ok((await readFile(file, 'utf8')).replace(/^\uFEFF/, ''));
  } catch (error) {
    const code = typeof error === 'object' && error !== null && 'code' in error ? String(error.code) : String(error);
    return fail({ ...packFailure(file, [problem('', `cannot be read (${code})`)]), cause: code });
  }
}

function notFound(name: string, folders: readonly string[], known: readonly string[]): Failure {
  const others = known.length > 0 ? `there are ${[...known].sort().join(', ')}` : 'there is none at all';
  return {
    code: 'site-pack-missing',
    class: 'configuration',
    attempted: 'load the site pack',
    on: name,
    reason: `no file ${name}.json${hint(name, known)}; ${others}`,
    nextStep: `Choose another pack, or put ${name}.json into ${folders[0] ?? 'site-packs'}.`,
  };
}
