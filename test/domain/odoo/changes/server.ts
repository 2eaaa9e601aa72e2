/** A table as PostgreSQL keeps it: a transaction bears the time at which it began, and shows when it commits. */
import type { Failure } from '../../../../nodes/src/domain/failure.ts';
import { type Erp, type ErpCall, fail, ok } from '../../../../nodes/src/domain/ports.ts';

export interface Write {
  readonly id: number;
  readonly value: number;
  readonly beganMs: number;
  readonly commitMs: number;
  /** User who writes. */
  readonly by?: number;
}

interface Stored {
  readonly value: number;
  readonly beganMs: number;
  readonly by: number;
}

export class Table {
  readonly #rows = new Map<number, Stored>();
  readonly calls: ErpCall[] = [];
  /** Every call fails with it while it is set. */
  failure: Failure | undefined;

  /** First committer wins: who began before the last change of a record is tried again with a new time, as Odoo does. */
  commit({ id, value, beganMs, commitMs, by = 2 }: Write): void {
    const known = this.#rows.get(id);
    const began = known && known.beganMs > beganMs ? commitMs : beganMs;
    this.#rows.set(id, { value, beganMs: began, by });
  }

  delete(id: number): void {
    this.#rows.delete(id);
  }

  values(): ReadonlyMap<number, number> {
    return new Map([...this.#rows].map(([id, { value }]) => [id, value]));
  }

  readonly erp: Erp = {
    profile: async () => ok({ major: 19, version: '19.0', protocol: 'json2', database: 'plant', uid: 7 }),
    call: async (call) => {
      this.calls.push(call);
      if (this.failure) return fail(this.failure);
      const rows = this.#searchRead(call.args ?? {});
      return ok(call.method === 'search' ? rows.map(({ id }) => id) : rows);
    },
  };

  #searchRead(args: Readonly<Record<string, unknown>>): readonly Record<string, unknown>[] {
    const { domain, order, limit } = args as { domain: unknown[]; order: string; limit?: number };
    const all = [...this.#rows].map(([id, stored]) => ({ id, ...stored, at: odooText(stored.beganMs) }));
    const matching = all.filter((row) =>
      domain.every((term) => {
        const [field, operator, wanted] = term as [string, string, string | number | number[]];
        if (Array.isArray(wanted)) return wanted.includes(row.id);
        if (operator === '<=') return row.at <= String(wanted);
        return field === 'id' && operator === '>' ? row.id > Number(wanted) : row.at >= String(wanted);
      }),
    );
    const sorted = matching.sort((one, other) =>
      order === 'id' ? one.id - other.id : other.beganMs - one.beganMs || other.id - one.id,
    );
    return sorted.slice(0, limit ?? sorted.length).map(({ id, value, at, by }) => ({
      ...{ id, value, write_date: at, create_date: at, write_uid: [by, 'Somebody'], create_uid: [2, 'Somebody'] },
    }));
  }
}

export const odooText = (ms: number): string => new Date(ms).toISOString().slice(0, 19).replace('T', ' ');
