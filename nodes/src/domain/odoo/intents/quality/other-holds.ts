/** Which other holds rest on lots that are to be released: of the journal for their own, of Odoo for all. */
import { ok, type Result } from '../../../ports.ts';
import { HOLD, type LotGroup, linesUnder, RELEASE, transfersUnder } from './lot-group.ts';
import type { LotLine } from './lot-line.ts';
import { type Marks, marksOf, readMarks } from './marks.ts';
import { type LotMemory, otherHolds } from './memory.ts';

/** Names of the others by lot; lots that no other holds are not in it. `hold`: that of the journal that ends. */
export async function otherHoldsOf(
  group: LotGroup,
  memory: LotMemory,
  hold: string,
  { marks, away }: Resting,
): Promise<Result<ReadonlyMap<number, readonly string[]>>> {
  const isOwn = group.hold === hold;
  if (group.lots.size === 0) return ok(new Map());
  const taken = await holdsOf(group, away);
  if (!taken.ok) return taken;
  const others = new Map<number, readonly string[]>();
  for (const id of group.lots.keys()) {
    const { held, released } = marksOf(marks, id);
    const names = new Set([...held, ...(taken.value.get(id) ?? []), ...(isOwn ? otherHolds(memory, hold) : [])]);
    const open = [...names].filter(
      (name) => name !== group.hold && !released.has(name) && !(isOwn && memory.holds[name] === 'released'),
    );
    if (open.length > 0) others.set(id, open);
  }
  return ok(others);
}

/** What was read of the lots that are to be released. */
export interface Resting {
  readonly marks: ReadonlyMap<number, Marks>;
  /** What holds took and nothing has brought back. */
  readonly away: readonly LotLine[];
}

export async function readResting(group: LotGroup): Promise<Result<Resting>> {
  if (group.lots.size === 0) return ok({ marks: new Map(), away: [] });
  const marks = await readMarks(group);
  if (!marks.ok) return marks;
  const lines = await linesUnder(group, '=like', HOLD);
  if (!lines.ok) return lines;
  const returned = await transfersUnder(group, '=like', RELEASE);
  if (!returned.ok) return returned;
  const back = new Set(returned.value.map(({ origin }) => Number(origin.split('#').at(-1))));
  return ok({ marks: marks.value, away: lines.value.filter(({ id }) => !back.has(id)) });
}

/** One that ended before the note of it was made has taken the goods all the same. */
async function holdsOf(
  group: LotGroup,
  away: readonly LotLine[],
): Promise<Result<ReadonlyMap<number, ReadonlySet<string>>>> {
  if (away.length === 0) return ok(new Map());
  const slips = await transfersUnder(group, '=like', HOLD);
  if (!slips.ok) return slips;
  const originOf = new Map(slips.value.map(({ id, origin }) => [id, origin.slice(HOLD.length)]));
  const holds = new Map<number, Set<string>>();
  for (const { lot, picking } of away) {
    const hold = originOf.get(picking?.id ?? 0);
    if (lot && hold !== undefined) holds.set(lot.id, (holds.get(lot.id) ?? new Set()).add(hold));
  }
  return ok(holds);
}
