/** Starts the simulated parts for everything the variables do not name, as one child, and learns their addresses from its ready lines. */
import { existsSync } from 'node:fs';
import path from 'node:path';
import { type Child, type Ending, endingText, startChild } from './children.ts';
import { childEnvironment, type Environment } from './environment.ts';

export type Part = 'opcua' | 'modbus' | 'odoo';

/** One line of `test/plant/main.ts` on its standard output, once the part serves. */
interface ReadyLine {
  readonly ready: Part | 'control';
  readonly url: string;
  /** The simulated Odoo names what a client needs to enter. */
  readonly db?: string;
  readonly login?: string;
  readonly key?: string;
}

export interface Simulation {
  readonly parts: readonly Part[];
  /** Variables that point the flows at the simulated parts. */
  readonly variables: Readonly<Record<string, string>>;
}

/** What the variables leave to the simulator. */
export function missingParts(environment: Environment): Part[] {
  const parts: Part[] = [];
  if (environment.PLANTWIRE_OPCUA_URL === undefined) parts.push('opcua');
  if (environment.PLANTWIRE_MODBUS_HOST === undefined) parts.push('modbus');
  if (environment.ODOO_URL === undefined) parts.push('odoo');
  return parts;
}

const READY_WITHIN_MS = 30_000;

export interface SimulationOptions {
  readonly environment: Environment;
  readonly root: string;
  readonly leash: string;
  /** The data folder; the simulation remembers there what it did, because the journal does too. */
  readonly folder: string;
  /** Told at once, so that a signal during the start finds it. */
  readonly onChild: (child: Child) => void;
  readonly onLine: (line: string, stream: 'out' | 'err') => void;
}

/** Returns the running simulation, or a sentence saying why there is none. */
export async function startSimulation(options: SimulationOptions): Promise<Simulation | string> {
  const parts = missingParts(options.environment);
  if (parts.length === 0) return { parts, variables: {} };
  const main = path.join(options.root, 'test', 'plant', 'main.ts');
  if (!existsSync(main))
    return `this installation has no simulated plant, so ${parts.join(', ')} must be given: see ODOO_URL, PLANTWIRE_OPCUA_URL and PLANTWIRE_MODBUS_HOST in .env.example`;
  const waiting = new Set<Part>(parts);
  const lines: ReadyLine[] = [];
  let served: () => void = () => undefined;
  const allServed = new Promise<void>((resolve) => {
    served = resolve;
  });
  const child = startChild({
    name: 'the simulated plant',
    args: [main, ...parts, '--memory', path.join(options.folder, 'simulation.json')],
    leash: options.leash,
    cwd: options.root,
    env: childEnvironment(options.environment, {}),
    onLine(line, stream) {
      const ready = stream === 'out' ? readyLine(line) : undefined;
      // The simulated Odoo's line carries a key, which belongs into no log.
      options.onLine(ready === undefined ? line : `${ready.ready} serves at ${ready.url}`, stream);
      if (ready === undefined) return;
      lines.push(ready);
      waiting.delete(ready.ready as Part);
      if (waiting.size === 0) served();
    },
  });
  options.onChild(child);
  const late = new Promise<'late'>((resolve) => setTimeout(resolve, READY_WITHIN_MS, 'late').unref());
  const outcome = await Promise.race([allServed, child.ended, late]);
  if (outcome === undefined) return { parts, variables: Object.assign({}, ...lines.map(variablesOf)) };
  if (outcome === 'late') await child.stop(1000);
  const what =
    outcome === 'late'
      ? `the simulated plant is not ready after ${READY_WITHIN_MS / 1000} s`
      : endingText(outcome as Ending);
  return `${what}; still missing: ${[...waiting].join(', ')}`;
}

/** Other output of the plant is log text. */
export function readyLine(line: string): ReadyLine | undefined {
  if (!line.startsWith('{')) return undefined;
  try {
    const value = JSON.parse(line) as Partial<ReadyLine>;
    return value.ready !== undefined && value.url !== undefined ? (value as ReadyLine) : undefined;
  } catch {
    return undefined;
  }
}

function variablesOf(line: ReadyLine): Record<string, string> {
  if (line.ready === 'control') return {};
  if (line.ready === 'opcua') return { PLANTWIRE_OPCUA_URL: line.url };
  const url = new URL(line.url);
  if (line.ready === 'modbus') return { PLANTWIRE_MODBUS_HOST: url.hostname, PLANTWIRE_MODBUS_PORT: url.port };
  return { ODOO_URL: line.url, ODOO_DB: line.db ?? '', ODOO_LOGIN: line.login ?? '', ODOO_API_KEY: line.key ?? '' };
}
