/** `npm start`: checks, the simulated parts that are needed, Node-RED, one block of text; stops all of it in order. */
import path from 'node:path';
import process from 'node:process';
import { readArguments } from './arguments.ts';
import { banner } from './banner.ts';
import { type Child, endingText, startChild, stopSignal } from './children.ts';
import { childEnvironment, type Environment, processEnvironment, refuse } from './environment.ts';
import { deployedTabs, firstBoot } from './first-boot.ts';
import { askHealth, type HealthAnswer } from './health.ts';
import { isAlarming, openLogFile } from './log-file.ts';
import { findRoot } from './place.ts';
import { checkPort } from './port.ts';
import { readTls } from './security.ts';
import { type Simulation, startSimulation } from './simulation.ts';
import { dataFolder, prepareDataFolder } from './storage.ts';

const HEALTH_WITHIN_MS = 60_000;
/** Connections need a moment after the flows have started. */
const SETTLE_MS = 4000;
/** Node-RED lets a node close for 15 s; the appliance's own limit lies above that and below the container's 30 s. */
const NODE_RED_GRACE_MS = 25_000;
const PLANT_GRACE_MS = 3000;

const since = Date.now();
const root = findRoot(import.meta.dirname);
const leash = path.join(root, 'settings', 'dist', 'leash.js');
const signalled = stopSignal();

const asked = readArguments(process.argv.slice(2));
const { environment, problems } = processEnvironment(root, asked.variables);
refuse([...asked.problems, ...problems, ...readTls(environment).problems]);
refuse(prepareDataFolder(environment, root));
refuse(await checkPort(environment));
const folder = dataFolder(environment, root);
const boot = firstBoot(environment, root, folder, asked.variables['PLANTWIRE_FLOWS'] !== undefined);
refuse(boot.problems);

const log = openLogFile(folder);
let isReady = false;
const children: Child[] = [];
const onLine = (name: string) => (line: string, stream: 'out' | 'err') => {
  log.add(name === '' ? line : `${new Date().toISOString()} ${name} ${line}`);
  if (isReady && (stream === 'err' || isAlarming(line))) process.stderr.write(`${line}\n`);
};

const starting = startSimulation({
  environment,
  root,
  leash,
  folder,
  onChild: (child) => children.push(child),
  onLine: onLine('plant'),
});
const simulated = await Promise.race([starting, signalled.then((signal) => ({ signal }))]);
if (typeof simulated === 'string') await giveUp(simulated);
else if ('signal' in simulated) await stopAll(simulated.signal);
else await runNodeRed(simulated);

async function runNodeRed(simulation: Simulation): Promise<void> {
  const nodeRed = startChild({
    name: 'Node-RED',
    args: ['node_modules/node-red/red.js', '--settings', 'settings/dist/settings.js'],
    leash,
    cwd: root,
    env: childEnvironment(environment, simulation.variables),
    onLine: onLine(''),
  });
  children.unshift(nodeRed);
  const crashed = Promise.race(children.map((child) => child.ended));
  const first = await Promise.race([untilHealthy(environment), crashed, signalled]);
  if (typeof first === 'string') return stopAll(first);
  if (first === undefined) return giveUp(`Node-RED does not answer on /health after ${HEALTH_WITHIN_MS / 1000} s`);
  if ('name' in first) return giveUp(endingText(first));
  const seconds = (Date.now() - since) / 1000;
  const health = statusWord(first);
  process.stdout.write(
    `${banner({ environment, simulation, seeded: boot.seeded, tabs: deployedTabs(folder), folder, logFile: log.file, health, seconds })}\n`,
  );
  isReady = true;
  const last = await Promise.race([crashed, signalled]);
  return typeof last === 'string' ? stopAll(last) : giveUp(`${endingText(last)} unexpectedly`);
}

/**
 * Polls until the palette's health page answers, and a little longer while its parts are still connecting. Whatever it
 * says then: a degraded appliance is a running one.
 */
async function untilHealthy(environment: Environment): Promise<HealthAnswer | undefined> {
  const deadline = Date.now() + HEALTH_WITHIN_MS;
  let settledBy: number | undefined;
  let last: HealthAnswer | undefined;
  while (Date.now() < Math.min(deadline, settledBy ?? deadline)) {
    const answer = await askHealth(environment);
    if (answer.status === 200) return answer;
    if (answer.status === 503) {
      last = answer;
      settledBy ??= Date.now() + SETTLE_MS;
    }
    await new Promise((resolve) => setTimeout(resolve, 150));
  }
  return last;
}

function statusWord(answer: HealthAnswer): string {
  try {
    return String((JSON.parse(answer.body) as { status?: unknown }).status ?? answer.status);
  } catch {
    return String(answer.status);
  }
}

/** Node-RED first, so that it takes leave of plant and Odoo while they still answer. */
async function stopAll(signal: string): Promise<void> {
  process.stdout.write(`\n${signal}: stopping …\n`);
  const isClean = await stopChildren();
  process.stdout.write(isClean ? 'Plantwire stopped.\n' : 'Plantwire stopped, not cleanly: see the log.\n');
  process.exit(isClean ? 0 : 1);
}

async function stopChildren(): Promise<boolean> {
  let isClean = true;
  for (const child of children) {
    const ending = await child.stop(child.name === 'Node-RED' ? NODE_RED_GRACE_MS : PLANT_GRACE_MS);
    log.add(endingText(ending));
    if (child.name === 'Node-RED' && ending.code !== 0) isClean = false;
  }
  return isClean;
}

async function giveUp(reason: string): Promise<void> {
  await stopChildren();
  const lines = log.recent().map((line) => `  ${line}`);
  process.stderr.write(`\nPlantwire stopped: ${reason}.\n\nLast lines of ${log.file}:\n${lines.join('\n')}\n`);
  process.exit(1);
}
