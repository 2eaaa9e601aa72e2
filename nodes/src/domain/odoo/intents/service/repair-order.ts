/** The repair order of a case, and its parts, by the names that we gave them. */
import { z } from 'zod';
import { fail, ok, type Result } from '../../../ports.ts';
import { externalId } from '../../binding.ts';
import { resolveExternalId } from '../../materials.ts';
import { refusal } from '../../refusals.ts';
import { rows } from '../../rows.ts';
import type { Task } from '../spec.ts';
import type { Repair } from './repair-schema.ts';

export const REPAIR = 'repair.order';

const row = z.object({ id: z.number(), name: z.string(), state: z.string() });
export type RepairOrder = z.output<typeof row>;

export const orderName = ({ intent }: Task<Repair>): string =>
  externalId('repair', `${intent.material.id}~${intent.serial}~${intent.repair}`);
export const partName = (task: Task<Repair>, index: number): string => `${orderName(task)}~${index}`;

export async function findOrder(task: Task<Repair>): Promise<Result<RepairOrder | undefined>> {
  const id = await resolveExternalId(task.erp, orderName(task), REPAIR, task.where);
  if (id.ok) return readOrder(task, id.value);
  return id.failure.code === 'unmapped' ? ok(undefined) : id;
}

export async function readOrder({ erp, where }: Task<Repair>, id: number): Promise<Result<RepairOrder>> {
  const found = await rows(erp, { model: REPAIR, row, domain: [['id', '=', id]] });
  if (!found.ok) return found;
  const [order] = found.value;
  if (!order) return fail(refusal('not-posted', where, `repair order ${id} is gone`));
  return order.state === 'cancel' ? fail(refusal('repair-over', where, `${order.name} is cancelled`)) : ok(order);
}
