/**
 * Guarded endpoints of the crosswalk: rows and unknown codes for whoever may read, changes for whoever may write. Each
 * change needs a reason, and stands in the audit with the person.
 */
import { explain } from '../../domain/failure.ts';
import { toCsv } from '../../domain/site/crosswalk/csv.ts';
import { misfit } from '../../domain/site/crosswalk/fit.ts';
import { rowPage, targetChoices, type Wanted } from '../../domain/site/crosswalk/page.ts';
import { isMapped } from '../../domain/site/crosswalk/release.ts';
import type { CrosswalkMove } from '../../domain/site/crosswalk/row.ts';
import { type CrosswalkRow, crosswalkRowSchema } from '../../domain/site/pack.ts';
import type { Red, RedRequest, RedResponse } from '../red.ts';
import { importCsv } from './crosswalk-import.ts';
import { decisionBy, type Place, placed } from './crosswalk-place.ts';

const BASE = '/plantwire/crosswalk';
const MOST_MISSES = 1_000;
const STATUSES = ['proposed', 'approved', 'retired'] as const;

export function mountCrosswalk(red: Red): void {
  const read = red.auth.needsPermission('plantwire.read');
  const write = red.auth.needsPermission('plantwire.write');
  red.httpAdmin.get(BASE, read, placed(red, table));
  red.httpAdmin.get(`${BASE}/targets`, read, placed(red, targets));
  red.httpAdmin.get(`${BASE}/export`, read, placed(red, exported));
  red.httpAdmin.get(`${BASE}/audit`, read, placed(red, audit));
  red.httpAdmin.post(`${BASE}/import`, write, placed(red, importCsv));
  red.httpAdmin.post(`${BASE}/rows`, write, placed(red, add));
  red.httpAdmin.post(`${BASE}/rows/:id/:move`, write, placed(red, move));
}

/** Without parameters all of it; a person looks for words (`q`), a `status` or `pack`, and so many of the last changed (`limit`). */
async function table({ journal, site, request, response }: Place): Promise<void> {
  const { pack, crosswalk } = site;
  const rows = await journal.crosswalk(pack.name);
  if (!rows.ok) return refuse(response, explain(rows.failure));
  const misses = await journal.crosswalkMisses(pack.name, MOST_MISSES);
  if (!misses.ok) return refuse(response, explain(misses.failure));
  response.json({
    site: pack.name,
    ...rowPage<CrosswalkRow>(request.query['status'] === 'pack' ? pack.crosswalk : rows.value, wantedOf(request.query)),
    sitePack: pack.crosswalk,
    misses: misses.value.map((miss) => ({ ...miss, isMapped: isMapped(miss, crosswalk) })),
  });
}

function wantedOf({ q, status, limit }: RedRequest['query']): Wanted {
  const known = STATUSES.find((one) => one === status);
  const most = Number(limit);
  return {
    text: typeof q === 'string' ? q.trim() : '',
    ...(known === undefined ? {} : { status: known }),
    ...(Number.isInteger(most) && most > 0 ? { limit: most } : {}),
  };
}

/** What a code of a kind may mean here. */
async function targets({ site, request, response }: Place): Promise<void> {
  const domain = crosswalkRowSchema.shape.domain.safeParse(request.query['domain']);
  response.json({ targets: domain.success ? targetChoices(site.pack, domain.data) : [] });
}

async function exported({ journal, site, response }: Place): Promise<void> {
  const rows = await journal.crosswalk(site.pack.name);
  if (!rows.ok) return refuse(response, explain(rows.failure));
  response.set('content-type', 'text/csv; charset=utf-8');
  response.set(
    'content-disposition',
    `attachment; filename="crosswalk-${site.pack.name.replaceAll(/[^\w.-]/g, '_')}.csv"`,
  );
  response.send(toCsv(rows.value));
}

/** Changes of the crosswalk are about no letter; what exactly changed is for those who may write. */
async function audit({ journal, request, response }: Place): Promise<void> {
  const beforeSeq = Number(request.query['before'] ?? Number.NaN);
  const entries = await journal.audit({ letter: 0, ...(Number.isInteger(beforeSeq) ? { beforeSeq } : {}) });
  if (!entries.ok) return refuse(response, explain(entries.failure));
  response.json({ audit: entries.value.map(({ letter: _letter, detail: _detail, ...entry }) => entry) });
}

async function add(place: Place): Promise<void> {
  const { row } = (place.request.body ?? {}) as { readonly row?: unknown };
  const parsed = crosswalkRowSchema.safeParse({ status: 'proposed', ...(typeof row === 'object' ? row : {}) });
  if (!parsed.success) {
    const words = parsed.error.issues.map(({ path, message }) => `${path.join('.') || 'row'}: ${message}`);
    return refuse(place.response, words.join('; '), 400);
  }
  const against = misfit(place.site.pack, parsed.data);
  if (against) return refuse(place.response, against);
  return change(place, { kind: 'add', row: parsed.data });
}

async function move(place: Place): Promise<void> {
  const { request, response, journal, site } = place;
  const id = Number(request.params['id'] ?? Number.NaN);
  const rows = await journal.crosswalk(site.pack.name);
  if (!rows.ok) return refuse(response, explain(rows.failure));
  const row = rows.value.find((one) => one.id === id);
  if (!row) return refuse(response, `There is no row ${id}.`, 404);
  const wanted = moveOf(place, id);
  if (!wanted) return refuse(response, 'A row can be approved, retired or, with `validTo`, ended.', 400);
  const against = wanted.kind === 'approve' ? misfit(site.pack, row) : undefined;
  return against ? refuse(response, against) : change(place, wanted);
}

function moveOf({ request }: Place, id: number): CrosswalkMove | undefined {
  const kind = request.params['move'];
  if (kind === 'approve' || kind === 'retire') return { kind, id };
  const { validTo } = (request.body ?? {}) as { readonly validTo?: unknown };
  const parsed = crosswalkRowSchema.shape.validTo.safeParse(validTo);
  return kind === 'end' && parsed.success && parsed.data ? { kind, id, validTo: parsed.data } : undefined;
}

async function change(place: Place, one: CrosswalkMove): Promise<void> {
  const { journal, site, response } = place;
  const decision = decisionBy(place);
  if (decision.reason === '') return refuse(response, 'Say in `reason` why it is changed.', 400);
  const done = await journal.changeCrosswalk({ site: site.pack.name, moves: [one] }, decision);
  if (!done.ok) return refuse(response, explain(done.failure));
  const text = done.value.changed === 0 ? 'It is so already.' : 'Changed.';
  response.json({ text, changed: done.value.changed });
}

const refuse = (response: RedResponse, text: string, status = 409): void => response.status(status).json({ text });
