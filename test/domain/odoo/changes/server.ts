/** A table as PostgreSQL keeps it: a transaction bears the time at which it began, and shows when it commits. */
import { type Erp, type ErpCall, ok } from '../../../../nodes/src/domain/ports.ts';

export interface Write {
  readonly id: number;
  readonly value: number;
  readonly beganMs: number;
  readonly commitMs: number;
}

interface Stored {
  value: number;
  beganMs: number;
}

export class Table {
  readonly #rows = new Map<number, Stored>();
  /** What a faultless observer of every commit would have seen last. */
  readonly calls: ErpCall[] = [];

  /** First committer wins: who began before the last change of a record is tried again with a new time, as Odoo does. */
  commit({ id, value, beganMs, commitMs }: Write): void {
    const known = this.#rows.get(id);
    const began = known && known.beganMs > beganMs ? commitMs : beganMs;
    this.#rows.set(id, { value, beganMs: began });
  }

  delete(id: number): void {
    this.#rows.delete(id);
  }

  values(): ReadonlyMap<number, number> {
    return new Map([...this.#rows].map(([id, { value }]) => [id, value]));
  }

  readonly erp: Erp = {
    profile: () => Promise.reject(new Error('not asked')),
    call: async (call) => {
      this.calls.push(call);
      return ok(this.#searchRead(call.args ?? {}));
    },
  };

  #searchRead(args: Readonly<Record<string, unknown>>): readonly Record<string, unknown>[] {
    const { domain, order, limit } = args as { domain: unknown[]; order: string; limit?: number };
    const all = [...this.#rows].map(([id, { value, beganMs }]) => ({ id, value, beganMs, at: odooText(beganMs) }));
    const matching = all.filter((row) =>
      domain.every((term) => {
        const [field, operator, wanted] = term as [string, string, string | number];
        return field === 'id' && operator === '>' ? row.id > Number(wanted) : row.at >= String(wanted);
      }),
    );
    const sorted = matching.sort((one, other) =>
      order === 'id' ? one.id - other.id : other.beganMs - one.beganMs || other.id - one.id,
    );
    return sorted.slice(0, limit ?? sorted.length).map(({ id, value, at }) => ({
      ...{ id, value, write_date: at, create_date: at, write_uid: [2, 'Somebody'], create_uid: [2, 'Somebody'] },
    }));
  }
}

export const odooText = (ms: number): string => new Date(ms).toISOString().slice(0, 19).replace('T', ' ');
