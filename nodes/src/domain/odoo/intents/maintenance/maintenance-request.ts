/** A maintenance request: one open per asset and class of trouble, and a tally of how often the trouble came. */
import { z } from 'zod';
import { fail, ok, type Result } from '../../../ports.ts';
import type { Receipt } from '../../../receipt.ts';
import { forVersion } from '../../dialects/choose.ts';
import { maintenance14 } from '../../dialects/v14/maintenance.ts';
import { maintenance19 } from '../../dialects/v19/maintenance.ts';
import { refusal } from '../../refusals.ts';
import { createOnce } from '../../rows.ts';
import { odooTime } from '../../time.ts';
import { findRecord } from '../references.ts';
import { defineIntent, recordRefSchema, standing, type Task } from '../spec.ts';
import { countOccurrences, type Occurrence, recordOccurrence, requestWith, titled } from './occurrences.ts';
import {
  type Family,
  familyOf,
  isOpen,
  nextCycle,
  openOf,
  REQUEST,
  type RequestRow,
  readRequest,
  requestsOf,
  writeRequest,
} from './requests.ts';

const schema = z.strictObject({
  kind: z.literal('maintenanceRequest'),
  ...standing,
  asset: recordRefSchema,
  /** What kind of trouble; a second trouble of another class gets a request of its own. */
  class: z.string().min(1).max(80),
  title: z.string().trim().min(1).max(200),
  priority: z.int().min(0).max(3),
  work: z.enum(['corrective', 'preventive']),
  details: z.array(z.string()).optional(),
  /** How often the trouble came since the last event; an event may stand for many that were held back. */
  occurrences: z.int().min(1).max(1_000_000).optional(),
  /** When the work is wanted. */
  wanted: z.string().optional(),
});
type MaintenanceRequest = z.output<typeof schema>;

export const maintenanceRequest = defineIntent({
  kind: 'maintenanceRequest',
  title: 'Ask for maintenance of an asset',
  schema,
  promised: {
    does: 'Opens one request per asset and class; while it is open, repetitions add a note, a tally in the title and, if need be, a higher priority.',
    postCondition: 'The request shows asset, kind of work, at least the priority, and the tally of all its events.',
    once: 'Request and notes are created once by external id: the number of the cycle, and the key of each event.',
    wizards: 'None.',
    undo: 'Close or cancel the request in Odoo; the next event opens another.',
  },
  needs: [
    [REQUEST, 'create', 'Maintenance'],
    [REQUEST, 'write', 'Maintenance'],
    ['maintenance.equipment', 'read', 'Maintenance'],
    ['mail.message', 'create', 'Discuss'],
  ],
  where: ({ asset, class: family }) => ({ attempted: `ask for maintenance (${family})`, on: asset.id }),
  carryOut,
});

async function carryOut(task: Task<MaintenanceRequest>): Promise<Result<Receipt>> {
  const { erp, intent, where } = task;
  const occurrence = occurrenceOf(intent);
  const known = await requestWith(erp, occurrence, where);
  if (!known.ok) return known;
  if (known.value !== undefined) return settle(task, known.value, 'already');
  const asset = await findRecord(erp, 'maintenance.equipment', intent.asset, where);
  if (!asset.ok) return asset;
  const family = familyOf('maintenance', intent.partition, intent.class, asset.value.id);
  const requests = await requestsOf(erp, family);
  if (!requests.ok) return requests;
  const open = openOf(requests.value);
  const id = open ? ok(open.id) : await raise(task, family, nextCycle(requests.value));
  if (!id.ok) return id;
  const noted = await recordOccurrence(erp, id.value, occurrence);
  return noted.ok ? settle(task, id.value, 'posted') : noted;
}

const occurrenceOf = ({ key, at, occurrences, title, details }: MaintenanceRequest): Occurrence => ({
  ...{ key, at, count: occurrences ?? 1 },
  lines: [`${title} (${at})`, ...(details ?? [])],
});

async function raise(task: Task<MaintenanceRequest>, family: Family, cycle: number): Promise<Result<number>> {
  const { erp, intent, where, profile } = task;
  const dialect = forVersion(profile, { v14: maintenance14, v19: maintenance19 });
  if (!dialect.ok) return dialect;
  const id = await createOnce(erp, REQUEST, {
    id: `${family.stem}${cycle}`,
    name: intent.title,
    'equipment_id/.id': String(family.equipment),
    maintenance_type: intent.work,
    priority: String(intent.priority),
    request_date: odooTime(intent.at).slice(0, 10),
    description: dialect.value.description([...(intent.details ?? []), `${intent.class}, ${intent.asset.id}`]),
    ...(intent.wanted === undefined ? {} : { schedule_date: odooTime(intent.wanted) }),
  });
  if (!id.ok) return id;
  const made = await readRequest(erp, id.value, where);
  if (!made.ok) return made;
  if (made.value.equipment_id === family.equipment && isOpen(made.value)) return id;
  return fail(refusal('not-posted', where, `request ${id.value} is of another asset or closed at once`));
}

/** The tally is an absolute value of what Odoo has noted; a closed request keeps its title. */
async function settle(
  task: Task<MaintenanceRequest>,
  id: number,
  verdict: Receipt['verdict'],
): Promise<Result<Receipt>> {
  const { erp, intent, where } = task;
  const count = await countOccurrences(erp, id);
  if (!count.ok) return count;
  const before = await readRequest(erp, id, where);
  if (!before.ok) return before;
  const wanted = isOpen(before.value) ? changesFor(before.value, intent, count.value) : {};
  const written = await writeRequest(erp, id, wanted);
  if (!written.ok) return written;
  const after = Object.keys(wanted).length > 0 ? await readRequest(erp, id, where) : before;
  if (!after.ok) return after;
  const shown = after.value;
  if (isOpen(shown) && Object.keys(changesFor(shown, intent, count.value)).length > 0)
    return fail(refusal('not-posted', where, `${shown.name}, priority ${shown.priority}`));
  const state = isOpen(shown) ? 'open' : 'closed';
  return ok({
    verdict: Object.keys(wanted).length > 0 ? 'posted' : verdict,
    summary: `${where.attempted} of ${where.on}: ${shown.name}`,
    records: [{ model: REQUEST, id, name: shown.name, state }],
    readBack: { occurrences: count.value, priority: shown.priority, work: shown.maintenance_type, state },
  });
}

function changesFor(request: RequestRow, intent: MaintenanceRequest, count: number): Record<string, unknown> {
  const name = titled(request.name, count);
  const isMoreUrgent = intent.priority > Number(request.priority);
  return {
    ...(name === request.name ? {} : { name }),
    ...(isMoreUrgent ? { priority: String(intent.priority) } : {}),
  };
}
