/** Grouping in Odoo 14: each sum gets a name of its own, or two of one field would share one. */
import { z } from 'zod';
import { fail, ok } from '../../../ports.ts';
import type { ReadGroups } from '../../reads.ts';
import { groupsUnreadable, sumLeftOut } from '../group-words.ts';

const row = z.looseObject({ __count: z.number() });

export const readGroups: ReadGroups = async (erp, { model, domain, by, aggregates, limit, timeZone }) => {
  const named = aggregates.map((aggregate, at) => ({ aggregate, name: `a${at}` }));
  const fields = named.map(({ aggregate, name }) => {
    const [field = '', how = 'sum'] = aggregate.split(':');
    return `${name}:${how}(${field})`;
  });
  const answer = await erp.call({
    ...{ model, method: 'read_group', repeatable: true },
    ...(timeZone === undefined ? {} : { context: { tz: timeZone } }),
    args: { domain, fields, groupby: by, lazy: false, limit },
  });
  if (!answer.ok) return answer;
  const parsed = z.array(row).safeParse(answer.value);
  if (!parsed.success) return fail(groupsUnreadable(model));
  // 14 leaves out without a word what it cannot sum, such as the latest of a time (measured).
  const left = named.find(({ name }) => parsed.data.some((found) => found[name] === undefined));
  if (left) return fail(sumLeftOut(model, left.aggregate));
  return ok(
    parsed.data.map((found) => ({
      by: Object.fromEntries(by.map((name) => [name, found[name]])),
      count: found.__count,
      values: Object.fromEntries(named.map(({ aggregate, name }) => [aggregate, found[name]])),
    })),
  );
};
