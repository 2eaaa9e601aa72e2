/** A real Node-RED process with the built palette: temporary user directory, free port, flows through the admin API. */
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { COMPILED } from './compiled.ts';
import { until } from './time.ts';

export const ROOT = join(import.meta.dirname, '../..');
const BUNDLED_NODE = join(ROOT, 'node_modules/.bin/node');
/** Node 24, also when the test runner was started by an older one. */
export const NODE = existsSync(BUNDLED_NODE) ? BUNDLED_NODE : process.execPath;

export interface ApplianceOptions {
  /** An existing user directory, to start again where another process ended; it is then not removed. */
  readonly userDir?: string;
  readonly flows?: readonly object[];
  readonly env?: Readonly<Record<string, string>>;
  /** Merged over the test settings. */
  readonly settings?: Readonly<Record<string, unknown>>;
  readonly deadlineMs?: number;
  /** Where others were told that it will be; a free one without. */
  readonly port?: number;
}

export interface Appliance {
  /** `http://127.0.0.1:<port>`; editor, admin API, `/health` and `/metrics`. */
  readonly url: string;
  readonly port: number;
  readonly userDir: string;
  readonly process: ChildProcess;
  /** Everything the process has printed so far. */
  log(): string;
  /** Replaces all flows. Secrets stand in `credentials` of a node, as a person would type them. */
  deploy(flows: readonly object[]): Promise<void>;
  /** Presses an inject node, optionally with other properties. */
  inject(id: string, properties?: readonly { p: string; v: string; vt: string }[]): Promise<void>;
  health(): Promise<{ readonly status: number; readonly body: Record<string, unknown> }>;
  metrics(): Promise<string>;
  fetch(path: string, init?: RequestInit): Promise<Response>;
  /** SIGTERM, as a container is stopped; resolves with the exit code. */
  stop(): Promise<number | null>;
  /** SIGKILL: a power cut, as far as a process can see it. */
  kill(): Promise<void>;
}

let built = false;

/** Builds the palette once per test process; the build itself skips when nothing changed. */
export function ensureBuilt(): void {
  if (built) return;
  const result = spawnSync(NODE, [join(ROOT, 'nodes/scripts/build.ts')], { encoding: 'utf8' });
  if (result.status !== 0) throw new Error(`the build failed:\n${result.stdout}\n${result.stderr}`);
  built = true;
}

export async function startAppliance(options: ApplianceOptions = {}): Promise<Appliance> {
  ensureBuilt();
  const port = options.port ?? (await freePort());
  const userDir = options.userDir ?? mkdtempSync(join(tmpdir(), 'plantwire-appliance-'));
  if (options.flows) writeFileSync(join(userDir, 'flows.json'), JSON.stringify(options.flows));
  const settings = join(userDir, 'settings.cjs');
  writeFileSync(
    settings,
    `module.exports = ${JSON.stringify({ ...testSettings(userDir, port), ...options.settings })};\n`,
  );
  const red = join(ROOT, 'node_modules/node-red/red.js');
  const child = spawn(NODE, [red, '--settings', settings, '--userDir', userDir], {
    env: { ...process.env, NODE_COMPILE_CACHE: COMPILED, ...options.env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const output: string[] = [];
  child.stdout?.on('data', (chunk: Buffer) => output.push(String(chunk)));
  child.stderr?.on('data', (chunk: Buffer) => output.push(String(chunk)));
  const appliance = applianceOf(child, port, userDir, output, options.userDir === undefined);
  try {
    await until('Node-RED answers', () => answers(appliance, output), options.deadlineMs ?? 120_000);
  } catch (cause) {
    await appliance.kill();
    throw new Error(`${String(cause)}\n${output.join('')}`);
  }
  return appliance;
}

async function answers(appliance: Appliance, output: readonly string[]): Promise<boolean> {
  if (appliance.process.exitCode !== null) throw new Error(`Node-RED ended:\n${output.join('')}`);
  const response = await appliance.fetch('/health').catch(() => undefined);
  return response !== undefined && output.join('').includes('Started flows');
}

function testSettings(userDir: string, port: number): Record<string, unknown> {
  return {
    uiHost: '127.0.0.1',
    uiPort: port,
    userDir,
    flowFile: 'flows.json',
    credentialSecret: 'for tests only',
    telemetry: { enabled: false },
    editorTheme: { tours: false },
    externalModules: { palette: { allowInstall: false, allowUpload: false } },
    logging: { console: { level: 'info', metrics: false, audit: false } },
  };
}

function applianceOf(
  child: ChildProcess,
  port: number,
  userDir: string,
  output: string[],
  temporary: boolean,
): Appliance {
  const url = `http://127.0.0.1:${port}`;
  const ended = new Promise<number | null>((resolve) => child.once('exit', (code) => resolve(code)));
  const clean = (): void => {
    if (temporary) rmSync(userDir, { recursive: true, force: true });
  };
  const ask = async (path: string, init?: RequestInit): Promise<Response> => fetch(`${url}${path}`, init);
  const post = async (path: string, body: unknown, headers: Record<string, string> = {}): Promise<void> => {
    const init = {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body: JSON.stringify(body),
    };
    const response = await ask(path, init);
    if (!response.ok) throw new Error(`POST ${path}: ${response.status} ${await response.text()}`);
  };
  return {
    url,
    port,
    userDir,
    process: child,
    log: () => output.join(''),
    fetch: ask,
    async deploy(flows) {
      const before = count(output, 'Started flows');
      await post('/flows', flows, { 'node-red-deployment-type': 'full' });
      await until('flows started', () => count(output, 'Started flows') > before);
    },
    inject: (id, properties) => post(`/inject/${id}`, properties ? { __user_inject_props__: properties } : {}),
    async health() {
      const response = await ask('/health');
      return { status: response.status, body: (await response.json()) as Record<string, unknown> };
    },
    metrics: async () => (await ask('/metrics')).text(),
    async stop() {
      child.kill('SIGTERM');
      const code = await ended;
      clean();
      return code;
    },
    async kill() {
      if (child.exitCode === null && child.signalCode === null) {
        child.kill('SIGKILL');
        await ended;
      }
      clean();
    },
  };
}

const count = (output: readonly string[], text: string): number => output.join('').split(text).length - 1;

export async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}
