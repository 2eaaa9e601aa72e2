/**
 * Control interface of the simulated plant, HTTP and JSON on loopback. `GET /state` tells what truly was made;
 * `POST /<command>` does what an operator, a fault or a test wants.
 */
import { renameSync, writeFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import { isPoint, POINTS } from '../faults/points.ts';
import type { Switches } from '../faults/switches.ts';
import type { Lines } from '../lines.ts';
import type { PlantModbus } from '../modbus/server.ts';
import type { PlantOpcua } from '../opcua/server.ts';
import { COUNTERS, type Counter, type PlannedOrder } from './order.ts';
import type { Plant } from './plant.ts';

export interface Controlled {
  readonly plant: Plant;
  readonly opcua?: PlantOpcua;
  readonly modbus?: PlantModbus;
  readonly lines?: Lines;
  /** The file of `faults/process-faults.ts`. */
  readonly faultsFile?: string;
}

type Body = Readonly<Record<string, unknown>>;
type Command = (body: Body, parts: Controlled) => Promise<void> | void;

/** Every command, with the body it takes. */
const COMMANDS: Readonly<Record<string, Command>> = {
  /** `{orders: [{order, material, lot, quantity, scrap?, reason?, byproduct?, componentLot?, consumed?, halfWay?, machine?}]}` */
  orders: ({ orders }, { plant }) => plant.load(orders as PlannedOrder[]),
  /** `{machine?, paused}` */
  pause: ({ machine, paused }, { plant }) => {
    for (const one of plant.machines) if (machine === undefined || one.name === machine) one.paused = paused !== false;
  },
  /** `{machine?, piecesPerSecond}` */
  rate: ({ machine, piecesPerSecond }, { plant }) => {
    for (const one of plant.machines)
      if (machine === undefined || one.name === machine) one.piecesPerSecond = Number(piecesPerSecond);
  },
  /** `{tag: "Press1.GoodCount", by}`: counts that are real. */
  increment: ({ tag, by }, { plant }) => {
    const [machine, counter] = machineAndCounter(plant, tag);
    plant.publish(machine.name, [machine.increment(counter, Number(by ?? 1))]);
  },
  /** `{tag, value}`: the register alone; nothing was made. */
  register: ({ tag, value }, { plant }) => {
    const [machine, counter] = machineAndCounter(plant, tag);
    plant.publish(machine.name, [machine.setRegister(counter, Number(value))]);
  },
  /** `{tag}`: the register starts again at 0. */
  reset: ({ tag }, { plant }) => {
    const [machine, counter] = machineAndCounter(plant, tag);
    plant.publish(machine.name, [machine.setRegister(counter, 0)]);
  },
  /** `{tag, value}`: any value, of any type, until the machine writes the tag again; `"NaN"` becomes the number. */
  set: ({ tag, value }, { opcua }) => {
    const shown = value === 'NaN' ? Number.NaN : (value as number | string | boolean);
    needed(opcua, 'opcua').write(String(tag), shown, Date.now());
  },
  /** `{machine, tag: "Lot"|"ComponentLot"|"RejectReason", value}`: entered at the panel. */
  enter: ({ machine, tag, value }, { plant }) => {
    const one = machineNamed(plant, machine);
    plant.publish(one.name, [one.enter(tag as 'Lot', String(value))]);
  },
  /** `{machine}`: the operator leaves the order before it is complete. */
  leave: ({ machine }, { plant }) => {
    const one = machineNamed(plant, machine);
    plant.publish(one.name, one.leave());
  },
  /** `{tag, status}`: `Good` or a status such as `BadNoCommunication`. */
  status: ({ tag, status }, { opcua }) => needed(opcua, 'opcua').setStatus(String(tag), String(status)),
  /** `{alarm: "Press1.DriveTripped"|"….BearingHot"|"….DoorOpen", active, flickers?}`: needs a plant with `--alarms`. */
  alarm: ({ alarm, active, flickers }, { opcua }) =>
    needed(opcua?.alarms, '--alarms').set(String(alarm), active !== false, Number(flickers ?? 0)),
  /** `{alarm}`: at the panel. */
  acknowledge: ({ alarm }, { opcua }) => needed(opcua?.alarms, '--alarms').acknowledge(String(alarm)),
  /** `{}`: cuts every OPC UA connection. */
  drop: (_, { opcua }) => needed(opcua, 'opcua').drop(),
  /** `{part: "opcua"|"modbus"}` */
  stop: ({ part }, parts) => needed(part === 'modbus' ? parts.modbus : parts.opcua, String(part)).stop(),
  start: ({ part }, parts) => needed(part === 'modbus' ? parts.modbus : parts.opcua, String(part)).start(),
  /** `{aheadMs}`: the clock behind the source timestamps. */
  clock: ({ aheadMs }, { plant }) => {
    plant.clockAheadMs = Number(aheadMs ?? 0);
  },
  /** `{line: "odoo"|"opcua"|"modbus", kind, …}`: a fault on the line to that part, see `faults/fault.ts`. */
  fault: (body, { lines }) => needed(lines, 'lines').arm(body),
  /** `{line?}` */
  'clear-faults': ({ line }, { lines }) => needed(lines, 'lines').clear(line),
  /** `{kill?: {point, nth}, isDiskFull?, clockAheadMs?}`: faults inside the process that talks to the plant. */
  process: (body, { faultsFile }) => switchProcess(body, needed(faultsFile, 'the variable LAB_FAULTS')),
  /** `{address, value}`: one holding register. */
  modbus: ({ address, value }, { modbus }) => needed(modbus, 'modbus').set(Number(address), Number(value)),
};

export function startControl(parts: Controlled, port: number): Promise<Server> {
  const server = createServer((request, response) => {
    const reply = (status: number, body: unknown) => {
      response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
    };
    answer(request, parts).then(
      (body) => reply(200, body),
      (error: unknown) => reply(400, { error: error instanceof Error ? error.message : String(error) }),
    );
  });
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', () => resolve(server));
  });
}

async function answer(request: IncomingMessage, parts: Controlled): Promise<unknown> {
  const name = (request.url ?? '/').slice(1);
  if (request.method === 'GET' && name === 'state') return stateOf(parts);
  const command = COMMANDS[name];
  if (request.method !== 'POST' || !command)
    throw new Error(`no such command; try ${Object.keys(COMMANDS).join(', ')}`);
  await command(await bodyOf(request), parts);
  return stateOf(parts);
}

/** In one step: the process reads it at any moment. */
function switchProcess(body: Body, file: string): void {
  const { kill } = body as Switches;
  if (kill && !isPoint(kill.point))
    throw new Error(`no point ${kill.point}; there are ${Object.keys(POINTS).join(', ')}`);
  const switches = kill ? { ...body, kill: { point: kill.point, nth: kill.nth ?? 1 } } : body;
  writeFileSync(`${file}.part`, JSON.stringify(switches));
  renameSync(`${file}.part`, file);
}

function stateOf({ plant, opcua, lines }: Controlled) {
  return {
    idle: plant.isIdle,
    machines: plant.machines.map((machine) => machine.report),
    /** What was truly made, by order. */
    truths: plant.truths,
    meter: plant.meter,
    opcua: opcua ? { url: opcua.url, running: opcua.isRunning } : undefined,
    faults: lines?.report,
  };
}

async function bodyOf(request: IncomingMessage): Promise<Body> {
  let text = '';
  for await (const chunk of request) text += String(chunk);
  return text === '' ? {} : (JSON.parse(text) as Body);
}

function machineNamed(plant: Plant, name: unknown) {
  const machine = plant.machine(String(name));
  if (!machine)
    throw new Error(`no machine ${String(name)}; there are ${plant.machines.map((m) => m.name).join(', ')}`);
  return machine;
}

function machineAndCounter(plant: Plant, tag: unknown): [ReturnType<typeof machineNamed>, Counter] {
  const [name, counter] = String(tag).split('.');
  if (!COUNTERS.includes(counter as Counter))
    throw new Error(`no counter ${String(tag)}; there are ${COUNTERS.join(', ')}`);
  return [machineNamed(plant, name), counter as Counter];
}

function needed<T>(part: T | undefined, name: string): T {
  if (part === undefined) throw new Error(`${name} is not part of this plant`);
  return part;
}
