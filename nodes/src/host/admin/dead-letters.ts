/**
 * Guarded endpoints of the dead letters. A message may hold what the plant keeps to itself: a reader sees lists, causes
 * and who decided what; payloads, and everything that decides or asks Odoo, need `plantwire.write`.
 */
import type { DeadLetterSummary } from '../../domain/delivery/dead-letter.ts';
import { switchIn } from '../../domain/delivery/switching.ts';
import { explain } from '../../domain/failure.ts';
import type { Red } from '../red.ts';
import { systemInUse } from '../system-in-use.ts';
import { replayMany } from './letter-bulk.ts';
import { check, discard, letterOf, refuse, replay } from './letter-decisions.ts';
import { filterOf } from './letter-filter.ts';
import { guarded, type Visit } from './letter-surroundings.ts';

const BASE = '/plantwire/dead-letters';

export function mountDeadLetters(red: Red): void {
  const read = red.auth.needsPermission('plantwire.read');
  const write = red.auth.needsPermission('plantwire.write');
  red.httpAdmin.get(BASE, read, guarded(red, list));
  red.httpAdmin.get(`${BASE}/causes`, read, guarded(red, causes));
  red.httpAdmin.get(`${BASE}/audit`, read, guarded(red, audit));
  red.httpAdmin.post(`${BASE}/replay`, write, guarded(red, replayMany));
  red.httpAdmin.get(`${BASE}/:id`, write, guarded(red, one));
  red.httpAdmin.post(`${BASE}/:id/check`, write, guarded(red, check));
  red.httpAdmin.post(`${BASE}/:id/replay`, write, guarded(red, replay));
  red.httpAdmin.post(`${BASE}/:id/discard`, write, guarded(red, discard));
}

async function list({ journal, request, response }: Visit): Promise<void> {
  const filter = filterOf(request.query, systemInUse().clock.now());
  const page = await journal.deadLetterPage(filter);
  if (!page.ok) return refuse(response, page.failure);
  const { letters, total, isBounded, flows } = page.value;
  const more = letters.length === filter.limit;
  response.json({ deadLetters: letters.map(told), more, total, isBounded, flows });
}

async function causes({ journal, request, response }: Visit): Promise<void> {
  const nowMs = systemInUse().clock.now();
  const found = await journal.deadLetterCauses(filterOf(request.query, nowMs));
  if (!found.ok) return refuse(response, found.failure);
  const aged = found.value.map((cause) => ({ ...cause, oldestAgeMs: nowMs - cause.oldestBuriedAt }));
  response.json({ causes: aged });
}

/** Without what was changed, which is payload; how a connection was switched is none. */
async function audit({ journal, request, response }: Visit): Promise<void> {
  const letter = Number(request.query['letter'] ?? Number.NaN);
  const beforeSeq = Number(request.query['before'] ?? Number.NaN);
  const entries = await journal.audit({
    ...(Number.isInteger(letter) ? { letter } : {}),
    ...(Number.isInteger(beforeSeq) ? { beforeSeq } : {}),
  });
  if (!entries.ok) return refuse(response, entries.failure);
  const told = entries.value.map(({ detail, ...entry }) => {
    const found = switchIn(detail);
    return { ...entry, ...(found ? { detail: { switch: found } } : {}) };
  });
  response.json({ audit: told });
}

async function one(visit: Visit): Promise<void> {
  const letter = await letterOf(visit);
  if (!letter) return;
  const entries = await visit.journal.audit({ letter: letter.id });
  if (!entries.ok) return refuse(visit.response, entries.failure);
  visit.response.json({ ...letter, ...told(letter), audit: entries.value });
}

/** What happened, where, why, what next, and for how long it has been waiting. */
function told<L extends DeadLetterSummary>(letter: L): L & { text: string; ageMs: number; isLate: boolean } {
  const nowMs = systemInUse().clock.now();
  const isLate = letter.state === 'open' && letter.dueAt !== undefined && letter.dueAt < nowMs;
  return { ...letter, text: explain(letter.failure), ageMs: Math.max(0, nowMs - letter.buriedAt), isLate };
}
