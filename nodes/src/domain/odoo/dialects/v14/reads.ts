/** Grouping in Odoo 14: each sum gets a name of its own, or two of one field would share one. */
import { z } from 'zod';
import { fail, ok } from '../../../ports.ts';
import type { ReadGroups } from '../../reads.ts';
import { groupsUnreadable, sumLeftOut } from '../group-words.ts';

const row = z.looseObject({ __count: z.number(), __domain: z.array(z.unknown()).optional() });

const term = z.tuple([z.string(), z.string(), z.unknown()]);

/**
 * 14 gives only the name of a group of time ("28 Mar 2026", measured); where it begins stands in the group's domain, in the
 * order of the fields it is grouped by and before what was asked for. 19 gives both as the value.
 */
function keysOf(by: readonly string[], found: z.output<typeof row>): Readonly<Record<string, unknown>> {
  const begins = (found.__domain ?? []).flatMap((one) => {
    const [field, operator, value] = term.safeParse(one).data ?? [];
    return operator === '>=' ? [{ field, value }] : [];
  });
  const keys = by.map((name) => {
    const key = found[name];
    const [field, grain] = name.split(':');
    if (grain === undefined || typeof key !== 'string') return [name, key];
    const at = begins.findIndex((one) => one.field === field);
    const [begin] = at < 0 ? [] : begins.splice(at, 1);
    return [name, [begin?.value ?? false, key]];
  });
  return Object.fromEntries(keys);
}

export const readGroups: ReadGroups = async (erp, { model, domain, by, aggregates, limit, timeZone }) => {
  const named = aggregates.map((aggregate, at) => ({ aggregate, name: `a${at}` }));
  const fields = named.map(({ aggregate, name }) => {
    const [field = '', how = 'sum'] = aggregate.split(':');
    return `${name}:${how}(${field})`;
  });
  const answer = await erp.call({
    ...{ model, method: 'read_group', repeatable: true },
    ...(timeZone === undefined ? {} : { context: { tz: timeZone } }),
    // An empty list would mean every stored field, also those that the user may not read.
    args: { domain, fields: fields.length > 0 ? fields : ['__count'], groupby: by, lazy: false, limit },
  });
  if (!answer.ok) return answer;
  const parsed = z.array(row).safeParse(answer.value);
  if (!parsed.success) return fail(groupsUnreadable(model));
  // 14 leaves out without a word what it cannot sum, such as the latest of a time (measured).
  const left = named.find(({ name }) => parsed.data.some((found) => found[name] === undefined));
  if (left) return fail(sumLeftOut(model, left.aggregate));
  return ok(
    parsed.data.map((found) => ({
      by: keysOf(by, found),
      count: found.__count,
      values: Object.fromEntries(named.map(({ aggregate, name }) => [aggregate, found[name]])),
    })),
  );
};
