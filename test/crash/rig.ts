/** One process under test with its Odoo and its sources, killed and started again until the plan is over. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { OdooSide } from '../flows/bench/odoo-side.ts';
import { ensureBuilt, freePort } from '../support/appliance.ts';
import { until } from '../support/time.ts';
import { chanceOf } from './chance.ts';
import { crashPack, NOWHERE, PACK } from './furnish.ts';
import { furnish, type Life, startLife } from './life.ts';
import { Operator } from './operator.ts';
import { type Death, type PlannedLife, plan } from './plan.ts';
import type { OpenSource, Source } from './source.ts';
import { Tally } from './tally.ts';
import { Teller } from './teller.ts';
import { trouble } from './trouble.ts';
import { judge, type Verdict } from './verdict.ts';

export interface RigOptions {
  readonly kills: number;
  readonly seed: number;
  readonly openOdoo: (kill: () => void) => Promise<OdooSide>;
  readonly sources: readonly OpenSource[];
  /** Heavier trouble than a proxy can make, such as a restart of the real server; at every so many-th life. */
  readonly disaster?: { readonly every: number; readonly happens: () => Promise<string> };
  readonly progress: (line: string) => void;
  /** True ends the killing early; the verdict comes all the same. */
  readonly isOver?: () => boolean;
}

/** A point that is not reached in this time is not on today's way; the process dies all the same. */
const PATIENCE_MS = 4_000;
/** For a point where no life ended yet: on a crowded machine the way to it takes longer. */
const FIRST_PATIENCE_MS = 10_000;
const START_MS = 120_000;
const DRAIN_MS = 300_000;
const FEED_MS = 40;
const ASK_EVERY_MS = 500;
const POISON_EVERY_MS = 500;

export async function runRig(options: RigOptions): Promise<Verdict> {
  ensureBuilt();
  const rig = await Rig.open(options);
  try {
    return await rig.run();
  } finally {
    await rig.close();
  }
}

class Rig {
  readonly #options: RigOptions;
  readonly #userDir: string;
  readonly #port: number;
  readonly #odoo: OdooSide;
  readonly #teller: Teller;
  readonly #chance;
  readonly #tally = new Tally();
  #sources: readonly Source[] = [];
  #operator: Operator;
  #life: Life | undefined;
  #isOpen = true;
  #isEnding = false;
  #isHeld = false;
  #isFeeding = false;
  #poisonedAt = 0;
  #trouble: unknown;

  static async open(options: RigOptions): Promise<Rig> {
    const userDir = mkdtempSync(join(tmpdir(), 'plantwire-crash-'));
    let rig: Rig | undefined;
    const odoo = await options.openOdoo(() => rig?.killByLine());
    rig = new Rig(options, { userDir, port: await freePort(), odoo });
    await rig.#openSources();
    return rig;
  }

  private constructor(options: RigOptions, parts: { userDir: string; port: number; odoo: OdooSide }) {
    this.#options = options;
    this.#userDir = parts.userDir;
    this.#port = parts.port;
    this.#odoo = parts.odoo;
    this.#chance = chanceOf(options.seed);
    this.#teller = new Teller(join(parts.userDir, 'faults.json'));
    this.#operator = new Operator(this.#url, () => this.#sources);
  }

  get #url(): string {
    return `http://127.0.0.1:${this.#port}`;
  }

  async #openSources(): Promise<void> {
    const around = {
      odoo: this.#odoo,
      chance: chanceOf(this.#options.seed + 1),
      teller: this.#teller,
      userDir: this.#userDir,
      url: this.#url,
    };
    const sources: Source[] = [];
    for (const open of this.#options.sources) sources.push(await open(around));
    this.#sources = sources;
    mkdirSync(join(this.#userDir, 'site-packs'));
    writeFileSync(join(this.#userDir, 'site-packs', `${PACK}.json`), JSON.stringify(crashPack(this.#odoo.plant)));
    const flow = new Map(sources.flatMap((source) => source.flow).map((node) => [node.id, node]));
    furnish({ userDir: this.#userDir, port: this.#port }, [...flow.values()]);
  }

  async run(): Promise<Verdict> {
    const feeding = this.#feed();
    const since = Date.now();
    const lives = plan(this.#chance, (point) => this.#tally.isReached(point));
    for (let number = 1; number <= this.#options.kills; number += 1) {
      if (this.#options.isOver?.()) break;
      await this.#live(lives.next().value, number);
      if (this.#trouble) throw this.#trouble;
    }
    for (const source of this.#sources) source.finish();
    this.#isEnding = true;
    this.#teller.arm(undefined);
    this.#odoo.line.faults.clear();
    await this.#drain();
    this.#isOpen = false;
    await feeding;
    const ledgers = await Promise.all(this.#sources.map((source) => source.ledger()));
    const left = await this.#operator.left();
    return judge(this.#odoo, ledgers.flat(), left, this.#tally.report((Date.now() - since) / 1_000));
  }

  async #live({ death, hasTrouble }: PlannedLife, number: number): Promise<void> {
    const { disaster } = this.#options;
    this.#arm(death);
    const life = this.#start();
    if (hasTrouble) this.#tally.trouble(trouble(this.#odoo.line, this.#chance));
    if (disaster && number % disaster.every === 0) await this.#suffer(disaster.happens);
    const reached = await this.#untilDead(life, death);
    this.#odoo.line.faults.clear();
    this.#tally.death(death, reached, life);
    const facts = this.#sources.map((source) => `${source.emitted()} ${source.name}`).join(', ');
    this.#options.progress(`${number}/${this.#options.kills} ${this.#tally.last} (${facts})`);
  }

  /** The people who release orders do not notice: they cannot work meanwhile. */
  async #suffer(happens: () => Promise<string>): Promise<void> {
    this.#isHeld = true;
    await until('nobody works in Odoo', () => !this.#isFeeding, START_MS);
    this.#tally.disaster(await happens());
    this.#isHeld = false;
  }

  #arm(death: Death): void {
    const at = death.kind === 'point' ? /^erp\.(sent|done|answered)$/.exec(death.point)?.[1] : undefined;
    if (at && death.kind === 'point') {
      this.#teller.arm(undefined);
      this.#odoo.line.faults.arm({
        kind: 'kill',
        at: at as 'sent',
        match: { writes: true },
        skip: death.nth - 1,
        times: 1,
      });
    } else this.#teller.arm(death.kind === 'point' ? { point: death.point, nth: death.nth } : undefined);
  }

  #start(): Life {
    const variables = Object.assign(
      {},
      NOWHERE,
      this.#odoo.variables,
      ...this.#sources.map((source) => source.variables),
    );
    this.#life = startLife({ userDir: this.#userDir, port: this.#port, variables, faultsFile: this.#teller.file });
    return this.#life;
  }

  #reachedByLine = false;

  /** The line has seen the call that the process is to die of. */
  killByLine(): void {
    this.#reachedByLine = true;
    this.#life?.kill();
  }

  /** True when it died as planned. */
  async #untilDead(life: Life, death: Death): Promise<boolean> {
    this.#reachedByLine = false;
    const known = this.#teller.killedAt().length;
    if (death.kind === 'point' || death.from === 'started') await this.#untilStarted(life);
    const timer = setTimeout(life.kill, this.#patience(death));
    const end = await life.ended;
    clearTimeout(timer);
    if (end !== 'SIGKILL') throw new Error(`Node-RED ended by itself (${end}):\n${life.log()}`);
    return death.kind === 'random' || this.#reachedByLine || this.#teller.killedAt().length > known;
  }

  #patience(death: Death): number {
    if (death.kind === 'random') return death.afterMs;
    return this.#tally.isReached(death.point) ? PATIENCE_MS : FIRST_PATIENCE_MS;
  }

  async #untilStarted(life: Life): Promise<void> {
    await until('Node-RED starts or dies', () => life.hasStarted() || !life.isAlive(), START_MS).catch(
      (late: Error) => {
        throw new Error(`${late.message}\n${life.log()}`);
      },
    );
  }

  /** The world goes on whether the process lives or not. */
  async #feed(): Promise<void> {
    while (this.#isOpen) {
      try {
        this.#isFeeding = !this.#isHeld;
        if (!this.#isHeld) for (const source of this.#sources) await source.feed();
        if (!this.#isHeld && this.#life?.hasStarted() && this.#life.isAlive()) await this.#attend();
      } catch (error) {
        this.#trouble ??= error;
        return;
      } finally {
        this.#isFeeding = false;
      }
      await new Promise((resolve) => setTimeout(resolve, FEED_MS));
    }
  }

  async #attend(): Promise<void> {
    if (!this.#isEnding && Date.now() - this.#poisonedAt > POISON_EVERY_MS) {
      this.#poisonedAt = Date.now();
      await this.#operator.poison();
    }
    await this.#operator.look();
  }

  /** The last life: everything that was begun comes to its end, or stays with a reason. */
  async #drain(): Promise<void> {
    const life = this.#start();
    await this.#untilStarted(life);
    const isQuiet = async (): Promise<boolean> => {
      // Asking costs the process time that it needs for its work.
      await new Promise((resolve) => setTimeout(resolve, ASK_EVERY_MS));
      if (this.#trouble) throw this.#trouble;
      if (!life.isAlive()) throw new Error(`Node-RED ended by itself:\n${life.log()}`);
      for (const source of this.#sources) if (!(await source.isDone())) return false;
      return this.#operator.isQuiet();
    };
    await until('everything is settled', isQuiet, DRAIN_MS).catch((error: unknown) => {
      this.#options.progress(`${String(error)}\n${life.log().split('\n').slice(-40).join('\n')}`);
    });
  }

  async close(): Promise<void> {
    this.#isOpen = false;
    if (this.#life?.isAlive()) {
      this.#life.kill();
      await this.#life.ended;
    }
    for (const source of this.#sources) await source.close();
    await this.#odoo.close();
    if (!process.env['PLANTWIRE_KEEP']) rmSync(this.#userDir, { recursive: true, force: true });
  }
}
