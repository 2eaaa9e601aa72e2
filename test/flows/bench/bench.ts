/** A plant, an Odoo and a real Node-RED with the built palette, kept running from scenario to scenario. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Binding } from '../../../nodes/src/domain/site/pack.ts';
import { Mosquitto } from '../../foreign/mosquitto/broker.ts';
import { type Listener, startListener } from '../../plant/http/listener.ts';
import { type Appliance, startAppliance } from '../../support/appliance.ts';
import { type RunningPlant, startPlant } from '../../support/plant.ts';
import { until } from '../../support/time.ts';
import { type FlowSettings, type Node, otherwise, prepared, underIds } from './flow-side.ts';
import { mesVariables } from './mes.ts';
import type { OdooSide } from './odoo-side.ts';
import { settingsFor } from './people.ts';
import { type Machine, type PolicyOverride, packFor } from './site-pack.ts';
import { type Statuses, watchStatuses } from './statuses.ts';

export interface Letter {
  readonly id: number;
  readonly stage: string;
  readonly failure: { readonly code: string; readonly class: string };
  readonly text: string;
  readonly state: string;
}

export interface Setting {
  readonly flow: readonly Node[];
  readonly site: string;
  readonly policy?: Readonly<Partial<Record<Machine, PolicyOverride>>>;
  readonly unmapped?: readonly string[];
  readonly counters?: readonly string[] | undefined;
  readonly timeScale?: number;
  /** Where the records of a scenario are found. */
  readonly bindings?: readonly Binding[];
  /** Deadlines of interfaces and ladders are divided by the time scale, too; a number divides them once more. */
  readonly impatient?: boolean | number;
  /** Fields of nodes that are set otherwise, by their id in the template. */
  readonly nodes?: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
}

/** What stands around the appliance; a flow without machines needs no plant. */
export interface Around {
  /** Multiplies the pieces per second of the machines; the example packs allow fifty. */
  readonly speed?: number;
  readonly plant?: boolean;
  /** Its machines raise alarms, too. */
  readonly alarms?: boolean;
  readonly broker?: boolean;
  /** Of the broker's configuration, in place of free access alone. */
  readonly brokerLines?: readonly string[];
  /** Systems that are told things, by the name of their HTTP endpoint. */
  readonly takers?: readonly TakerName[];
  /** Who has a login of his own; everybody else does what he likes without one. */
  readonly people?: readonly string[];
}

interface Running {
  readonly appliance: Appliance;
  readonly statuses: Statuses;
  readonly plant: RunningPlant | undefined;
  readonly broker: Mosquitto | undefined;
  readonly takers: Takers;
  readonly settings: Readonly<Record<string, unknown>>;
}

export const TAKERS = ['wms', 'crm', 'qms', 'trace', 'epcis'] as const;
export type TakerName = (typeof TAKERS)[number];
type Takers = ReadonlyMap<TakerName, Listener>;

const TAKER_SECRET = 'a secret that only the scenarios know';

export class Bench {
  readonly odoo: OdooSide;
  readonly userDir: string;
  readonly #plant: RunningPlant | undefined;
  readonly #broker: Mosquitto | undefined;
  readonly #takers: Takers;
  readonly #settings: Readonly<Record<string, unknown>>;
  #appliance: Appliance;
  #statuses: Statuses;
  #flow: readonly Node[] = [];
  #set = 0;

  private constructor(odoo: OdooSide, userDir: string, running: Running) {
    this.odoo = odoo;
    this.userDir = userDir;
    this.#plant = running.plant;
    this.#broker = running.broker;
    this.#takers = running.takers;
    this.#settings = running.settings;
    this.#appliance = running.appliance;
    this.#statuses = running.statuses;
  }

  static async start(odoo: OdooSide, around: Around = {}): Promise<Bench> {
    const { speed = 10, plant: hasPlant = true, broker: hasBroker = false } = around;
    // A server that keeps its records knows the counts of earlier runs; a device that was never reset goes on counting.
    const startAt = (Math.floor(Date.now() / 1000) % 1_000_000) * 1_000;
    const switches = around.alarms === true ? ['--alarms'] : [];
    const plant = hasPlant
      ? await startPlant('opcua', ...switches, '--speed', String(speed), '--start-at', String(startAt))
      : undefined;
    const broker = hasBroker ? await Mosquitto.start(around.brokerLines) : undefined;
    const takers = new Map<TakerName, Listener>();
    for (const name of around.takers ?? []) takers.set(name, await startListener({ secret: TAKER_SECRET }));
    const userDir = mkdtempSync(join(tmpdir(), 'plantwire-scenarios-'));
    mkdirSync(join(userDir, 'site-packs'));
    const settings = settingsFor(around.people ?? []);
    const starting = startAppliance({ userDir, env: variablesOf(odoo, plant, broker, takers), flows: [], settings });
    // What was started before would keep the test process alive for ever.
    const appliance = await starting.catch(async (error: unknown) => {
      await plant?.stop();
      await broker?.close();
      for (const taker of takers.values()) await taker.close();
      await odoo.close();
      throw error;
    });
    const statuses = await watchStatuses(appliance.url);
    return new Bench(odoo, userDir, { appliance, statuses, plant, broker, takers, settings });
  }

  get hasPlant(): boolean {
    return this.#plant !== undefined;
  }

  get plant(): RunningPlant {
    if (!this.#plant) throw new Error('this template has no machines');
    return this.#plant;
  }

  get brokerUrl(): string {
    if (!this.#broker) throw new Error('this template has no MQTT source');
    return this.#broker.url;
  }

  /** Messages that the system behind an endpoint has taken. */
  told(endpoint: string): readonly string[] {
    const taker = this.#takers.get(endpoint as TakerName);
    if (!taker) throw new Error(`there is no ${endpoint} on this bench`);
    return taker.told.map(({ body }) => body);
  }

  get appliance(): Appliance {
    return this.#appliance;
  }

  /** A fresh journal and site pack for the flow; returns when every machine is watched. */
  async set(setting: Setting): Promise<void> {
    this.#set += 1;
    const name = `scenario-${this.#set}`;
    const pack = packFor(setting.site, this.odoo.plant, {
      policies: setting.policy ?? {},
      unmapped: setting.unmapped ?? [],
      uses: setting.counters,
      bindings: setting.bindings ?? [],
      timeScale: setting.impatient ? (setting.timeScale ?? 1) * Number(setting.impatient) : 1,
    });
    writeFileSync(join(this.userDir, 'site-packs', `${name}.json`), JSON.stringify({ ...pack, name }));
    const settings: FlowSettings = { journal: `${name}.sqlite`, pack: name, timeScale: setting.timeScale ?? 1 };
    this.#flow = underIds(otherwise(prepared(setting.flow, settings), setting.nodes ?? {}), String(this.#set));
    this.#statuses.forget();
    await this.#appliance.deploy(this.#flow);
    await this.#untilWatching();
  }

  /** Text under a node of the editor. */
  status(id: string): string {
    return this.#statuses.of(id) ?? '';
  }

  /** What a debug node of the template showed last. */
  shownBy(id: string): string | undefined {
    return this.#statuses.shownBy(this.idOf(id));
  }

  /** Counts of the last minute, over all counters. */
  counted(): number {
    const texts = this.#counterNodes().map(({ id }) => this.status(id));
    return texts.reduce((sum, text) => sum + Number(/^(\d+)\/min/.exec(text)?.[1] ?? 0), 0);
  }

  #counterNodes(): readonly Node[] {
    return this.nodesOf('plantwire-counter');
  }

  /** What a node of the template is called in the flow that runs. */
  idOf(id: string): string {
    return `${id}.${this.#set}`;
  }

  nodesOf(type: string): readonly Node[] {
    return this.#flow.filter((node) => node.type === type && node.d !== true);
  }

  /**
   * Counts made before a counter has its first reading are not its own, and a broker keeps nothing for a session that
   * does not exist yet; so nothing may happen before.
   */
  async #untilWatching(): Promise<void> {
    const counters = this.#counterNodes();
    const listeners = ['plantwire-mqtt-source', 'plantwire-file-source', 'plantwire-odoo-event'].flatMap((type) =>
      this.nodesOf(type),
    );
    const watched = this.hasPlant ? this.nodesOf('plantwire-opcua-source') : [];
    const alarms = watched.filter(({ watch }) => watch === 'alarms');
    const isWatching = (): boolean =>
      alarms.every(({ id }) => /alarms? active/.test(this.status(id))) &&
      counters.every(({ id }) => /^\d+\/min/.test(this.status(id))) &&
      listeners.every(({ id }) => /^no message yet|^\d+\/min/.test(this.status(id)));
    const shown = (): string =>
      [...counters, ...listeners].map(({ id }) => `${id}: ${this.status(id) || 'nothing'}`).join(', ');
    // A server that keeps its orders is looked at in full at the first start.
    await until('every source watches', isWatching, 200_000).catch((error: Error) => {
      throw new Error(`${error.message} (${shown()})\n${this.#appliance.log().split('\n').slice(-30).join('\n')}`);
    });
  }

  /** A clean stop, or what a power cut is to a process. */
  async end(how: 'stops' | 'isKilled'): Promise<void> {
    this.#statuses.close();
    if (how === 'isKilled') await this.#appliance.kill();
    else await this.#appliance.stop();
  }

  async startAgain(): Promise<void> {
    const env = variablesOf(this.odoo, this.#plant, this.#broker, this.#takers);
    // Secrets are in the credentials file since they were deployed.
    const flows = this.#flow.map(({ credentials: _typed, ...node }) => node);
    this.#appliance = await startAppliance({ userDir: this.userDir, env, flows, settings: this.#settings });
    this.#statuses = await watchStatuses(this.#appliance.url);
    await this.#untilWatching();
  }

  async letters(): Promise<readonly Letter[]> {
    const response = await this.#appliance.fetch('/plantwire/dead-letters?state=open');
    if (!response.ok) throw new Error(`dead letters: ${response.status} ${await response.text()}`);
    return ((await response.json()) as { deadLetters: Letter[] }).deadLetters;
  }

  async letter(
    id: number,
  ): Promise<{ readonly original: unknown; readonly message: { readonly event: unknown; readonly intent?: unknown } }> {
    return (await (await this.#appliance.fetch(`/plantwire/dead-letters/${id}`)).json()) as never;
  }

  replay(id: number, body: object): Promise<void> {
    return this.#decide(id, 'replay', body);
  }

  discard(id: number, reason: string): Promise<void> {
    return this.#decide(id, 'discard', { reason });
  }

  async #decide(id: number, what: 'replay' | 'discard', body: object): Promise<void> {
    const init = { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) };
    const response = await this.#appliance.fetch(`/plantwire/dead-letters/${id}/${what}`, init);
    if (!response.ok) throw new Error(`${what} of ${id}: ${response.status} ${await response.text()}`);
  }

  /** Messages queued or on their way, and events that no queue has taken yet. */
  async depth(): Promise<{ readonly queued: number; readonly untaken: number }> {
    const { outbox } = (await this.#appliance.health()).body as { outbox: { depth: number; untaken: number } };
    return { queued: outbox.depth, untaken: outbox.untaken };
  }

  async close(): Promise<void> {
    this.#statuses.close();
    await this.#appliance.stop();
    await this.#plant?.stop();
    await this.#broker?.close();
    for (const taker of this.#takers.values()) await taker.close();
    await this.odoo.close();
    rmSync(this.userDir, { recursive: true, force: true });
  }
}

function variablesOf(
  odoo: OdooSide,
  plant: RunningPlant | undefined,
  broker: Mosquitto | undefined,
  takers: Takers,
): Record<string, string> {
  return {
    ...odoo.variables,
    ...mesVariables(),
    PLANTWIRE_OPCUA_URL: plant?.urls.opcua ?? 'opc.tcp://127.0.0.1:1',
    PLANTWIRE_MODBUS_URL: 'tcp://127.0.0.1:502',
    ...(broker ? { PLANTWIRE_MQTT_URL: broker.url } : {}),
    ...Object.assign({}, ...TAKERS.map((name) => takerVariables(name, takers.get(name)))),
  };
}

const takerVariables = (name: TakerName, taker: Listener | undefined): Readonly<Record<string, string>> => ({
  [`PLANTWIRE_${name.toUpperCase()}_URL`]: taker?.url ?? 'http://127.0.0.1:1',
  [`PLANTWIRE_${name.toUpperCase()}_SECRET`]: TAKER_SECRET,
});
