/** Grouping in Odoo 19; `read_group` is deprecated there. */
import { z } from 'zod';
import { fail, ok } from '../../../ports.ts';
import type { ReadGroups } from '../../reads.ts';
import { groupsUnreadable } from '../group-words.ts';

const row = z.looseObject({ __count: z.number() });

export const readGroups: ReadGroups = async (erp, { model, domain, by, aggregates, limit, timeZone }) => {
  const answer = await erp.call({
    ...{ model, method: 'formatted_read_group', repeatable: true },
    ...(timeZone === undefined ? {} : { context: { tz: timeZone } }),
    args: { domain, groupby: by, aggregates: ['__count', ...aggregates], limit },
  });
  if (!answer.ok) return answer;
  const parsed = z.array(row).safeParse(answer.value);
  if (!parsed.success) return fail(groupsUnreadable(model));
  const pick = (found: z.output<typeof row>, names: readonly string[]) =>
    Object.fromEntries(names.map((name) => [name, found[name]]));
  return ok(
    parsed.data.map((found) => ({ by: pick(found, by), count: found.__count, values: pick(found, aggregates) })),
  );
};
