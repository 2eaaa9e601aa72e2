/** Carries standing intents out as a writer does: the journal's memory is kept between two attempts. */
import type { OrderLedger } from '../../../nodes/src/domain/journal.ts';
import type { Receipt } from '../../../nodes/src/domain/message.ts';
import { carryOut } from '../../../nodes/src/domain/odoo/carry-out.ts';
import type { Deps } from '../../../nodes/src/domain/odoo/deps.ts';
import { intentSchema } from '../../../nodes/src/domain/odoo/intent.ts';
import { type Erp, ok, type Result } from '../../../nodes/src/domain/ports.ts';
import { must } from '../../live/seed.ts';
import { keptFor } from '../kept.ts';

export type Row = Record<string, unknown>;
interface Head {
  readonly key: string;
  readonly partition: string;
  readonly at: string;
}

let serial = 0;

/** Verdicts by kind of what was carried out through one connection. */
const verdicts = new WeakMap<Erp, Map<string, Set<Receipt['verdict']>>>();
export const told = (erp: Erp): ReadonlyMap<string, ReadonlySet<Receipt['verdict']>> => verdicts.get(erp) ?? new Map();

function remember(erp: Erp, kind: string, verdict: Receipt['verdict']): void {
  const kinds = verdicts.get(erp) ?? new Map<string, Set<Receipt['verdict']>>();
  verdicts.set(erp, kinds.set(kind, (kinds.get(kind) ?? new Set()).add(verdict)));
}

export class Bench {
  readonly erp: Erp;
  private readonly memory = new Map<string, Row>();

  private readonly deps: Partial<Deps>;

  constructor(erp: Erp, deps: Partial<Deps> = {}) {
    this.erp = erp;
    this.deps = deps;
  }

  /** A key and an ordering scope that nobody else has. */
  head(): Head {
    serial += 1;
    const name = `${process.pid.toString(36)}-${Date.now().toString(36)}-${serial}`;
    return { key: `k1.${name}`, partition: `MUC1:test:${name}`, at: '2026-11-20T08:00:00Z' };
  }

  /** What the journal holds for this ordering scope, shared with postings of an order. */
  note(partition: string): Row | undefined {
    return this.memory.get(partition);
  }

  share(partition: string, note: Row): void {
    this.memory.set(partition, note);
  }

  async post(wanted: object): Promise<Result<Receipt>> {
    const intent = intentSchema.parse(wanted);
    const { partition } = intent;
    const binding = this.memory.get(partition);
    const ledger: OrderLedger = { facts: [], closedTags: [], untaken: 0, ...(binding ? { binding } : {}) };
    const answer = await carryOut(this.erp, intent, ledger, {
      ...keptFor(this.erp),
      unknownLots: 'reject',
      ...this.deps,
      bind: async (next) => {
        // Through JSON, as a journal stores it.
        this.memory.set(partition, JSON.parse(JSON.stringify(next)));
        return ok(undefined);
      },
    });
    if (answer.ok) remember(this.erp, intent.kind, answer.value.verdict);
    return answer;
  }

  /** Two threads of a real Odoo may meet in its memory while other suites call it: a look is repeated, as the outbox does. */
  async posted(wanted: object): Promise<Receipt> {
    for (let again = 0; ; again += 1) {
      const answer = await this.post(wanted);
      if (answer.ok) return answer.value;
      const { code, class: kind } = answer.failure;
      if (again === 2 || code !== 'odoo-threads-collided' || kind !== 'transient')
        throw new Error(JSON.stringify(answer.failure));
    }
  }

  /** Code of the refusal; fails when the intent was posted. */
  async refused(wanted: object): Promise<string> {
    const answer = await this.post(wanted);
    if (answer.ok) throw new Error(`posted: ${answer.value.summary}`);
    return answer.failure.code;
  }

  /** The same intent by several writers at once, then once more; who loses a conflict tries again, as the outbox does. */
  async inParallel(wanted: object, writers: number): Promise<void> {
    await Promise.all(Array.from({ length: writers }, () => this.insist(wanted)));
    await this.insist(wanted);
  }

  private async insist(wanted: object): Promise<Receipt> {
    for (;;) {
      const answer = await this.post(wanted);
      if (answer.ok) return answer.value;
      if (answer.failure.class !== 'conflict') throw new Error(JSON.stringify(answer.failure));
    }
  }

  /** Records behind an external id: `module.name`. */
  async named(externalId: string): Promise<Row[]> {
    const [module = '', name = ''] = externalId.split(/\.(.*)/s);
    const admin = this.erp;
    const answer = await admin.call({
      model: 'ir.model.data',
      method: 'check_object_reference',
      args: { module, xml_id: name },
      repeatable: true,
    });
    if (!answer.ok) return [];
    const [model, id] = answer.value as [string, number];
    return this.read(model, [['id', '=', id]], ['id']);
  }

  read(model: string, domain: readonly unknown[], fields: readonly string[], order = 'id'): Promise<Row[]> {
    return must<Row[]>(this.erp, { model, method: 'search_read', args: { domain, fields, order } });
  }
}
