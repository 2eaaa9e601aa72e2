/**
 * Senders of events, as an MES or a gateway: they send until they are told that the message was taken, and now and then
 * once more. An order's events keep their order; several orders are under way at once.
 */

import type { Node } from '../../flows/bench/flow-side.ts';
import type { Quantities } from '../../flows/bench/odoo-records.ts';
import { createOrder, must, type SeededOrder } from '../../live/seed.ts';
import type { Expected, Source, Surroundings } from '../source.ts';

export interface Transport {
  readonly name: string;
  readonly flow: readonly Node[];
  readonly variables: Readonly<Record<string, string>>;
  /** True when the peer said that it has the message. */
  send(event: Event): Promise<boolean>;
  close(): Promise<void>;
}

export interface Event {
  readonly id: string;
  readonly type: string;
  readonly data: object;
  readonly [attribute: string]: unknown;
}

interface Job {
  readonly name: string;
  readonly good: number;
  readonly scrap: number;
  readonly consumed: number;
  readonly lotOfB: string;
  readonly order: SeededOrder;
  readonly unsent: Event[];
  readonly sent: Event[];
}

const AT_ONCE = 2;
const PACE_MS = 150;
/** A planner releases no more while so many orders wait for their posting; what is too much for Odoo proves nothing. */
const MOST_UNPOSTED = 5;
const ASK_EVERY_MS = 1_000;
/** Of ten messages so many are sent once more later. */
const AGAIN_OF_TEN = 3;
const EQUIPMENT = 'ACME/MUC1/PRESS/P1';

export class MessageSource implements Source {
  readonly name: string;
  readonly flow: readonly Node[];
  readonly variables: Readonly<Record<string, string>>;
  readonly #around: Surroundings;
  readonly #transport: Transport;
  readonly #jobs: Job[] = [];
  #sent = 0;
  #fedAt = 0;
  #askedAt = 0;
  #unposted = 0;
  #isFinishing = false;

  constructor(around: Surroundings, transport: Transport) {
    this.#around = around;
    this.#transport = transport;
    this.name = transport.name;
    this.flow = transport.flow;
    this.variables = transport.variables;
  }

  async feed(): Promise<void> {
    if (Date.now() - this.#fedAt < PACE_MS) return;
    this.#fedAt = Date.now();
    const open = this.#jobs.filter(({ unsent }) => unsent.length > 0);
    const mayBegin = open.length < AT_ONCE && !this.#isFinishing && (await this.#hasRoom());
    if (mayBegin) open.push(await this.#begin());
    await Promise.all(open.map((job) => this.#sendNext(job)));
  }

  async #hasRoom(): Promise<boolean> {
    if (Date.now() - this.#askedAt > ASK_EVERY_MS) {
      this.#askedAt = Date.now();
      this.#unposted = await must<number>(this.#around.odoo.erp, {
        model: 'mrp.production',
        method: 'search_count',
        args: {
          domain: [
            ['id', 'in', this.#jobs.map(({ order }) => order.id)],
            ['state', '!=', 'done'],
          ],
        },
      });
    }
    return this.#unposted < MOST_UNPOSTED;
  }

  async #sendNext(job: Job): Promise<void> {
    const { chance } = this.#around;
    const [event] = job.unsent;
    if (!event) return;
    if (!(await this.#transport.send(event))) return;
    this.#sent += 1;
    job.sent.push(event);
    job.unsent.shift();
    // Whether it is taken or not: it says nothing new.
    if (chance.whole(10) < AGAIN_OF_TEN) await this.#transport.send(chance.pick(job.sent));
  }

  async #begin(): Promise<Job> {
    const { odoo, chance } = this.#around;
    const name = `${odoo.plant.prefix}-${this.name.toUpperCase()}${this.#jobs.length}`;
    const [good, scrap, consumed] = [2 + chance.whole(4), chance.whole(2), 1 + chance.whole(9)];
    const order = await createOrder(odoo.erp, odoo.plant, good, 'crash', name);
    const lotOfB = chance.pick(odoo.plant.lotsOfB);
    const job: Job = {
      name,
      good,
      scrap,
      consumed,
      lotOfB,
      order,
      unsent: eventsOf(name, good, scrap, consumed, lotOfB),
      sent: [],
    };
    this.#jobs.push(job);
    this.#unposted += 1;
    return job;
  }

  finish(): void {
    this.#isFinishing = true;
  }

  async isDone(): Promise<boolean> {
    return this.#jobs.every(({ unsent }) => unsent.length === 0);
  }

  emitted(): number {
    return this.#sent;
  }

  async ledger(): Promise<readonly Expected[]> {
    return this.#jobs.map(({ name, good, scrap, consumed, lotOfB, order }) => {
      const lot = `fg/${name}-L`;
      const scrapped: Quantities = scrap > 0 ? { [lot]: String(scrap) } : {};
      return {
        order: name,
        id: order.id,
        produced: { [lot]: String(good + scrap) },
        scrapped,
        consumed: { [`rmb/${lotOfB}`]: String(consumed), rma: String(consumed / 2) },
        byproducts: {},
        stock: { [lot]: String(good) },
      };
    });
  }

  /** A sender's orders exist before it sends. */
  async repair(lane: string): Promise<boolean> {
    return this.#jobs.some(({ name }) => lane.endsWith(`:or:${name}`));
  }

  close(): Promise<void> {
    return this.#transport.close();
  }
}

function eventsOf(name: string, good: number, scrap: number, consumed: number, lotOfB: string): Event[] {
  const piece = (n: number) => ({
    material: { materialDefinitionId: 'FG-1000' },
    quantity: { value: String(n), uom: 'C62' },
    lot: { lotId: `${name}-L` },
  });
  const taken = (id: string, value: number, uom: string, lot?: string) => ({
    material: { materialDefinitionId: id },
    quantity: { value: String(value), uom },
    direction: 'consume',
    basis: 'actual',
    ...(lot ? { lot: { lotId: lot } } : {}),
  });
  const facts: (readonly [string, object])[] = [
    ...Array.from(
      { length: good - 1 },
      () => ['production.output.reported', { ...piece(1), reportKind: 'partial' }] as const,
    ),
    ['material.consumed', taken('RM-10', consumed / 2, 'KGM')],
    ['material.consumed', taken('RM-20', consumed, 'C62', lotOfB)],
    ...Array.from(
      { length: scrap },
      () =>
        [
          'production.scrap.reported',
          { ...piece(1), scrapStage: 'output', reason: { code: 'BURR', scheme: 'site' } },
        ] as const,
    ),
    ['production.output.reported', { ...piece(1), reportKind: 'final' }],
  ];
  return facts.map(([type, data], index) => eventOf(`${name}-${index}`, name, type, data));
}

function eventOf(id: string, order: string, type: string, data: object): Event {
  const now = new Date().toISOString();
  return {
    specversion: '1.0',
    id,
    source: 'urn:plantwire:ACME:MUC1:mes',
    type: `mfg.${type}.v1`,
    time: now,
    recordedtime: now,
    datacontenttype: 'application/json',
    schemaversion: '1.0.0',
    siteid: 'MUC1',
    originsystem: 'mes',
    deliverymode: 'live',
    timequality: 'synced',
    data: { ...data, operationsRequestId: order, equipmentId: EQUIPMENT, transactionId: `T-${id}` },
  };
}
