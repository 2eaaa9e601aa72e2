/** The plant in a box, as `npm start` starts it beside an appliance on this port. */
import { join } from 'node:path';
import type { Child } from '../../settings/children.ts';
import { childEnvironment, readEnvironment } from '../../settings/environment.ts';
import { startSimulation } from '../../settings/simulation.ts';
import { ROOT } from './appliance.ts';

export interface Box {
  /** Variables that lead an appliance to it, beside those of this process. */
  readonly variables: Readonly<Record<string, string>>;
  stop(): Promise<void>;
}

/** `folder`: of the appliance. */
export async function startBox(folder: string, port: number): Promise<Box> {
  const lines: string[] = [];
  const children: Child[] = [];
  const { environment } = readEnvironment({ PLANTWIRE_PORT: String(port) });
  const simulation = await startSimulation({
    environment,
    ...{ root: ROOT, folder, leash: join(ROOT, 'settings/dist/leash.js') },
    onChild: (child) => children.push(child),
    onLine: (line) => lines.push(line),
    readyWithinMs: 240_000,
  });
  if (typeof simulation === 'string') throw new Error([simulation, ...lines].join('\n'));
  const given = Object.entries(childEnvironment(environment, simulation.variables));
  const own = given.filter(([name, value]) => value !== undefined && /^(PLANTWIRE|ODOO)_/.test(name));
  return {
    variables: Object.fromEntries(own.map(([name, value]) => [name, String(value)])),
    async stop() {
      for (const child of children) await child.stop(5_000);
    },
  };
}
