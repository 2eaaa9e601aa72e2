/** From the form to the feed that does it. */
import type { Failure } from '../../domain/failure.ts';
import type { CounterState } from '../../domain/journal.ts';
import type { Feed, FeedParts } from '../../domain/odoo/changes/feed.ts';
import { EPOCH, textOf } from '../../domain/odoo/changes/moment.ts';
import { OrderFeed } from '../../domain/odoo/changes/order-feed.ts';
import { RecordFeed } from '../../domain/odoo/changes/record-feed.ts';
import { forVersion } from '../../domain/odoo/dialects/choose.ts';
import { orderTables as orderTables14 } from '../../domain/odoo/dialects/v14/changes.ts';
import { orderTables as orderTables19 } from '../../domain/odoo/dialects/v19/changes.ts';
import type { Domain } from '../../domain/odoo/rows.ts';
import { type Erp, fail, ok, type Result } from '../../domain/ports.ts';
import type { SitePackResource } from '../../domain/site/resource.ts';
import type { NodeContext } from '../../host/node.ts';
import type { Config } from './definition.ts';

export async function openFeed(
  context: NodeContext<Config>,
  site: SitePackResource,
  erp: Erp,
  notes: readonly CounterState[],
  take: FeedParts['take'],
): Promise<Result<Feed>> {
  const { config, clock, hash } = context;
  const start = startOf(config);
  if (!start.ok) return start;
  const domain = domainOf(config.domain);
  if (!domain.ok) return domain;
  const profile = await erp.profile();
  if (!profile.ok) return profile;
  const { enterprise, site: siteId } = site.pack;
  const { ownWrites, system, pageSize, overlapSeconds } = config;
  const parts: FeedParts = {
    ...{ erp, hash, ownUid: profile.value.uid, ownWrites, enterprise, site: siteId, system, take },
    nowMs: () => clock.now(),
  };
  const policy = { overlapMs: overlapSeconds * 1_000, pageSize, start: start.value, outbox: config.outbox === 'auto' };
  if (config.follow === 'orders') {
    const tables = forVersion(profile.value, { v14: orderTables14, v19: orderTables19 });
    if (!tables.ok) return tables;
    const first = config.start === 'now' ? 'known' : 'release';
    return ok(new OrderFeed({ ...parts, tables: tables.value, pack: site, first }, policy, notes));
  }
  const model = config.model.trim();
  if (model === '') return fail(unusable('Model', 'it is empty'));
  const fields = config.fields.length > 0 ? config.fields : ['display_name'];
  // Another model or filter is another thing to follow: it begins anew.
  const name = `${model}/${hash(JSON.stringify([profile.value.database, domain.value])).slice(0, 8)}`;
  return ok(new RecordFeed(parts, { name, model, fields, domain: domain.value }, policy, notes));
}

function startOf({ start, since }: Pick<Config, 'start' | 'since'>): Result<string> {
  if (start === 'now') return ok('now');
  if (start === 'all') return ok(EPOCH);
  const ms = /(Z|[+-]\d\d:?\d\d)$/.test(since.trim()) ? Date.parse(since.trim()) : Number.NaN;
  return Number.isNaN(ms) ? fail(unusable('Go back to', 'it is no time such as 2026-11-20T06:00:00Z')) : ok(textOf(ms));
}

function domainOf(text: string): Result<Domain> {
  if (text.trim() === '') return ok([]);
  try {
    const parsed: unknown = JSON.parse(text);
    if (Array.isArray(parsed)) return ok(parsed as Domain);
  } catch {
    // Falls through to the words for both.
  }
  return fail(unusable('Only records where', 'it is no JSON list'));
}

const unusable = (field: string, reason: string): Failure => ({
  code: 'node-misconfigured',
  class: 'configuration',
  attempted: 'follow changes',
  on: `field "${field}"`,
  reason,
  nextStep: 'Open the node, correct the field and deploy again.',
});
