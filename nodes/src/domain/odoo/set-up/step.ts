/** What the set-up of a database is made of: steps in words that are done or only told, each after a look whether it is done. */
import { z } from 'zod';
import { type Erp, ok, type Result } from '../../ports.ts';
import { rows } from '../rows.ts';

/** One thing to do, in words, and how. */
export interface SetUpStep {
  readonly says: string;
  run(): Promise<Result<unknown>>;
}

/** Record behind an external id; undefined when there is none. For administrators: others may not read the table. */
export async function recordNamed(admin: Erp, externalId: string, model: string): Promise<Result<number | undefined>> {
  const dot = externalId.indexOf('.');
  const found = await rows(admin, {
    model: 'ir.model.data',
    row: z.object({ id: z.number(), res_id: z.number() }),
    domain: [
      ['module', '=', externalId.slice(0, dot)],
      ['name', '=', externalId.slice(dot + 1)],
      ['model', '=', model],
    ],
    limit: 1,
  });
  return found.ok ? ok(found.value[0]?.res_id) : found;
}

export const writeRecord = (
  admin: Erp,
  model: string,
  id: number,
  vals: Readonly<Record<string, unknown>>,
): Promise<Result<unknown>> => admin.call({ model, method: 'write', ids: [id], args: { vals }, repeatable: true });
