/** Sums by group, by the rows of this version of Odoo; more groups than the limit are refused. */
import { forVersion } from '../../domain/odoo/dialects/choose.ts';
import { readGroups as readGroups14 } from '../../domain/odoo/dialects/v14/reads.ts';
import { readGroups as readGroups19 } from '../../domain/odoo/dialects/v19/reads.ts';
import type { Group } from '../../domain/odoo/reads.ts';
import { type Erp, fail, type Result } from '../../domain/ports.ts';
import type { Config } from './filter.ts';
import { overLimit } from './limits.ts';

const SUM = /^[A-Za-z_]\w*:(sum|avg|min|max|count|count_distinct)$/;

export async function readGroupsOf(
  config: Config,
  erp: Erp,
  domain: readonly unknown[],
  timeZone: string | undefined,
): Promise<Result<readonly Group[]>> {
  const { model, groupBy, aggregates, limit } = config;
  const wrong = aggregates.find((sum) => !SUM.test(sum));
  if (wrong !== undefined) return fail(unknownSum(model, wrong));
  const profile = await erp.profile();
  if (!profile.ok) return profile;
  const read = forVersion(profile.value, { v14: readGroups14, v19: readGroups19 });
  if (!read.ok) return read;
  const groups = await read.value(erp, {
    ...{ model, domain, by: groupBy, aggregates, limit: limit + 1 },
    ...(timeZone === undefined ? {} : { timeZone }),
  });
  if (!groups.ok) return groups;
  const tooMany = overLimit(config, groups.value.length);
  return tooMany ? fail({ ...tooMany, reason: `there are more than ${limit} groups` }) : groups;
}

const unknownSum = (model: string, sum: string) => ({
  code: 'filter-invalid',
  class: 'data' as const,
  attempted: `read ${model}`,
  on: 'field "Sums"',
  reason: `"${sum}" is no sum such as product_qty:sum`,
  nextStep: 'Write the field, a colon, and sum, avg, min, max, count or count_distinct.',
});
