/**
 * Starts parts of the simulated plant: `node test/plant/main.ts [opcua] [modbus] [odoo] [--opcua-port n] [--modbus-port n]
 * [--odoo-port n] [--control-port n] [--speed x] [--start-at n] [--user name:password] [--memory file] [--lines]
 * [--faults-file file]`. One JSON line per part on standard output says where it serves and where to look. Loopback only;
 * ends on SIGTERM and SIGINT. Secrets and keys are better given by variable, `--wms-key` as PLANT_WMS_KEY: arguments stand
 * in the list of processes. With `--alarms` the machines behind OPC UA raise alarms and conditions.
 * With a memory file a restart goes on where the last run ended, and orders never run out. With `--lines`, or
 * LAB_LINES set, every part stands behind a line that the control interface makes bad; the faults file is the one of
 * `faults/process-faults.ts`.
 * `mes` is an MES with its neighbours staging and labour planning: `[--mes-port n] [--secret s] [--answers url] [--key k]`
 * takes orders and answers them; with `--url mqtt://…` it hears them at a broker and answers there.
 * Parts that send by themselves (mqtt, http, files, alarms) are described in `senders/start.ts`. `wms` is a warehouse
 * system: `[--wms-port n] [--secret s]` for what it is told, and with `--url` and `--key` of an HTTP source it scans
 * `--facts n` pallets of `--material` and `--lot` into `--place` from `--from`; with `--scans url` a few of the first order,
 * slowly.
 * `crm` is a CRM or shop: `[--crm-port n] [--crm-secret s]` for answers, and with `--crm-orders url` it sends `--facts n`
 * orders of `--customer`, signed, every `--resend n`th of them twice.
 * `qms` is a quality system: with `--qms-events url` and `--qms-secret s` it tells `--facts n` inspections of `--lot`, signed,
 * every third of them failed; it hears notices and, without `--silent`, says that a person has it.
 * `broker` is a small MQTT broker for a machine that has none: `[--broker-port n]`, and `--with-alarms` and
 * `--with-states` let machines report to it.
 * With `--tells http://…`, the address of an appliance, systems also tell by themselves: `mes` of jobs, a shift and shortages
 * of `--orders` (`--key`), `wms` of trucks and stock of `--deliveries` (`--wms-key`), `qms` of holds and questions about lots
 * (`--qms-key`, `--trace-key`), `carrier` of milestones of `--deliveries` (`--carrier-key`). `legacy --folder dir` reports
 * movements as files. With `--people` a planner moves an order in the simulated Odoo now and then.
 * `supplier --folder dir [--orders a,b] [--rate n]` drops answers, despatch advices and counted receipts as files.
 */
import { createServer } from 'node:net';
import process from 'node:process';
import { Lines } from './lines.ts';
import { lookAt } from './look.ts';
import { startControl } from './machines/control.ts';
import { keep, remember } from './machines/memory.ts';
import { Plant } from './machines/plant.ts';
import { readOptions, SYSTEM_NAMES } from './options.ts';
import { refuse } from './refusal.ts';
import { isSender, SENDER_EXAMPLES, startSender } from './senders/start.ts';
import { type Stage, SYSTEMS } from './systems.ts';

const FEW_ORDERS = 5;
/** Per machine. */
const MORE_ORDERS = 10;
const REFILL_MS = 2_000;
const RESCHEDULE_MS = 40_000;
/** Machines of a remembered plant begin when somebody watches, or at last after this. */
const UNWATCHED_MS = 30_000;

const { values, wanted } = readOptions();
const closers: (() => Promise<void> | void)[] = [];
// Before the first part says that it serves: who was told so may end it at once.
process.once('SIGTERM', close);
process.once('SIGINT', close);
const plant = new Plant({ speed: Number(values.speed), startAt: Number(values['start-at']) });
const memory = values.memory === undefined ? undefined : remember(values.memory, wanted.includes('odoo'));
if (memory) plant.restore(memory.plant);
const lines = values.lines ? new Lines() : undefined;
if (lines) closers.push(() => lines.close());
const opcua = wanted.includes('opcua') ? await startOpcua() : undefined;
const modbus = wanted.includes('modbus') ? await startModbus() : undefined;
if (opcua || modbus || lines) await startControlling();
const odoo = wanted.includes('odoo') ? await startOdoo() : undefined;
const stage: Stage = { values, wanted, plant, odoo, closers, ready, close };
for (const name of SYSTEM_NAMES.filter((one) => wanted.includes(one))) await SYSTEMS[name](stage);
for (const name of wanted.filter(isSender)) startSending(name);
// After a pause nobody saw, machines that had gone on alone would leave counts that nobody can attribute.
if (values.memory === undefined || !opcua) plant.start();
else opcua.whenWatched(() => plant.start(), UNWATCHED_MS);
if (values.memory !== undefined) closers.push(keepGoing(values.memory));
if (values.memory !== undefined && opcua?.alarms) closers.push(opcua.alarms.troubleNowAndThen());
closers.push(() => plant.stop());

async function startOpcua() {
  const { PlantOpcua } = await import('./opcua/server.ts');
  const [name, password] = values.user?.split(':') ?? [];
  const users = name && password ? { users: { [name]: password } } : {};
  const server = new PlantOpcua(plant, { port: await portOr(values['opcua-port']), alarms: values.alarms, ...users });
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
  if (values.people) closers.push(planning(server.reschedule));
  return server;
}

/** In turn too late for a customer and in time again. */
function planning(reschedule: (isLate: boolean) => void): () => void {
  let isLate = false;
  const moving = setInterval(() => {
    isLate = !isLate;
    reschedule(isLate);
  }, RESCHEDULE_MS);
  return () => clearInterval(moving);
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
    const why = cause instanceof Error ? cause.message : String(cause);
    return refuse({ attempted: name, why, next: `Such as: npm run plant -- ${name} ${SENDER_EXAMPLES[name]}` });
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
  console.log(JSON.stringify({ ready: part, ...facts, url, look: lookAt(part) }));
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
