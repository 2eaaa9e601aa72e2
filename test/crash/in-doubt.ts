/**
 * The in-doubt resolver by itself: one intent after another goes through a real journal and the writer into an Odoo
 * whose connection is cut after the commit, at any of the calls a posting makes, up to three times for one message.
 * Afterwards Odoo must show each fact once: by documents, by stock moves and by the sum of all stock.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openErp } from '../../nodes/src/adapters/odoo/client.ts';
import { openJournal } from '../../nodes/src/adapters/sqlite/journal.ts';
import { system } from '../../nodes/src/adapters/system.ts';
import type { Journal, Settlement } from '../../nodes/src/domain/journal.ts';
import type { DeliveryToken, Message } from '../../nodes/src/domain/message.ts';
import { factIn } from '../../nodes/src/domain/odoo/facts.ts';
import type { Intent } from '../../nodes/src/domain/odoo/intent.ts';
import type { Outcome } from '../../nodes/src/domain/outcome.ts';
import type { Erp } from '../../nodes/src/domain/ports.ts';
import { writer } from '../../nodes/src/palette/odoo-write/behaviour.ts';
import type { ErpServer } from '../contract/erp.ts';
import { Line } from '../contract/erp-line.ts';
import { value } from '../contract/journal.ts';
import { createOrder, type SeededPlant, seedPlant } from '../live/seed.ts';
import { until } from '../support/time.ts';
import { type Case, cases } from './in-doubt-cases.ts';
import { type LosingWire, startLosingWire } from './losing-wire.ts';

const QUEUE = 'odoo';
/** Where a message waits that was reported before those it needs. */
const ASIDE = 'aside';
const RETRY = { baseMs: 0, maxMs: 0, budgetMs: 3_600_000, waitBudgetMs: 3_600_000 };
/** A message that needs more attempts than this is stuck. */
const MOST_ATTEMPTS = 12;
const MOST_LOSSES = 3;

export interface Tally {
  /** Answers lost after Odoo had committed. */
  lost: number;
  trials: number;
  /** By the call whose answer was lost. */
  readonly at: Record<string, number>;
  readonly attempts: number[];
}

interface Parts {
  readonly journal: Journal;
  readonly wire: LosingWire;
  /** Through the wire. */
  readonly erp: Erp;
  /** Past the wire: what the test sees of Odoo is never lost. */
  readonly seen: Erp;
  readonly folder: string;
  readonly chance: () => number;
}

export class InDoubt {
  readonly tally: Tally = { lost: 0, trials: 0, at: {}, attempts: [] };
  private readonly writes = new Map<string, number>();

  readonly plant: SeededPlant;
  private readonly parts: Parts;

  private constructor(parts: Parts, plant: SeededPlant) {
    this.parts = parts;
    this.plant = plant;
  }

  static async open(server: ErpServer, chance: () => number): Promise<InDoubt> {
    const wire = await startLosingWire(server.url);
    const connect = (change: object): Erp =>
      openErp({
        url: server.url,
        db: server.db,
        login: server.login,
        apiKey: server.apiKey,
        protocol: 'auto',
        tls: { rejectUnauthorized: true },
        deadlineMs: 90_000,
        parallelCalls: 1,
        ...change,
      });
    const admin = connect({ login: server.adminLogin, apiKey: server.adminPassword, protocol: 'jsonrpc' });
    const plant = await seedPlant(admin, `D${Date.now().toString(36).slice(-6).toUpperCase()}`);
    const folder = mkdtempSync(join(tmpdir(), 'plantwire-in-doubt-'));
    const opened = await openJournal({ file: join(folder, 'j.sqlite'), ...system, reserveBytes: 0, minFreeBytes: 0 });
    const journal = value(opened);
    for (const queue of [QUEUE, ASIDE])
      value(await journal.openQueue({ queue, retry: RETRY, leaseMs: 600_000, holdLaneOnBury: true }));
    return new InDoubt({ journal, wire, erp: connect({ url: wire.url }), seen: connect({}), folder, chance }, plant);
  }

  async close(): Promise<void> {
    await this.parts.journal.close();
    await this.parts.wire.stop();
    rmSync(this.parts.folder, { recursive: true, force: true });
  }

  /** Stock of every material the cases touch, all lots together. */
  stock(): Promise<readonly number[]> {
    const { rmA, rmB, byproduct, fg } = this.plant;
    const line = new Line(this.parts.seen, this.plant, { id: 0, name: 'none' });
    return Promise.all([rmA, rmB, byproduct, fg].map((product) => onHand(line, product.id)));
  }

  /** One order with the intents of a case; up to three answers are lost for the one in question. */
  async trial(what: Case): Promise<void> {
    this.parts.wire.plan([]);
    const line = new Line(this.parts.seen, this.plant, await createOrder(this.parts.seen, this.plant, 10), what.policy);
    const { before = [], subject } = await what.intents(line);
    if (what.waits) await this.enqueue(ASIDE, subject);
    for (const intent of before) await this.post(intent);
    const known = this.writes.get(what.name);
    const { lost } = this.parts.wire;
    this.parts.wire.plan(known === undefined ? [] : this.choose(known), (call) => {
      this.tally.at[call] = (this.tally.at[call] ?? 0) + 1;
    });
    const attempts = what.waits ? await this.deliver(ASIDE) : await this.post(subject);
    if (known === undefined) this.writes.set(what.name, this.parts.wire.writes);
    else this.tally.attempts.push(attempts);
    this.tally.trials += 1;
    this.tally.lost += this.parts.wire.lost - lost;
    await what.check(line);
  }

  /**
   * The scrap's request is cut off and reaches Odoo only after the message was looked at again. A second request in
   * that time would scrap twice, because Odoo has no objection (19.0, measured).
   */
  async lateScrap(what: Case, lateMs: number, answersWithinMs: number): Promise<void> {
    const { seen, wire, journal } = this.parts;
    wire.plan([]);
    const line = new Line(seen, this.plant, await createOrder(seen, this.plant, 10), what.policy);
    const arrived = wire.arrivedLate;
    wire.delay('stock.scrap.action_validate', lateMs);
    await this.enqueue(QUEUE, (await what.intents(line)).subject);
    await until(
      'the scrap to be delivered',
      async () => {
        const [leased] = value(await journal.lease(QUEUE, 1));
        if (!leased) return false;
        const outcome = await this.attempt({ ...leased.message, delivery: leased.token }, answersWithinMs);
        if (outcome.kind === 'pass') return true;
        await this.settle(leased.token, outcome);
        return false;
      },
      60_000,
    );
    await until('the late request', () => wire.arrivedLate > arrived, 60_000);
    await what.check(line);
  }

  /** Which of the writes to come lose their answer: the n-th, then the n-th after that, and so on. */
  private choose(writes: number): number[] {
    const losses = 1 + Math.floor(this.parts.chance() * MOST_LOSSES);
    return Array.from({ length: losses }, () => Math.floor(this.parts.chance() * writes));
  }

  private async post(intent: Intent): Promise<number> {
    await this.enqueue(QUEUE, intent);
    return this.deliver(QUEUE);
  }

  private async enqueue(queue: string, intent: Intent): Promise<void> {
    const message: Message = { event: {}, intent, trail: [] };
    const fact = factIn(intent);
    value(await this.parts.journal.enqueue({ queue, lane: intent.partition, priority: 1, message, ...fact }));
  }

  /** Attempts until the journal has the one message of the queue delivered. */
  private async deliver(queue: string): Promise<number> {
    let doubted = false;
    for (let attempt = 1; attempt <= MOST_ATTEMPTS; attempt += 1) {
      const [leased] = value(await this.parts.journal.lease(queue, 1));
      if (!leased) throw new Error(`attempt ${attempt}: nothing to lease`);
      if (leased.token.verify !== doubted)
        throw new Error(`attempt ${attempt}: verify is ${leased.token.verify} after ${doubted ? 'doubt' : 'none'}`);
      const lost = this.parts.wire.lost;
      const outcome = await this.attempt({ ...leased.message, delivery: leased.token });
      if (outcome.kind === 'pass') return attempt;
      if (this.parts.wire.lost === lost) throw new Error(`attempt ${attempt}: ${JSON.stringify(outcome)}`);
      doubted = (await this.settle(leased.token, outcome)) === 'verifying';
    }
    throw new Error(`stuck after ${MOST_ATTEMPTS} attempts`);
  }

  private async attempt(message: Message, answersWithinMs = 90_000): Promise<Outcome> {
    const ports = { erp: { ...this.parts.erp, answersWithinMs }, journal: this.parts.journal, clock: system.clock };
    const outcome = await writer({ unknownLots: 'reject' }, ports).handle?.(message);
    if (!outcome) throw new Error('the writer takes messages');
    return outcome;
  }

  /** What the host does with an outcome of a message under a lease. */
  private async settle(token: DeliveryToken, outcome: Outcome): Promise<string> {
    if (outcome.kind !== 'unknown' && outcome.kind !== 'retry') throw new Error(JSON.stringify(outcome));
    const { failure } = outcome;
    const how: Settlement = { kind: outcome.kind === 'unknown' ? 'unknown' : 'failed', failure };
    const answer = value(await this.parts.journal.settle(token, how));
    return answer.kind === 'stale' ? 'stale' : answer.state;
  }
}

/** As many scraps whose request arrives late. */
export async function proveLateScraps(server: ErpServer, times: number, answersWithinMs = 3_000): Promise<void> {
  const what = cases.find(({ name }) => name === 'scrapping a component') as Case;
  const bench = await InDoubt.open(server, () => 0);
  try {
    for (let turn = 0; turn < times; turn += 1) await bench.lateScrap(what, 1_000, answersWithinMs);
  } finally {
    await bench.close();
  }
}

/** In [0, 1); the same seed gives the same plan. */
export function seeded(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

/** Runs trials of every case in turn until so many answers were lost, then compares all stock. */
export async function proveInDoubt(server: ErpServer, losses: number, chance: () => number): Promise<Tally> {
  const bench = await InDoubt.open(server, chance);
  try {
    const before = await bench.stock();
    const expected = [...before];
    for (let turn = 0; bench.tally.lost < losses; turn += 1) {
      const what = cases[turn % cases.length] as Case;
      await bench.trial(what).catch((error: unknown) => {
        const words = error instanceof Error ? error.message : String(error);
        throw new Error(`${what.name}, trial ${bench.tally.trials + 1}: ${words}`, { cause: error });
      });
      what.moves.forEach((moved, index) => {
        expected[index] = (expected[index] ?? 0) + moved;
      });
    }
    const after = await bench.stock();
    expect(after.map(rounded)).toEqual(expected.map(rounded));
    return bench.tally;
  } finally {
    await bench.close();
  }
}

async function onHand(line: Line, product: number): Promise<number> {
  const domain = [
    ['product_id', '=', product],
    ['location_id.usage', '=', 'internal'],
  ];
  const quants = await line.read('stock.quant', domain, ['quantity']);
  return quants.reduce((sum, quant) => sum + (quant['quantity'] as number), 0);
}

const rounded = (quantity: number): number => Math.round(quantity * 100) / 100;
