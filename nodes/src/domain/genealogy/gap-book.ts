/**
 * Which gaps were told: each once when it appears, again when it says something else, and once more when it is healed.
 * Healed is a gap when its own document was looked at again and has it no more.
 */
import { z } from 'zod';
import type { CounterState } from '../journal.ts';
import type { Hash } from '../ports.ts';
import { SubjectRows } from '../subject-rows.ts';
import { type FoundGap, GAP_KINDS } from './gaps.ts';

const keptSchema = z.object({
  subject: z.string(),
  /** Names this opening: a gap that comes back is another one. */
  id: z.string(),
  revision: z.int(),
  state: z.enum(['open', 'closed']),
  kind: z.enum(GAP_KINDS),
  document: z.string(),
  about: z.enum(['order', 'shipment']),
  lot: z.object({ product: z.string(), lot: z.string(), isSerial: z.boolean() }).optional(),
  product: z.string().optional(),
  says: z.string(),
  openedAt: z.string(),
  changedAt: z.string(),
});
export type KeptGap = z.output<typeof keptSchema>;

export class GapBook extends SubjectRows<KeptGap> {
  constructor(saved: readonly CounterState[], hash: Hash) {
    super(
      {
        ...{ called: 'gaps', schema: keptSchema, hash },
        isOpen: ({ state }) => state === 'open',
        // Its next opening has a name of its own: nothing of it is needed any more.
        isOver: ({ state }) => state === 'closed',
      },
      saved,
    );
  }

  openOf(document: string): readonly KeptGap[] {
    return this.open().filter((gap) => gap.document === document);
  }
}

/** What is to be told after a document was looked at. */
export function changesOf(
  book: Pick<GapBook, 'get' | 'openOf'>,
  document: string,
  found: readonly FoundGap[],
  now: string,
  hash: Hash,
): readonly KeptGap[] {
  const there = new Set(found.map(({ subject }) => subject));
  const healed = book.openOf(document).filter(({ subject }) => !there.has(subject));
  return [
    ...found.flatMap((gap): KeptGap[] => {
      const known = book.get(gap.subject);
      if (known?.state !== 'open') {
        const id = `GAP-${hash(JSON.stringify([gap.subject, now])).slice(0, 12)}`;
        return [{ ...gap, id, revision: 1, state: 'open', openedAt: now, changedAt: now }];
      }
      if (known.says === gap.says) return [];
      return [{ ...known, ...gap, revision: known.revision + 1, changedAt: now }];
    }),
    ...healed.map((gap): KeptGap => ({ ...gap, revision: gap.revision + 1, state: 'closed', changedAt: now })),
  ];
}
