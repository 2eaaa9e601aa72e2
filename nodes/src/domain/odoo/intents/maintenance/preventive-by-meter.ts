/** Preventive work that a meter asks for: one request per interval of running hours or cycles. Odoo has no such trigger. */
import { z } from 'zod';
import { fail, ok, type Result } from '../../../ports.ts';
import type { Receipt } from '../../../receipt.ts';
import { amount, text } from '../../amount.ts';
import { forVersion } from '../../dialects/choose.ts';
import { maintenance14 } from '../../dialects/v14/maintenance.ts';
import { maintenance19 } from '../../dialects/v19/maintenance.ts';
import { refusal } from '../../refusals.ts';
import { createOnce } from '../../rows.ts';
import { odooTime } from '../../time.ts';
import { findRecord } from '../references.ts';
import { defineIntent, recordRefSchema, standing, type Task } from '../spec.ts';
import {
  type Family,
  familyOf,
  isOpen,
  type OwnRequest,
  openOf,
  REQUEST,
  readRequest,
  requestsOf,
} from './requests.ts';

const quantity = z.strictObject({ value: z.string().regex(/^\d{1,15}(\.\d{1,9})?$/), uom: z.string() });

const schema = z.strictObject({
  kind: z.literal('preventiveByMeter'),
  ...standing,
  asset: recordRefSchema,
  meter: z.string().min(1).max(80),
  /** Rises when the meter was replaced or set back: intervals are counted anew. */
  epoch: z.int().min(0),
  reading: quantity,
  /** Work is due whenever the meter passes a multiple of this. */
  interval: quantity,
  title: z.string().trim().min(1).max(200).optional(),
});
type PreventiveByMeter = z.output<typeof schema>;

export const preventiveByMeter = defineIntent({
  kind: 'preventiveByMeter',
  title: 'Ask for preventive maintenance by a meter',
  schema,
  promised: {
    does: 'Opens one preventive request when the meter has passed the next multiple of its interval and none is open.',
    postCondition: 'The request of this interval exists for the asset as preventive work.',
    once: 'Created once by an external id of asset, meter, its epoch and the number of the interval.',
    wizards: 'None.',
    undo: 'Cancel the request in Odoo; the interval after it opens the next.',
  },
  needs: [
    [REQUEST, 'create', 'Maintenance'],
    ['maintenance.equipment', 'read', 'Maintenance'],
  ],
  where: ({ asset, meter }) => ({ attempted: `check the interval of meter ${meter}`, on: asset.id }),
  carryOut,
});

async function carryOut(task: Task<PreventiveByMeter>): Promise<Result<Receipt>> {
  const { erp, intent, where } = task;
  const { reading, interval } = intent;
  if (reading.uom !== interval.uom) return fail(refusal('unit-mismatch', where, `${reading.uom} and ${interval.uom}`));
  if (amount(interval.value).isZero()) return fail(refusal('no-interval', where));
  const due = amount(reading.value).dividedToIntegerBy(interval.value).toNumber();
  if (due < 1) return ok(noted(task, `due at ${text(amount(interval.value))} ${interval.uom}`));
  const asset = await findRecord(erp, 'maintenance.equipment', intent.asset, where);
  if (!asset.ok) return asset;
  const name = `${intent.meter}.${intent.epoch}`;
  const family = familyOf('preventive', intent.partition, name, asset.value.id);
  const requests = await requestsOf(erp, family);
  if (!requests.ok) return requests;
  const mine = requests.value.find((request) => request.cycle === due);
  if (mine) return ok(receipt(task, mine, 'already'));
  // A reading that comes late belongs to an interval that was asked for since.
  const newest = Math.max(0, ...requests.value.map((request) => request.cycle));
  if (newest > due) return ok(noted(task, `interval ${newest} was asked for already`));
  const open = openOf(requests.value);
  return open ? ok(noted(task, `${open.name} is still open`, open)) : raise(task, family, due);
}

async function raise(task: Task<PreventiveByMeter>, family: Family, due: number): Promise<Result<Receipt>> {
  const { erp, intent, where, profile } = task;
  const { meter, reading, interval } = intent;
  const dialect = forVersion(profile, { v14: maintenance14, v19: maintenance19 });
  if (!dialect.ok) return dialect;
  const at = `${text(amount(interval.value).times(due))} ${interval.uom}`;
  const id = await createOnce(erp, REQUEST, {
    id: `${family.stem}${due}`,
    name: `${intent.title ?? `Preventive maintenance, ${meter}`}: ${at}`,
    'equipment_id/.id': String(family.equipment),
    maintenance_type: 'preventive',
    priority: '1',
    request_date: odooTime(intent.at).slice(0, 10),
    description: dialect.value.description([`${meter}: ${reading.value} ${reading.uom}`, `due at ${at}`]),
  });
  if (!id.ok) return id;
  const made = await readRequest(erp, id.value, where);
  if (!made.ok) return made;
  const { equipment_id, maintenance_type } = made.value;
  if (equipment_id !== family.equipment || maintenance_type !== 'preventive')
    return fail(refusal('not-posted', where, JSON.stringify(made.value)));
  return ok(receipt(task, { ...made.value, cycle: due }, 'posted'));
}

const receipt = ({ where }: Task<PreventiveByMeter>, request: OwnRequest, verdict: Receipt['verdict']): Receipt => ({
  verdict,
  summary: `${where.attempted} of ${where.on}: ${request.name}`,
  records: [{ model: REQUEST, id: request.id, name: request.name, state: isOpen(request) ? 'open' : 'closed' }],
  readBack: { interval: request.cycle, work: request.maintenance_type },
});

const noted = ({ where }: Task<PreventiveByMeter>, why: string, request?: OwnRequest): Receipt => ({
  verdict: 'noted',
  summary: `${where.attempted} of ${where.on}: ${why}`,
  records: request ? [{ model: REQUEST, id: request.id, name: request.name, state: 'open' }] : [],
  readBack: { note: why },
});
