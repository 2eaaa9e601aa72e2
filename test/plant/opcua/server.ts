/**
 * OPC UA server of the simulated plant, on loopback: one object per machine, every tag under `ns=1;s=<Machine>.<Tag>`.
 * The server can be stopped, started again and cut off while the machines go on, as in a real plant.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import {
  DataType,
  MessageSecurityMode,
  nodesets,
  OPCUACertificateManager,
  OPCUAServer,
  resolveNodeId,
  SecurityPolicy,
  StatusCodes,
  type UAVariable,
} from 'node-opcua';
import { COUNTERS, TEXTS } from '../machines/order.ts';
import type { Plant } from '../machines/plant.ts';
import { PlantAlarms } from './alarms.ts';

export interface OpcuaOptions {
  readonly port: number;
  /** User names and passwords; anonymous clients are welcome only without them. */
  readonly users?: Readonly<Record<string, string>>;
  /** Folder of keys and certificates; a temporary one without. */
  readonly pki?: string;
  /** Machines raise alarms and conditions, too. */
  readonly alarms?: boolean;
}

const HOST = '127.0.0.1';

/** From a session to the first values of its subscriptions. */
const FIRST_READ_MS = 3_000;

export class PlantOpcua {
  readonly url: string;
  readonly alarms: PlantAlarms | undefined;
  readonly #plant: Plant;
  readonly #options: OpcuaOptions;
  readonly #bad = new Map<string, string>();
  readonly #values = new Map<string, { value: number | string | boolean; stampMs: number }>();
  #variables = new Map<string, UAVariable>();
  #server: OPCUAServer | undefined;
  #pki: string | undefined;
  readonly #silence: () => void;

  constructor(plant: Plant, options: OpcuaOptions) {
    this.#plant = plant;
    this.#options = options;
    this.alarms = options.alarms ? new PlantAlarms() : undefined;
    this.url = `opc.tcp://${HOST}:${options.port}/plant`;
    const now = Date.now();
    for (const machine of plant.machines) {
      for (const { tag, value } of machine.tags) this.#values.set(`${machine.name}.${tag}`, { value, stampMs: now });
    }
    this.#silence = plant.listen((machine, changes, stampMs) => {
      for (const { tag, value } of changes) this.write(`${machine}.${tag}`, value, stampMs);
    });
  }

  get isRunning(): boolean {
    return this.#server !== undefined;
  }

  async start(): Promise<void> {
    if (this.#server) return;
    this.#pki ??= this.#options.pki ?? (await mkdtemp(path.join(tmpdir(), 'plant-pki-')));
    const certificates = new OPCUACertificateManager({
      rootFolder: this.#pki,
      automaticallyAcceptUnknownCertificate: true,
      disableFileWatchers: true,
    });
    const { users } = this.#options;
    const server = new OPCUAServer({
      port: this.#options.port,
      host: HOST,
      hostname: HOST,
      resourcePath: '/plant',
      nodeset_filename: [nodesets.standard],
      serverCertificateManager: certificates,
      userCertificateManager: certificates,
      securityModes: [MessageSecurityMode.None, MessageSecurityMode.Sign, MessageSecurityMode.SignAndEncrypt],
      securityPolicies: [SecurityPolicy.None, SecurityPolicy.Basic256Sha256],
      allowAnonymous: users === undefined,
      ...(users ? { userManager: { isValidUser: (name: string, password: string) => users[name] === password } } : {}),
      buildInfo: { productName: 'Simulated plant', manufacturerName: 'Plantwire' },
    });
    await server.initialize();
    this.#build(server);
    await server.start();
    this.#server = server;
  }

  /** Tells once when a client has subscribed and had the time to read, or when `atLastMs` are over. */
  whenWatched(tell: () => void, atLastMs: number): void {
    let isTold = false;
    const once = (): void => {
      if (isTold) return;
      isTold = true;
      tell();
    };
    setTimeout(once, atLastMs).unref();
    this.#server?.on('session_activated', () => setTimeout(once, FIRST_READ_MS).unref());
  }

  async stop(): Promise<void> {
    const server = this.#server;
    this.#server = undefined;
    this.#variables = new Map();
    this.alarms?.forget();
    await server?.shutdown(0);
  }

  async close(): Promise<void> {
    this.#silence();
    await this.stop();
    if (this.#pki && this.#options.pki === undefined) await rm(this.#pki, { recursive: true, force: true });
  }

  /** Cuts every connection as a broken cable does; the server keeps its sessions for a while. */
  drop(): void {
    for (const endpoint of this.#server?.endpoints ?? []) endpoint.abruptlyInterruptChannels();
  }

  /** `Press1.GoodCount`; any value a confused controller may show. */
  write(tag: string, value: number | string | boolean, stampMs: number): void {
    this.#values.set(tag, { value, stampMs });
    this.#show(tag);
  }

  /** `Good` or the name of a bad status code; the value behind it goes on. */
  setStatus(tag: string, status: string): void {
    if (status === 'Good') this.#bad.delete(tag);
    else this.#bad.set(tag, status);
    const known = this.#values.get(tag);
    if (known) this.#values.set(tag, { ...known, stampMs: Math.max(Date.now(), known.stampMs + 1) });
    this.#show(tag);
  }

  get tags(): readonly string[] {
    return [...this.#values.keys()];
  }

  #show(tag: string): void {
    const [variable, known] = [this.#variables.get(tag), this.#values.get(tag)];
    if (!variable || !known) return;
    const codes = StatusCodes as unknown as Record<string, typeof StatusCodes.Good>;
    const status = codes[this.#bad.get(tag) ?? 'Good'] ?? StatusCodes.Bad;
    const dataType = dataTypeOf(known.value);
    // A controller may change its mind about a type; the library remembers the first one and would refuse the second.
    variable.dataType = resolveNodeId(dataType);
    (variable as unknown as { _basicDataType?: DataType })._basicDataType = dataType;
    variable.setValueFromSource({ dataType, value: known.value }, status, new Date(known.stampMs));
  }

  #build(server: OPCUAServer): void {
    const space = server.engine.addressSpace;
    const namespace = space?.getOwnNamespace();
    if (!space || !namespace) throw new Error('the OPC UA server has no address space');
    for (const machine of this.#plant.machines) {
      const { server: notifier } = space.rootFolder.objects;
      const source = this.alarms ? { eventSourceOf: notifier } : {};
      const place = { organizedBy: space.rootFolder.objects, browseName: machine.name };
      const folder = namespace.addObject({ ...place, ...source });
      for (const tag of [...COUNTERS, ...TEXTS, 'OrderComplete']) {
        const name = `${machine.name}.${tag}`;
        const variable = namespace.addVariable({
          componentOf: folder,
          browseName: tag,
          nodeId: `s=${name}`,
          dataType: dataTypeOf(this.#values.get(name)?.value ?? 0),
          minimumSamplingInterval: 50,
        });
        this.#variables.set(name, variable);
        this.#show(name);
      }
      this.alarms?.build(space, namespace, folder);
    }
  }
}

function dataTypeOf(value: number | string | boolean): DataType {
  if (typeof value === 'boolean') return DataType.Boolean;
  if (typeof value === 'string') return DataType.String;
  return Number.isInteger(value) && value >= 0 && value < 2 ** 32 ? DataType.UInt32 : DataType.Double;
}
