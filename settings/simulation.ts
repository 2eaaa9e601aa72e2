/** Starts the simulated parts for everything the variables do not name, as one child, and learns their addresses from its ready lines. */
import { existsSync } from 'node:fs';
import path from 'node:path';
import { type Child, type Ending, endingText, startChild } from './children.ts';
import { childEnvironment, type Environment } from './environment.ts';
import { deployedTabs } from './first-boot.ts';
import { localUrl } from './health.ts';
import { type SystemsAccess, systemsAccess } from './simulation-access.ts';

export type Part = 'opcua' | 'modbus' | 'odoo' | System;

/**
 * Systems around the machines, for what no variable names. Beside a simulated Odoo all of them run: a template may be
 * imported at any time, and finds who speaks to it. Beside your own Odoo only those that a deployed template speaks to.
 */
const SYSTEMS = [
  { part: 'broker', variable: 'PLANTWIRE_MQTT_URL', templates: /^T-(01|11|13)\b/ },
  { part: 'mes', variable: 'PLANTWIRE_MES_URL', templates: /^T-01\b/ },
  { part: 'wms', variable: 'PLANTWIRE_WMS_URL', templates: /^T-07\b/ },
  { part: 'crm', variable: 'PLANTWIRE_CRM_URL', templates: /^T-21\b/ },
  { part: 'qms', variable: 'PLANTWIRE_QMS_URL', templates: /^T-(09|10)\b/ },
] as const;
type System = (typeof SYSTEMS)[number]['part'];

/** One line of `test/plant/main.ts` on its standard output, once the part serves. */
interface ReadyLine {
  readonly ready: Part | 'control' | 'supplier' | 'carrier' | 'legacy';
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
export function missingParts(environment: Environment, tabs: readonly string[] = []): Part[] {
  const parts: Part[] = [];
  if (environment.PLANTWIRE_OPCUA_URL === undefined) parts.push('opcua');
  if (environment.PLANTWIRE_MODBUS_HOST === undefined) parts.push('modbus');
  if (environment.ODOO_URL === undefined) parts.push('odoo');
  for (const { part, variable, templates } of SYSTEMS)
    if (environment[variable] === undefined && (parts.includes('odoo') || tabs.some((tab) => templates.test(tab))))
      parts.push(part);
  return parts;
}

const READY_WITHIN_MS = 60_000;

export interface SimulationOptions {
  readonly environment: Environment;
  readonly root: string;
  readonly leash: string;
  /** The data folder; the simulation remembers there what it did, because the journal does too. */
  readonly folder: string;
  /** Told at once, so that a signal during the start finds it. */
  readonly onChild: (child: Child) => void;
  readonly onLine: (line: string, stream: 'out' | 'err') => void;
  /** A minute without; for machines that are known to be crowded. */
  readonly readyWithinMs?: number;
}

/** What machines tell the broker: all of it beside a simulated Odoo, otherwise what a deployed template hears. */
function reportsOf(parts: readonly Part[], tabs: readonly string[]): readonly string[] {
  if (!parts.includes('broker')) return [];
  const isHeard = (code: string): boolean => parts.includes('odoo') || tabs.some((tab) => tab.startsWith(code));
  return [...(isHeard('T-11') ? ['--with-alarms'] : []), ...(isHeard('T-13') ? ['--with-states'] : [])];
}

/** Returns the running simulation, or a sentence saying why there is none. */
export async function startSimulation(options: SimulationOptions): Promise<Simulation | string> {
  const { readyWithinMs = READY_WITHIN_MS } = options;
  const tabs = deployedTabs(options.folder);
  const parts = missingParts(options.environment, tabs);
  const systems = systemsAccess(options.environment);
  if (parts.length === 0) return { parts, variables: {} };
  const main = path.join(options.root, 'test', 'plant', 'main.ts');
  if (!existsSync(main))
    return `this installation has no simulated plant, so ${parts.join(', ')} must be given: see ODOO_URL, PLANTWIRE_OPCUA_URL and PLANTWIRE_MODBUS_HOST in .env.example`;
  // Its files wait for the flow that takes them, so it may come with any: what is imported later finds them.
  const supplied = parts.includes('odoo')
    ? ['supplier', 'carrier', 'legacy', '--folder', options.folder, '--people']
    : [];
  // Stories are about records of the simulated Odoo; nobody makes up facts about another one.
  const told = parts.includes('odoo') ? ['--tells', localUrl(options.environment)] : [];
  const reported = reportsOf(parts, tabs);
  const waiting = new Set<Part>(parts);
  const lines: ReadyLine[] = [];
  let served: () => void = () => undefined;
  const allServed = new Promise<void>((resolve) => {
    served = resolve;
  });
  const child = startChild({
    name: 'the simulated plant',
    args: [
      main,
      ...parts,
      ...supplied,
      ...told,
      ...reported,
      '--alarms',
      '--memory',
      path.join(options.folder, 'simulation.json'),
      ...systems.args,
    ],
    leash: options.leash,
    cwd: options.root,
    env: { ...childEnvironment(options.environment, {}), ...systems.env },
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
  const late = new Promise<'late'>((resolve) => setTimeout(resolve, readyWithinMs, 'late').unref());
  const outcome = await Promise.race([allServed, child.ended, late]);
  if (outcome === undefined)
    return { parts, variables: Object.assign({}, systems.others, ...lines.map((line) => variablesOf(line, systems))) };
  if (outcome === 'late') await child.stop(1000);
  const what =
    outcome === 'late'
      ? `the simulated plant is not ready after ${readyWithinMs / 1000} s`
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

function variablesOf(line: ReadyLine, { mes, wms, crm, qms, heardBy }: SystemsAccess): Record<string, string> {
  if (['control', 'supplier', 'carrier', 'legacy'].includes(line.ready)) return {};
  if (line.ready === 'mes')
    return {
      ...{ PLANTWIRE_MES_URL: line.url, PLANTWIRE_STAGING_URL: line.url, PLANTWIRE_LABOUR_URL: line.url },
      ...{ PLANTWIRE_MES_SECRET: mes.secret, PLANTWIRE_MES_KEY: mes.key },
    };
  if (line.ready === 'wms')
    return { PLANTWIRE_WMS_URL: line.url, PLANTWIRE_WMS_SECRET: wms.secret, PLANTWIRE_WMS_KEY: wms.key };
  if (line.ready === 'qms')
    return {
      ...{ PLANTWIRE_QMS_URL: line.url, PLANTWIRE_QMS_SECRET: qms.secret, PLANTWIRE_QMS_KEY: qms.key },
      ...heardBy(line.url),
    };
  if (line.ready === 'crm') return { PLANTWIRE_CRM_URL: line.url, PLANTWIRE_CRM_SECRET: crm.secret };
  if (line.ready === 'broker') return { PLANTWIRE_MQTT_URL: line.url };
  if (line.ready === 'opcua') return { PLANTWIRE_OPCUA_URL: line.url };
  const url = new URL(line.url);
  if (line.ready === 'modbus') return { PLANTWIRE_MODBUS_HOST: url.hostname, PLANTWIRE_MODBUS_PORT: url.port };
  return { ODOO_URL: line.url, ODOO_DB: line.db ?? '', ODOO_LOGIN: line.login ?? '', ODOO_API_KEY: line.key ?? '' };
}
