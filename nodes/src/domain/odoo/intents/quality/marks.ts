/**
 * Which holds rest on a lot, as its history in Odoo tells: a note for each hold and each release. Holds of what a lot was
 * made of rest on it too, and are decided in another ordering scope; so Odoo is where they all meet.
 */
import { z } from 'zod';
import { ok, type Result } from '../../../ports.ts';
import { rows } from '../../rows.ts';
import { type GroupLot, HOLD, idsOf, type LotGroup, RELEASE } from './lot-group.ts';
import { noteOnce } from './notes.ts';

export interface Marks {
  readonly held: ReadonlySet<string>;
  readonly released: ReadonlySet<string>;
}

const NONE: Marks = { held: new Set(), released: new Set() };
export const marksOf = (marks: ReadonlyMap<number, Marks>, lot: number): Marks => marks.get(lot) ?? NONE;

const row = z.object({ id: z.number(), res_id: z.number(), subject: z.string() });

export async function readMarks(
  group: Pick<LotGroup, 'erp' | 'book' | 'lots'>,
): Promise<Result<ReadonlyMap<number, Marks>>> {
  if (group.lots.size === 0) return ok(new Map());
  const found = await rows(group.erp, {
    model: 'mail.message',
    row,
    domain: [
      ['model', '=', group.book.lotModel],
      ['res_id', 'in', idsOf(group)],
      '|',
      ['subject', '=like', `${HOLD}%`],
      ['subject', '=like', `${RELEASE}%`],
    ],
  });
  if (!found.ok) return found;
  const marks = new Map<number, { held: Set<string>; released: Set<string> }>();
  for (const { res_id, subject } of found.value) {
    const of = marks.get(res_id) ?? { held: new Set(), released: new Set() };
    marks.set(res_id, of);
    if (subject.startsWith(HOLD)) of.held.add(subject.slice(HOLD.length));
    else of.released.add(subject.slice(RELEASE.length));
  }
  return ok(marks);
}

/** True where one of them did not have it yet; `read`: what was read of them before. */
export async function mark(
  group: LotGroup,
  lots: readonly GroupLot[],
  word: typeof HOLD | typeof RELEASE,
  lines: readonly string[],
  read?: ReadonlyMap<number, Marks>,
): Promise<Result<boolean>> {
  const { erp, book, hold } = group;
  const known = read ? ok(read) : await readMarks({ ...group, lots: new Map(lots.map((lot) => [lot.id, lot])) });
  if (!known.ok) return known;
  let isNew = false;
  for (const { id } of lots) {
    const { held, released } = marksOf(known.value, id);
    if ((word === HOLD ? held : released).has(hold)) continue;
    const noted = await noteOnce(erp, `${word}${id}.${hold}`, { model: book.lotModel, id }, lines, `${word}${hold}`);
    if (!noted.ok) return noted;
    isNew = true;
  }
  return ok(isNew);
}
