/** Repairs of a lot: the line of what was repaired stays inside the house and has its parts tied to it. */
import type { Transformation } from '../genealogy/chain.ts';
import { ok, type Result } from '../ports.ts';
import { traceLines } from './genealogy-lines.ts';
import { partsOf, type Walk } from './genealogy-walk.ts';
import type { TraceLine } from './trace-line.ts';

/**
 * `near` and `far` as a step found them. What came out of production was taken out of the lot; where the lot itself did,
 * somebody took an order apart, which is no repair.
 */
export async function repairsOf(
  walk: Walk,
  near: readonly TraceLine[],
  far: readonly TraceLine[],
): Promise<Result<Transformation[]>> {
  const { erp, book, direction, mostLines } = walk;
  const [parts, wholes] = direction === 'up' ? [far, near] : [near, far];
  const ids = [
    ...new Set([...near.map(({ id }) => id), ...near.flatMap(({ inputs, outputs }) => [...inputs, ...outputs])]),
  ];
  if (ids.length === 0) return ok([]);
  const domain = [
    ['id', 'in', ids],
    ['location_id.usage', '=', 'production'],
  ] as const;
  const fromProduction = await traceLines(erp, book, domain, mostLines);
  if (!fromProduction.ok) return fromProduction;
  const out = new Set(fromProduction.value.lines.map(({ id }) => id));
  return ok(
    wholes.flatMap((whole) => {
      const own = parts.filter(({ id }) => whole.inputs.includes(id));
      if (own.length === 0 || out.has(whole.id)) return [];
      const [put, taken] = [own.filter(({ id }) => !out.has(id)), own.filter(({ id }) => out.has(id))];
      const inputs = partsOf(walk, put);
      return [
        { order: whole.document, at: whole.at, inputs, outputs: partsOf(walk, [whole]), removed: partsOf(walk, taken) },
      ];
    }),
  );
}
