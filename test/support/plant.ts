/** Runs parts of the simulated plant as a process of their own and talks to its control interface. */
import { type ChildProcess, spawn } from 'node:child_process';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { COMPILED } from './compiled.ts';
import { until } from './time.ts';

const main = path.resolve(import.meta.dirname, '../plant/main.ts');

export interface RunningPlant {
  readonly urls: Readonly<Record<string, string>>;
  /** The whole ready line of each part; the simulated Odoo says there what a client needs to enter. */
  readonly ready: Readonly<Record<string, Readonly<Record<string, string>>>>;
  readonly process: ChildProcess;
  command(name: string, body?: unknown): Promise<PlantState>;
  state(): Promise<PlantState>;
  stop(): Promise<void>;
}

export interface PlantState {
  readonly idle: boolean;
  readonly machines: readonly {
    readonly machine: string;
    readonly phase: string;
    readonly registers: Record<string, number>;
  }[];
  readonly truths: readonly {
    readonly machine: string;
    readonly order: string;
    readonly counts: Readonly<Record<string, number>>;
    readonly state: string;
  }[];
}

export async function startPlant(...args: string[]): Promise<RunningPlant> {
  const env = { ...process.env, NODE_COMPILE_CACHE: COMPILED };
  const child = spawn(process.execPath, [main, ...args], { env, stdio: ['ignore', 'pipe', 'inherit'] });
  const urls: Record<string, string> = {};
  const ready: Record<string, Readonly<Record<string, string>>> = {};
  createInterface({ input: child.stdout }).on('line', (line) => {
    if (!line.startsWith('{')) return;
    const fact = JSON.parse(line) as { ready: string; url: string };
    urls[fact.ready] = fact.url;
    ready[fact.ready] = fact;
  });
  const wanted = [...args.filter((arg) => ['opcua', 'modbus', 'odoo'].includes(arg)), 'control'];
  await until('the simulated plant serves', () => wanted.every((part) => urls[part] !== undefined), 120_000);
  const ask = async (name: string, init?: RequestInit): Promise<PlantState> => {
    const answer = await fetch(`${urls.control}/${name}`, init);
    const body = (await answer.json()) as PlantState & { error?: string };
    if (!answer.ok) throw new Error(body.error ?? `plant answered ${answer.status}`);
    return body;
  };
  return {
    urls,
    ready,
    process: child,
    command: (name, body = {}) => ask(name, { method: 'POST', body: JSON.stringify(body) }),
    state: () => ask('state'),
    async stop() {
      if (child.exitCode !== null || child.signalCode !== null) return;
      const ended = new Promise((resolve) => child.once('exit', resolve));
      child.kill('SIGTERM');
      await ended;
    },
  };
}
