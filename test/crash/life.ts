/** One life of the process under test: a real Node-RED with the built palette and no node the flow does not need. */
import { type ChildProcess, spawn } from 'node:child_process';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { basename, dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Node } from '../flows/bench/flow-side.ts';
import { NODE, ROOT } from '../support/appliance.ts';
import { COMPILED } from '../support/compiled.ts';

const FAULTS = join(ROOT, 'test/plant/faults/process-faults.ts');

export interface LifeOptions {
  readonly userDir: string;
  readonly port: number;
  readonly variables: Readonly<Record<string, string>>;
  readonly faultsFile: string;
}

export interface Life {
  readonly child: ChildProcess;
  /** Signal or exit code. */
  readonly ended: Promise<string>;
  isAlive(): boolean;
  hasStarted(): boolean;
  log(): string;
  /** A power cut, as far as a process can see it. */
  kill(): void;
}

/** Written once: every life of a run has the same flows and settings. */
export function furnish({ userDir, port }: Pick<LifeOptions, 'userDir' | 'port'>, flows: readonly Node[]): void {
  writeFileSync(join(userDir, 'flows.json'), JSON.stringify(flows));
  const settings = {
    uiHost: '127.0.0.1',
    uiPort: port,
    userDir,
    flowFile: 'flows.json',
    credentialSecret: 'for tests only',
    telemetry: { enabled: false },
    disableEditor: true,
    // Loading the nodes of others takes longer than everything else that a start does.
    nodesExcludes: foreignNodes(flows),
    externalModules: { palette: { allowInstall: false, allowUpload: false } },
    logging: { console: { level: 'info', metrics: false, audit: false } },
  };
  writeFileSync(join(userDir, 'settings.cjs'), `module.exports = ${JSON.stringify(settings)};\n`);
}

/** Files of Node-RED's own nodes that register none of the flow's types. */
function foreignNodes(flows: readonly Node[]): readonly string[] {
  const core = join(dirname(createRequire(import.meta.url).resolve('@node-red/nodes/package.json')), 'core');
  const files = readdirSync(core, { recursive: true, encoding: 'utf8' }).filter((name) =>
    /\/\d\d-[^/]+\.js$/.test(name),
  );
  const types = new Set([...flows.map(({ type }) => type), 'unknown', 'junction', 'global-config']);
  const isForeign = (file: string): boolean =>
    [...readFileSync(join(core, file), 'utf8').matchAll(/registerType\(\s*["']([^"']+)["']/g)].every(
      ([, type]) => !types.has(type ?? ''),
    );
  return files.filter(isForeign).map((file) => basename(file));
}

export function startLife(options: LifeOptions): Life {
  const { userDir, variables, faultsFile } = options;
  const red = join(ROOT, 'node_modules/node-red/red.js');
  const child = spawn(NODE, [red, '--settings', join(userDir, 'settings.cjs'), '--userDir', userDir], {
    cwd: ROOT,
    env: {
      ...process.env,
      ...variables,
      NODE_OPTIONS: `--import=${pathToFileURL(FAULTS)}`,
      NODE_COMPILE_CACHE: COMPILED,
      LAB_FAULTS: faultsFile,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  const add = (chunk: Buffer): void => {
    output = (output + String(chunk)).slice(-100_000);
  };
  child.stdout.on('data', add);
  child.stderr.on('data', add);
  let end: string | undefined;
  const ended = new Promise<string>((resolve) => {
    child.once('exit', (code, signal) => {
      end = signal ?? String(code);
      resolve(end);
    });
  });
  return {
    child,
    ended,
    isAlive: () => end === undefined,
    hasStarted: () => output.includes('Started flows'),
    log: () => output,
    kill: () => void child.kill('SIGKILL'),
  };
}
