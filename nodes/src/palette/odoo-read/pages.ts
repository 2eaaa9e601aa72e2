/** Where a reading stands. By id a page begins behind the last one, whatever was added or deleted meanwhile. */
import { z } from 'zod';
import { type Erp, fail, ok, type Result } from '../../domain/ports.ts';
import type { Config } from './filter.ts';
import { overLimit, strange } from './limits.ts';

const place = z.object({
  model: z.string(),
  domain: z.array(z.unknown()),
  count: z.number(),
  page: z.number(),
  /** Records on the pages before. */
  read: z.number(),
  /** Last id of the page before, 0 on the first. */
  after: z.number(),
});
export type Place = z.output<typeof place>;

export const startOf = (model: string, domain: readonly unknown[], count: number): Place => ({
  ...{ model, domain: [...domain], count, page: 1 },
  ...{ read: 0, after: 0 },
});

/** The place in a page that comes back to the input. */
export function placeIn(payload: unknown, model: string): Place | undefined {
  const found = z.object({ next: place }).safeParse(payload).data?.next;
  return found?.model === model ? found : undefined;
}

const rows = z.array(z.looseObject({ id: z.number() }));

export interface ReadPage {
  readonly records: readonly { readonly id: number }[];
  readonly next?: Place;
}

/** Records that match. */
export async function countOf(erp: Erp, model: string, domain: readonly unknown[]): Promise<Result<number>> {
  const answer = await erp.call({ model, method: 'search_count', args: { domain }, repeatable: true });
  if (!answer.ok) return answer;
  return typeof answer.value === 'number' ? ok(answer.value) : fail(strange(model));
}

/** One record more than the page tells whether there is another. */
export async function readPage(config: Config, erp: Erp, from: Place): Promise<Result<ReadPage>> {
  const { model, pageSize } = config;
  const order = config.order.trim() || 'id';
  const byId = order === 'id';
  const fields = config.fields.length > 0 ? config.fields : ['display_name'];
  const domain = byId && from.after > 0 ? [...from.domain, ['id', '>', from.after]] : from.domain;
  const answer = await erp.call({
    ...{ model, method: 'search_read', repeatable: true },
    args: { domain, fields, order, limit: pageSize + 1, ...(byId ? {} : { offset: from.read }) },
  });
  if (!answer.ok) return answer;
  const parsed = rows.safeParse(answer.value);
  if (!parsed.success) return fail(strange(model));
  const records = parsed.data.slice(0, pageSize);
  const read = from.read + records.length;
  const isLast = parsed.data.length <= pageSize;
  const tooMany = overLimit(config, isLast ? read : read + 1);
  if (tooMany && config.mode === 'many')
    return fail({ ...tooMany, reason: `records were added while reading: ${tooMany.reason}` });
  return ok(
    isLast ? { records } : { records, next: { ...from, page: from.page + 1, read, after: records.at(-1)?.id ?? 0 } },
  );
}
