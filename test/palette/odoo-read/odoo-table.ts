/** An Odoo with one table, as a connection in Node-RED: ids 1 to `size`, whole records of the given weight. */
import { z } from 'zod';
import { system } from '../../../nodes/src/adapters/system.ts';
import { type ErpCall, ok, type Result } from '../../../nodes/src/domain/ports.ts';
import { defineNode } from '../../../nodes/src/host/define.ts';
import { registerConfig } from '../../../nodes/src/host/register.ts';

const definition = defineNode({
  type: 'odoo-connection',
  version: 1,
  category: 'config',
  role: 'config',
  summary: 'A table.',
  config: z.object({}),
  upgrades: [],
});

export const tableConnection = { id: 'odoo', type: 'plantwire-odoo-connection', configVersion: 1 };

export class OdooTable {
  readonly calls: ErpCall[] = [];
  readonly #size: number;
  readonly #charactersPerRecord: number;

  constructor(size: number, charactersPerRecord = 0) {
    this.#size = size;
    this.#charactersPerRecord = charactersPerRecord;
  }

  /** Pages that were asked for. */
  get pages(): number {
    return this.calls.filter(({ method }) => method === 'search_read').length;
  }

  readonly erp = {
    profile: () => Promise.reject(new Error('not asked')),
    call: async (call: ErpCall): Promise<Result<unknown>> => {
      this.calls.push(call);
      return ok(call.method === 'search_count' ? this.#size : this.#page(call));
    },
  };

  /** As a connection of Node-RED. */
  get entry() {
    const standing = () => ({ mode: 'normal', mayRead: true, mayPost: true, limit: 1 });
    const resource = {
      value: { ...this.erp, standing },
      health: async () => ({ health: 'ok', text: '' }) as const,
      close: async () => {},
    };
    return registerConfig(definition, system, async () => ok(resource));
  }

  #page({ args = {} }: ErpCall): readonly object[] {
    const { limit = this.#size, domain = [] } = args as { limit?: number; domain?: readonly unknown[] };
    const behind = domain.flatMap((term) => (Array.isArray(term) && term[1] === '>' ? [Number(term[2])] : []));
    const first = Math.max(0, ...behind);
    const note = 'x'.repeat(this.#charactersPerRecord);
    return Array.from({ length: Math.max(0, Math.min(limit, this.#size - first)) }, (_, at) => {
      const id = first + at + 1;
      return { id, note: `${id} ${note}` };
    });
  }
}
