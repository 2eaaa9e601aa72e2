/**
 * Starts parts of the simulated plant: `node test/plant/main.ts [opcua] [modbus] [odoo] [--opcua-port n] [--modbus-port n]
 * [--odoo-port n] [--control-port n] [--speed x] [--start-at n] [--user name:password] [--memory file] [--lines]
 * [--faults-file file]`. One JSON line per part on standard output says where it serves. Loopback only; ends on SIGTERM
 * and SIGINT. With a memory file a restart goes on where the last run ended, and orders never run out. With `--lines`, or
 * LAB_LINES set, every part stands behind a line that the control interface makes bad; the faults file is the one of
 * `faults/process-faults.ts`.
 * Parts that send by themselves (mqtt, http, files, alarms) are described in `senders/start.ts`.
 */
import { createServer } from 'node:net';
import process from 'node:process';
import { parseArgs } from 'node:util';
import { Lines } from './lines.ts';
import { startControl } from './machines/control.ts';
import { keep, remember } from './machines/memory.ts';
import { Plant } from './machines/plant.ts';
import { isSender, SENDER_OPTIONS, SENDERS, startSender } from './senders/start.ts';

const FEW_ORDERS = 5;
/** Per machine. */
const MORE_ORDERS = 10;
const REFILL_MS = 2_000;

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    'opcua-port': { type: 'string', default: '0' },
    'modbus-port': { type: 'string', default: '0' },
    'odoo-port': { type: 'string', default: '0' },
    'control-port': { type: 'string', default: '0' },
    speed: { type: 'string', default: '1' },
    'start-at': { type: 'string', default: '0' },
    user: { type: 'string' },
    memory: { type: 'string' },
    'faults-file': { type: 'string' },
    ...SENDER_OPTIONS,
    lines: { type: 'boolean', default: Boolean(process.env['LAB_LINES']) },
  },
});
const wanted = positionals.length > 0 ? positionals : ['opcua', 'modbus', 'odoo'];
const unknown = wanted.filter((part) => !['opcua', 'modbus', 'odoo', ...SENDERS].includes(part));
if (unknown.length > 0) {
  console.error(`no such part: ${unknown.join(', ')}; there are opcua, modbus, odoo, ${SENDERS.join(', ')}`);
  process.exit(2);
}

const closers: (() => Promise<void> | void)[] = [];
const plant = new Plant({ speed: Number(values.speed), startAt: Number(values['start-at']) });
const memory = values.memory === undefined ? undefined : remember(values.memory, wanted.includes('odoo'));
if (memory) plant.restore(memory.plant);
const lines = values.lines ? new Lines() : undefined;
if (lines) closers.push(() => lines.close());
const opcua = wanted.includes('opcua') ? await startOpcua() : undefined;
const modbus = wanted.includes('modbus') ? await startModbus() : undefined;
if (opcua || modbus || lines) await startControlling();
const odoo = wanted.includes('odoo') ? await startOdoo() : undefined;
for (const name of wanted.filter(isSender)) startSending(name);
plant.start();
if (values.memory !== undefined) closers.push(keepGoing(values.memory));
closers.push(() => plant.stop());

process.once('SIGTERM', close);
process.once('SIGINT', close);

async function startOpcua() {
  const { PlantOpcua } = await import('./opcua/server.ts');
  const [name, password] = values.user?.split(':') ?? [];
  const users = name && password ? { users: { [name]: password } } : {};
  const server = new PlantOpcua(plant, { port: await portOr(values['opcua-port']), ...users });
  await server.start();
  closers.push(() => server.close());
  await ready('opcua', { url: server.url });
  return server;
}

async function startModbus() {
  const { PlantModbus } = await import('./modbus/server.ts');
  const server = new PlantModbus(plant, await portOr(values['modbus-port']));
  await server.start();
  closers.push(() => server.stop());
  await ready('modbus', { url: server.url });
  return server;
}

async function startControlling(): Promise<void> {
  const faultsFile = values['faults-file'] ?? process.env['LAB_FAULTS'];
  const parts = {
    plant,
    ...(opcua ? { opcua } : {}),
    ...(modbus ? { modbus } : {}),
    ...(lines ? { lines } : {}),
    ...(faultsFile ? { faultsFile } : {}),
  };
  const control = await startControl(parts, Number(values['control-port']));
  const address = control.address();
  closers.push(() => void control.close());
  await ready('control', { url: `http://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}` });
}

/** The simulated Odoo, with the orders of its demo company handed to the machines. */
async function startOdoo() {
  const { startSimulatedOdoo } = await import('./odoo/start.ts');
  const server = await startSimulatedOdoo(Number(values['odoo-port']), memory?.odoo);
  closers.push(() => server.close());
  plant.load(server.orders);
  await ready('odoo', server.ready);
  return server;
}

/** Ends the process when the facts are out and nothing else was asked for. */
function startSending(name: Parameters<typeof startSender>[0]): void {
  const sender = sending(name);
  closers.push(() => sender.stop());
  ready(name, { url: values.url ?? values.folder ?? '', facts: Number(values.facts), run: values.run });
  void sender.done.then((result) => {
    console.log(JSON.stringify({ done: name, ...result }));
    if (wanted.every(isSender) && wanted.length === 1) return close();
    return undefined;
  });
}

function sending(name: Parameters<typeof startSender>[0]): ReturnType<typeof startSender> {
  try {
    return startSender(name, values);
  } catch (cause) {
    console.error(cause instanceof Error ? cause.message : cause);
    process.exit(2);
  }
}

/** Remembers, and confirms new orders before a machine runs out of them. */
function keepGoing(file: string): () => void {
  const stop = keep(file, () => ({ plant: plant.state, ...(odoo ? { odoo: odoo.dump() } : {}) }));
  const refill = setInterval(() => {
    if (odoo && plant.fewestWaiting < FEW_ORDERS) plant.load(odoo.more(MORE_ORDERS));
  }, REFILL_MS);
  return () => {
    clearInterval(refill);
    stop();
  };
}

async function ready(part: string, facts: { readonly url: string; readonly [name: string]: unknown }): Promise<void> {
  const url = part === 'control' || !lines ? facts.url : await lines.before(part, facts.url);
  console.log(JSON.stringify({ ready: part, ...facts, url }));
}

async function portOr(text: string): Promise<number> {
  if (Number(text) > 0) return Number(text);
  const probe = createServer();
  await new Promise<void>((resolve) => probe.listen(0, '127.0.0.1', () => resolve()));
  const address = probe.address();
  await new Promise((resolve) => probe.close(resolve));
  return typeof address === 'object' && address ? address.port : 0;
}

async function close(): Promise<void> {
  for (const closer of closers.reverse()) await closer();
  process.exit(0);
}
