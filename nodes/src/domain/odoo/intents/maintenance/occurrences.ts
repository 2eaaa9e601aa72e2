/**
 * How often the cause of a request came, as notes in its chatter: one per event, created once under an external id that
 * holds the event's key and how many occurrences it stands for. Odoo itself is the ledger, so a repeated or a lost
 * answer never counts twice. (`message_post` would: it has no external id.)
 */
import { z } from 'zod';
import { type Erp, ok, type Result } from '../../../ports.ts';
import { externalId } from '../../binding.ts';
import { paragraph } from '../../html.ts';
import { resolveExternalId } from '../../materials.ts';
import type { Where } from '../../refusals.ts';
import { createOnce, rows } from '../../rows.ts';
import { odooTime } from '../../time.ts';
import { REQUEST } from './requests.ts';

const MODEL = 'mail.message';
const STEM = externalId('occurrence', '');

export interface Occurrence {
  /** Idempotency key of the event. */
  readonly key: string;
  readonly at: string;
  readonly count: number;
  readonly lines: readonly string[];
}

const nameOf = ({ key, count }: Pick<Occurrence, 'key' | 'count'>): string =>
  externalId('occurrence', `${count}.${key}`);

/** The request that has this event already, also when it was closed since. */
export async function requestWith(erp: Erp, occurrence: Occurrence, where: Where): Promise<Result<number | undefined>> {
  const note = await resolveExternalId(erp, nameOf(occurrence), MODEL, where);
  if (!note.ok) return note.failure.code === 'unmapped' ? ok(undefined) : note;
  const row = z.object({ id: z.number(), model: z.string(), res_id: z.number() });
  const found = await rows(erp, { model: MODEL, row, domain: [['id', '=', note.value]] });
  if (!found.ok) return found;
  const [first] = found.value;
  return ok(first?.model === REQUEST ? first.res_id : undefined);
}

export async function recordOccurrence(erp: Erp, request: number, occurrence: Occurrence): Promise<Result<number>> {
  return createOnce(erp, MODEL, {
    id: nameOf(occurrence),
    model: REQUEST,
    res_id: String(request),
    message_type: 'comment',
    'subtype_id/id': 'mail.mt_note',
    date: odooTime(occurrence.at),
    body: paragraph(occurrence.lines),
  });
}

/** Occurrences of all events that this request has. */
export async function countOccurrences(erp: Erp, request: number): Promise<Result<number>> {
  const found = await rows(erp, {
    model: MODEL,
    row: z.object({ id: z.number() }),
    domain: [
      ['model', '=', REQUEST],
      ['res_id', '=', request],
    ],
  });
  if (!found.ok || found.value.length === 0) return found.ok ? ok(0) : found;
  const ids = found.value.map(({ id }) => id);
  const names = await erp.call({ model: MODEL, method: 'get_external_id', ids, repeatable: true });
  if (!names.ok) return names;
  const known = Object.values(z.record(z.string(), z.string()).safeParse(names.value).data ?? {});
  return ok(known.reduce((sum, name) => sum + countIn(name), 0));
}

function countIn(name: string): number {
  const count = name.startsWith(STEM) ? Number.parseInt(name.slice(STEM.length), 10) : 0;
  return Number.isNaN(count) ? 0 : count;
}

const TALLY = / \((\d+)×\)$/;

/** `Bearing hot` seen three times: `Bearing hot (3×)`. Keeps what a person made of the title. */
export const titled = (name: string, count: number): string => {
  const plain = name.replace(TALLY, '');
  return count > 1 ? `${plain} (${count}×)` : plain;
};
