/** One order on one line, as a test sees it: reports quantities, keeps the ledger a journal would keep, looks into Odoo. */

import type { FactRow } from '../../nodes/src/domain/journal.ts';
import type { Receipt } from '../../nodes/src/domain/message.ts';
import { carryOut } from '../../nodes/src/domain/odoo/carry-out.ts';
import { factOf } from '../../nodes/src/domain/odoo/facts.ts';
import {
  type OrderIntent as Intent,
  orderIntentSchema as intentSchema,
  type PostingPolicy,
  postingPolicySchema,
} from '../../nodes/src/domain/odoo/order-intent.ts';
import { type Erp, ok, type Result } from '../../nodes/src/domain/ports.ts';
import { must, type SeededOrder, type SeededPlant, type SeededProduct } from '../live/seed.ts';
import { keptFor } from './kept.ts';

export interface Report {
  readonly lot?: string;
  readonly shiftId?: string;
  readonly uom?: string;
  readonly awaits?: readonly string[];
}

/** Names that changed between the versions we look into. */
const NAMES = {
  old: { group: 'procurement_group_id', real: [['scrapped', '=', false]], quantity: 'qty_done' },
  now: {
    group: 'production_group_id',
    real: [
      ['scrap_id', '=', false],
      ['picked', '=', true],
    ],
    quantity: 'quantity',
  },
} as const;

let serial = 0;

export class Line {
  readonly facts: FactRow[] = [];
  closedTags: string[] = [];
  untaken = 0;
  binding: Readonly<Record<string, unknown>> | undefined;
  unknownLots: 'reject' | 'create' = 'reject';
  readonly erp: Erp;
  readonly plant: SeededPlant;
  readonly order: SeededOrder;
  readonly policy: PostingPolicy;

  constructor(erp: Erp, plant: SeededPlant, order: SeededOrder, policy: Partial<PostingPolicy> = {}) {
    this.erp = erp;
    this.plant = plant;
    this.order = order;
    this.policy = postingPolicySchema.parse(policy);
  }

  /** Two lots of finished goods that no other test uses. */
  lot(name = 'A'): string {
    return `${this.order.name}-${name}`;
  }

  good(value: string, report: 'partial' | 'final' | 'correction' = 'partial', more: Report = {}): Intent {
    return this.intent({ kind: 'produce', report, ...more }, this.plant.fg, value, more.uom ?? 'C62');
  }

  consume(material: SeededProduct, value: string, more: Report & { direction?: 'consume' | 'return' } = {}): Intent {
    return this.intent({ kind: 'consume', ...more }, material, value, more.uom ?? 'KGM');
  }

  byproduct(value: string): Intent {
    return this.intent({ kind: 'byproduct' }, this.plant.byproduct, value, 'KGM');
  }

  scrap(stage: 'input' | 'output', material: SeededProduct, value: string, more: Report = {}): Intent {
    return this.intent({ kind: 'scrap', stage, reason: 'DENTED', ...more }, material, value, more.uom ?? 'C62');
  }

  private intent(own: Record<string, unknown>, material: SeededProduct, value: string, uom: string): Intent {
    serial += 1;
    const { uom: _uom, ...rest } = own;
    return intentSchema.parse({
      key: `k1.${this.order.id}-${Date.now().toString(36)}-${serial}`,
      partition: `site:or:${this.order.name}`,
      order: this.order.name,
      material: { id: material.code, by: 'code', value: material.code },
      quantity: { value, uom },
      at: '2026-11-20T08:00:00Z',
      policy: this.policy,
      ...rest,
    });
  }

  /** Posts as the outbox would: the fact is queued first and becomes posted or buried by what is answered. */
  async post(intent: Intent): Promise<Result<Receipt>> {
    this.queue(intent);
    const ledger = {
      facts: this.facts,
      closedTags: this.closedTags,
      untaken: this.untaken,
      ...(this.binding ? { binding: this.binding } : {}),
    };
    const answer = await carryOut(this.erp, intent, ledger, {
      ...keptFor(this.erp),
      unknownLots: this.unknownLots,
      bind: async (binding) => {
        // Through JSON, as a journal stores it.
        this.binding = JSON.parse(JSON.stringify(binding));
        return ok(undefined);
      },
    });
    if (answer.ok) this.mark(intent, 'posted');
    else if (['business', 'data'].includes(answer.failure.class)) this.mark(intent, 'buried');
    return answer;
  }

  queue(intent: Intent): void {
    if (this.facts.some((fact) => fact.key === intent.key)) return;
    this.facts.push({ ...factOf(intent), seq: this.facts.length + 1, state: 'queued' });
  }

  private mark(intent: Intent, state: FactRow['state']): void {
    const index = this.facts.findIndex((fact) => fact.key === intent.key);
    const fact = this.facts[index];
    if (fact) this.facts[index] = { ...fact, state };
  }

  async posted(intent: Intent): Promise<Receipt> {
    const answer = await this.post(intent);
    if (!answer.ok) throw new Error(JSON.stringify(answer.failure));
    return answer.value;
  }

  /** Code of the refusal; fails when the intent was posted. */
  async refused(intent: Intent): Promise<string> {
    const answer = await this.post(intent);
    if (answer.ok) throw new Error(`posted: ${answer.value.summary}`);
    return answer.failure.code;
  }

  /** Every record of the order, oldest part first: what Odoo shows, not what we were told. */
  async inOdoo(): Promise<OrderInOdoo[]> {
    const { group: field } = await this.names();
    const [root] = await this.read('mrp.production', [['id', '=', this.order.id]], [field]);
    const group = (root?.[field] as [number, string] | undefined)?.[0];
    const orders = await this.read(
      'mrp.production',
      [[field, '=', group]],
      ['name', 'state', 'product_qty', 'qty_producing', 'qty_produced'],
      'backorder_sequence, id',
    );
    return Promise.all(orders.map((order) => this.look(order)));
  }

  private async look(order: Row): Promise<OrderInOdoo> {
    const id = order['id'] as number;
    return {
      id,
      name: order['name'] as string,
      state: order['state'] as string,
      ordered: order['product_qty'] as number,
      producing: order['qty_producing'] as number,
      produced: order['qty_produced'] as number,
      finished: await this.lines([['production_id', '=', id]]),
      components: await this.lines([['raw_material_production_id', '=', id]]),
      workOrders: (await this.read(
        'mrp.workorder',
        [['production_id', '=', id]],
        ['state', 'date_start', 'date_finished', 'duration'],
      )) as unknown as WorkOrderInOdoo[],
    };
  }

  /** Picked quantities by `code` or `code lot`, scraps of the order left out. */
  private async lines(domain: readonly unknown[]): Promise<Record<string, number>> {
    const { real, quantity } = await this.names();
    const moves = await this.read('stock.move', [...domain, ...real], ['product_id']);
    const ids = moves.map((move) => move['id']);
    const lines = await this.read(
      'stock.move.line',
      [
        ['move_id', 'in', ids],
        [quantity, '!=', 0],
      ],
      ['product_id', 'lot_id', quantity],
    );
    const codes = new Map(
      [this.plant.fg, this.plant.rmA, this.plant.rmB, this.plant.byproduct].map((product) => [
        product.id,
        product.code,
      ]),
    );
    const sums: Record<string, number> = {};
    for (const line of lines) {
      const code = codes.get((line['product_id'] as [number, string])[0]) ?? '?';
      const lot = line['lot_id'] as [number, string] | false;
      const key = lot ? `${code} ${lot[1]}` : code;
      sums[key] = Math.round(((sums[key] ?? 0) + (line[quantity] as number)) * 1e6) / 1e6;
    }
    return sums;
  }

  private async names() {
    const profile = await this.erp.profile();
    if (!profile.ok) throw new Error(profile.failure.reason);
    return profile.value.major < 15 ? NAMES.old : NAMES.now;
  }

  async scraps(): Promise<Row[]> {
    const orders = await this.inOdoo();
    return this.read(
      'stock.scrap',
      [['production_id', 'in', orders.map((order) => order.id)]],
      ['state', 'scrap_qty', 'lot_id', 'product_id'],
    );
  }

  /** Stock on hand of a product's lot inside the plant. */
  async stock(product: SeededProduct, lot: string): Promise<number> {
    const quants = await this.read(
      'stock.quant',
      [
        ['product_id', '=', product.id],
        ['lot_id.name', '=', lot],
        ['location_id.usage', '=', 'internal'],
      ],
      ['quantity'],
    );
    return quants.reduce((sum, quant) => sum + (quant['quantity'] as number), 0);
  }

  read(model: string, domain: readonly unknown[], fields: readonly string[], order = 'id'): Promise<Row[]> {
    return must<Row[]>(this.erp, { model, method: 'search_read', args: { domain, fields, order } });
  }
}

export type Row = Record<string, unknown>;

export interface WorkOrderInOdoo {
  readonly state: string;
  readonly date_start: string | false;
  readonly date_finished: string | false;
  readonly duration: number;
}

export interface OrderInOdoo {
  readonly id: number;
  readonly name: string;
  readonly state: string;
  readonly ordered: number;
  readonly producing: number;
  readonly produced: number;
  readonly finished: Record<string, number>;
  readonly components: Record<string, number>;
  readonly workOrders: readonly WorkOrderInOdoo[];
}
