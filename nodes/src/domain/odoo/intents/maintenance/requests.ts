/**
 * The maintenance requests that Plantwire made for one asset. Each carries the external id
 * `<asset, class>.<number>`: the number says which cycle of the class it is, so that two writers who both see none open
 * make the same one.
 */
import { z } from 'zod';
import { type Erp, fail, ok, type Result } from '../../../ports.ts';
import { externalId } from '../../binding.ts';
import { refusal, type Where } from '../../refusals.ts';
import { act, one, rows } from '../../rows.ts';

export const REQUEST = 'maintenance.request';

const row = z.object({
  id: z.number(),
  name: z.string(),
  equipment_id: one,
  maintenance_type: z.enum(['corrective', 'preventive']),
  priority: z.union([z.string(), z.literal(false).transform(() => '0')]),
  stage_id: one,
  done: z.boolean(),
  archive: z.boolean(),
});
export type RequestRow = z.output<typeof row>;

export interface OwnRequest extends RequestRow {
  readonly cycle: number;
}

/** What belongs together: at most one open request. The record in Odoo is part of it, as a code may be bound anew. */
export interface Family {
  readonly equipment: number;
  readonly stem: string;
}

export const familyOf = (kind: string, partition: string, name: string, equipment: number): Family => ({
  equipment,
  stem: externalId(kind, `${partition}.${name}.${equipment}.`),
});

/** An archived request is one that somebody cancelled. */
export const isOpen = (request: RequestRow): boolean => !request.done && !request.archive;

/** Far more than one asset and class ever have open; the newest come first. */
const MOST = 500;

export async function requestsOf(erp: Erp, family: Family): Promise<Result<OwnRequest[]>> {
  const domain = [['equipment_id', '=', family.equipment] as const];
  const found = await rows(erp, { model: REQUEST, row, domain, order: 'id desc', limit: MOST });
  if (!found.ok || found.value.length === 0) return found.ok ? ok([]) : found;
  const ids = found.value.map((request) => request.id);
  const names = await erp.call({ model: REQUEST, method: 'get_external_id', ids, repeatable: true });
  if (!names.ok) return names;
  const byId = z.record(z.string(), z.string()).safeParse(names.value).data ?? {};
  return ok(
    found.value.flatMap((request) => {
      const name = byId[String(request.id)] ?? '';
      const cycle = name.startsWith(family.stem) ? Number(name.slice(family.stem.length)) : Number.NaN;
      return Number.isInteger(cycle) ? [{ ...request, cycle }] : [];
    }),
  );
}

export const nextCycle = (requests: readonly OwnRequest[]): number =>
  Math.max(0, ...requests.map((request) => request.cycle)) + 1;

/** The newest open one: a person may have opened an older one again. */
export const openOf = (requests: readonly OwnRequest[]): OwnRequest | undefined =>
  requests.filter(isOpen).sort((left, right) => right.cycle - left.cycle)[0];

export async function readRequest(erp: Erp, id: number, where: Where): Promise<Result<RequestRow>> {
  const found = await rows(erp, { model: REQUEST, row, domain: [['id', '=', id]] });
  if (!found.ok) return found;
  const [first] = found.value;
  return first ? ok(first) : fail(refusal('not-posted', where, 'the maintenance request is gone'));
}

/** Absolute values only, so that a second attempt changes nothing. */
export async function writeRequest(
  erp: Erp,
  id: number,
  vals: Readonly<Record<string, unknown>>,
): Promise<Result<void>> {
  if (Object.keys(vals).length === 0) return ok(undefined);
  const written = await act(erp, REQUEST, 'write', [id], { vals }, { repeatable: true });
  return written.ok ? ok(undefined) : written;
}
