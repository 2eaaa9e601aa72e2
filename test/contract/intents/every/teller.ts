/** Posts samples as a writer does: what the journal knows of their order and remembers for them is kept between attempts. */
import type { FactRow } from '../../../../nodes/src/domain/journal.ts';
import { carryOut } from '../../../../nodes/src/domain/odoo/carry-out.ts';
import type { Sample } from '../../../../nodes/src/domain/odoo/drill/sample.ts';
import { factOf } from '../../../../nodes/src/domain/odoo/facts.ts';
import { type Intent, intentSchema } from '../../../../nodes/src/domain/odoo/intent.ts';
import { isOrderIntent } from '../../../../nodes/src/domain/odoo/order-intent.ts';
import { type Erp, ok, type Result } from '../../../../nodes/src/domain/ports.ts';
import type { Receipt } from '../../../../nodes/src/domain/receipt.ts';
import type { Kept } from '../../kept.ts';

type Note = Readonly<Record<string, unknown>>;

export class Teller {
  readonly #facts = new Map<string, FactRow[]>();
  readonly #notes = new Map<string, Note>();
  readonly #prefix: string;
  #serial = 0;

  constructor(prefix: string) {
    this.#prefix = prefix;
  }

  /** The intent of a sample, with a key that nobody else has. */
  intent(sample: Sample, scope = scopeOf(sample)): Intent {
    this.#serial += 1;
    const partition = `day:${this.#prefix}:${String(scope ?? this.#serial)}`;
    const head = { key: `k1.${this.#prefix}.${this.#serial}`, partition, at: '2026-11-20T08:00:00Z' };
    return intentSchema.parse({ ...head, ...sample });
  }

  async post(erp: Erp, intent: Intent, kept: Kept): Promise<Result<Receipt>> {
    const facts = this.#queue(intent);
    const binding = this.#notes.get(intent.partition);
    const ledger = { facts, closedTags: [], untaken: 0, ...(binding ? { binding } : {}) };
    const answer = await carryOut(erp, intent, ledger, {
      ...kept,
      unknownLots: 'reject',
      allowedMethods: ['mrp.production.action_cancel'],
      bind: async (next) => {
        this.#notes.set(intent.partition, structuredClone(next));
        return ok(undefined);
      },
    });
    if (answer.ok) this.#mark(intent, 'posted');
    else if (['business', 'data'].includes(answer.failure.class)) this.#mark(intent, 'buried');
    return answer;
  }

  #queue(intent: Intent): readonly FactRow[] {
    const facts = this.#facts.get(intent.partition) ?? [];
    this.#facts.set(intent.partition, facts);
    if (isOrderIntent(intent) && !facts.some(({ key }) => key === intent.key))
      facts.push({ ...factOf(intent), seq: facts.length + 1, state: 'queued' });
    return facts;
  }

  #mark(intent: Intent, state: FactRow['state']): void {
    const facts = this.#facts.get(intent.partition) ?? [];
    const at = facts.findIndex(({ key }) => key === intent.key);
    const fact = facts[at];
    if (fact) facts[at] = { ...fact, state };
  }
}

/** Events about one order or asset go one after the other. */
export function scopeOf(sample: Sample): string | undefined {
  const asset = sample['asset'] as { readonly id: string } | undefined;
  const order = sample['order'];
  return typeof order === 'string' ? order : asset?.id;
}
