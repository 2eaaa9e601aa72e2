/**
 * The templates for good pieces and scrap in a real Node-RED, between a foreign machine and the simulated Odoo. What the
 * counters publish is also written to a file, so that a test can lay the ranges side by side.
 */
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { SitePack } from '../../nodes/src/domain/site/pack.ts';
import { type Node, prepared, together } from '../flows/bench/flow-side.ts';
import { type OrderGroup, readGroup } from '../flows/bench/odoo-records.ts';
import { type OdooSide, simulatedSide } from '../flows/bench/odoo-side.ts';
import { type Statuses, watchStatuses } from '../flows/bench/statuses.ts';
import type { SeededOrder, SeededPlant } from '../live/seed.ts';
import { type Appliance, startAppliance } from '../support/appliance.ts';
import { until } from '../support/time.ts';
import { type Published, publishedIn } from './ranges.ts';

export interface LineOptions {
  readonly prefix: string;
  readonly variables: Readonly<Record<string, string>>;
  pack(plant: SeededPlant): SitePack;
  /** Last change to the templates, such as another source. */
  flow?(nodes: readonly Node[]): readonly Node[];
}

const TEMPLATES = ['t03-completion', 't04-scrap-yield'];
const FILE = 'published.jsonl';

export class Line {
  readonly odoo: OdooSide;
  readonly appliance: Appliance;
  readonly #statuses: Statuses;
  readonly #userDir: string;

  private constructor(odoo: OdooSide, userDir: string, running: { appliance: Appliance; statuses: Statuses }) {
    this.odoo = odoo;
    this.#userDir = userDir;
    this.appliance = running.appliance;
    this.#statuses = running.statuses;
  }

  /** Resolves when both counters have a first reading: what was made before is not theirs. */
  static async start(options: LineOptions): Promise<Line> {
    const odoo = await simulatedSide(options.prefix);
    const userDir = mkdtempSync(join(tmpdir(), 'plantwire-foreign-'));
    mkdirSync(join(userDir, 'site-packs'));
    const pack = options.pack(odoo.plant);
    writeFileSync(join(userDir, 'site-packs', `${pack.name}.json`), JSON.stringify(pack));
    const templates = prepared(together(TEMPLATES), { journal: 'foreign.sqlite', pack: pack.name });
    const flows = tapped(options.flow?.(templates) ?? templates, join(userDir, FILE));
    const appliance = await startAppliance({ userDir, env: { ...odoo.variables, ...options.variables }, flows: [] });
    const line = new Line(odoo, userDir, { appliance, statuses: await watchStatuses(appliance.url) });
    const hasReadings = (): boolean => ['t03.count', 't04.count'].every((id) => line.#counts(id));
    try {
      await appliance.deploy(flows);
      await line.until('both counters have a reading', hasReadings);
    } catch (cause) {
      await line.close();
      throw cause;
    }
    return line;
  }

  /** Text under a node of the editor. */
  status(id: string): string {
    return this.#statuses.of(id) ?? '';
  }

  published(): readonly Published[] {
    const file = join(this.#userDir, FILE);
    return existsSync(file) ? publishedIn(readFileSync(file, 'utf8')) : [];
  }

  order(quantity: number): Promise<SeededOrder> {
    return this.odoo.order(quantity, 'foreign machine');
  }

  group(order: SeededOrder): Promise<OrderGroup> {
    return readGroup(this.odoo.erp, this.odoo.plant, order.id);
  }

  /** Everything has left: no event, no message and no dead letter waits. */
  async isEmpty(): Promise<boolean> {
    const { outbox } = (await this.appliance.health()).body as { outbox: { depth: number; untaken: number } };
    return outbox.depth === 0 && outbox.untaken === 0;
  }

  async deadLetters(): Promise<readonly string[]> {
    const response = await this.appliance.fetch('/plantwire/dead-letters?state=open');
    return ((await response.json()) as { deadLetters: { text: string }[] }).deadLetters.map(({ text }) => text);
  }

  /** Polls; a failure shows dead letters and the end of the log. */
  async until(what: string, condition: () => boolean | Promise<boolean>, deadlineMs = 60_000): Promise<void> {
    await this.#explained(until(what, condition, deadlineMs));
  }

  async close(): Promise<void> {
    this.#statuses.close();
    await this.appliance.stop();
    await this.odoo.close();
    rmSync(this.#userDir, { recursive: true, force: true });
  }

  async #explained(waiting: Promise<void>): Promise<void> {
    await waiting.catch(async (error: Error) => {
      const shown = ['t03.plant', 't03.modbus', 't03.count', 't04.count'].map((id) => `${id}: ${this.status(id)}`);
      const log = this.appliance.log().split('\n').slice(-30);
      throw new Error([error.message, ...shown, ...(await this.deadLetters()), ...log].join('\n'));
    });
  }

  #counts(id: string): boolean {
    return /^\d+\/min/.test(this.status(id));
  }
}

/** Counters report every second, to the template and to the file. */
function tapped(flow: readonly Node[], file: string): readonly Node[] {
  const tap = (z: unknown): Node => ({
    id: `tap.${String(z)}`,
    type: 'file',
    z,
    filename: file,
    filenameType: 'str',
    appendNewline: true,
    overwriteFile: 'false',
    wires: [[]],
  });
  const counters = flow.filter(({ type }) => type === 'plantwire-counter');
  const wired = flow.map((node): Node => {
    if (node.type !== 'plantwire-counter') return node;
    const [events = [], rejected = []] = node.wires as string[][];
    return { ...node, publishEverySeconds: 1, wires: [[...events, `tap.${String(node.z)}`], rejected] };
  });
  return [...wired, ...counters.map(({ z }) => tap(z))];
}
