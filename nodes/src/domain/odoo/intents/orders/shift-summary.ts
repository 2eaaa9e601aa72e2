/** What a work centre came to in a shift: one record, replaced by every newer revision and by no older one. */
import { z } from 'zod';
import type { Failure } from '../../../failure.ts';
import { fail, ok, type Result } from '../../../ports.ts';
import type { Receipt } from '../../../receipt.ts';
import { externalId } from '../../binding.ts';
import { resolveExternalId } from '../../materials.ts';
import { refusal, type Where } from '../../refusals.ts';
import { act, createOnce, one, rows, textOrNone } from '../../rows.ts';
import { SHIFT_TABLE, type ShiftField } from '../../shift-table.ts';
import { odooTime } from '../../time.ts';
import { findRecord } from '../references.ts';
import { defineIntent, recordRefSchema, standing, type Task } from '../spec.ts';

const number = z.string().regex(/^-?\d+(\.\d+)?$/, 'a decimal number written as text');
const named = <N extends string>(...names: readonly N[]) => z.record(z.enum(names), number);

const schema = z.strictObject({
  kind: z.literal('shiftSummary'),
  ...standing,
  workCentre: recordRefSchema,
  /** `2026-11-20/A` */
  shift: z.string().min(1),
  start: z.string(),
  end: z.string(),
  revision: z.int().min(1),
  figures: z.strictObject({
    good: number.optional(),
    scrap: number.optional(),
    uom: z.string().optional(),
    minutes: named('busy', 'production', 'setup', 'delay', 'down', 'unknown'),
    percent: z.partialRecord(z.enum(['availability', 'effectiveness', 'quality', 'oee']), number),
    stops: z.int().min(0),
    electricityKwh: number.optional(),
    /** Counts, losses and energy in words, one line each. */
    details: z.array(z.string()),
  }),
});
type ShiftSummary = z.output<typeof schema>;

export const shiftSummary = defineIntent({
  kind: 'shiftSummary',
  title: 'Record what a shift came to',
  schema,
  promised: {
    does: 'Creates one record for a work centre and a shift, or replaces its figures by those of a newer revision.',
    postCondition: 'The record shows the figures as reported; an older revision changes nothing.',
    once: 'One record under an external id made of work centre and start; figures are absolute.',
    wizards: 'None.',
    undo: 'Delete the record in Odoo; the next revision makes it again.',
  },
  needs: [
    [SHIFT_TABLE, 'create', 'Manufacturing, and the table made by "npm run odoo:setup -- shifts install"'],
    ['mrp.workcenter', 'read', 'Manufacturing'],
  ],
  where: ({ workCentre, shift, revision }) => ({
    attempted: `record shift ${shift}, revision ${revision}`,
    on: workCentre.id,
  }),
  carryOut,
});

async function carryOut(task: Task<ShiftSummary>): Promise<Result<Receipt>> {
  const { erp, intent, where } = task;
  const centre = await findRecord(erp, 'mrp.workcenter', intent.workCentre, where);
  if (!centre.ok) return centre;
  const name = externalId('shift', `${intent.workCentre.id}.${centre.value.id}.${intent.start}`);
  const wanted = valuesOf(intent, centre.value.id);
  const known = await resolveExternalId(erp, name, SHIFT_TABLE, where);
  if (!known.ok && known.failure.code !== 'unmapped') return fail(explained(known.failure, where));
  const id = known.ok ? known : await createOnce(erp, SHIFT_TABLE, cellsOf(name, wanted));
  if (!id.ok) return fail(explained(id.failure, where));
  const before = await read(task, id.value);
  if (!before.ok) return before;
  if (before.value.x_revision > intent.revision) return ok(receipt(task, id.value, 'already', before.value));
  const vals = Object.fromEntries(
    Object.entries(wanted).filter(([field, value]) => differs(before.value, field, value)),
  );
  if (Object.keys(vals).length > 0) {
    const written = await act(erp, SHIFT_TABLE, 'write', [id.value], { vals }, { repeatable: true });
    if (!written.ok) return written;
  }
  const after = await read(task, id.value);
  if (!after.ok) return after;
  const isSo = Object.entries(wanted).every(([field, value]) => !differs(after.value, field, value));
  if (!isSo) return fail(refusal('not-posted', where, JSON.stringify(after.value)));
  const isNew = !known.ok || Object.keys(vals).length > 0;
  return ok(receipt(task, id.value, isNew ? 'posted' : 'already', after.value));
}

type Values = Readonly<Partial<Record<ShiftField, string | number | boolean>>>;

const float = (value: string | undefined): number => Number(value ?? '0');

/** Odoo shows an unknown number as 0; the details say that it is unknown. */
function valuesOf({ workCentre, shift, start, end, revision, figures }: ShiftSummary, centre: number): Values {
  const { minutes, percent } = figures;
  return {
    x_name: `${workCentre.id.split('/').slice(-2).join('/')} ${shift}`,
    ...{
      x_workcenter_id: centre,
      x_shift: shift,
      x_start: odooTime(start),
      x_end: odooTime(end),
      x_revision: revision,
    },
    // The day on which the shift began at the plant stands in its name.
    x_date: /^\d{4}-\d{2}-\d{2}/.exec(shift)?.[0] ?? start.slice(0, 10),
    ...{ x_good: float(figures.good), x_scrap: float(figures.scrap), x_uom: figures.uom ?? false },
    ...{ x_busy_minutes: float(minutes.busy), x_production_minutes: float(minutes.production) },
    ...{ x_setup_minutes: float(minutes.setup), x_delay_minutes: float(minutes.delay) },
    ...{ x_down_minutes: float(minutes.down), x_unknown_minutes: float(minutes.unknown), x_stops: figures.stops },
    ...{ x_availability: float(percent.availability), x_effectiveness: float(percent.effectiveness) },
    ...{ x_yield: float(percent.quality), x_oee: float(percent.oee) },
    x_energy_kwh: float(figures.electricityKwh),
    x_details: figures.details.length > 0 ? figures.details.join('\n') : false,
  };
}

function cellsOf(id: string, { x_workcenter_id, ...values }: Values): Readonly<Record<string, string>> {
  const cells = Object.entries(values).flatMap(([name, value]) => (value === false ? [] : [[name, String(value)]]));
  return { id, 'x_workcenter_id/.id': String(x_workcenter_id), ...Object.fromEntries(cells) };
}

const row = z.object({
  ...{ id: z.number(), x_name: z.string(), x_workcenter_id: one, x_shift: z.string(), x_date: z.string() },
  ...{ x_start: z.string(), x_end: z.string(), x_revision: z.number(), x_uom: textOrNone, x_details: textOrNone },
  ...{ x_good: z.number(), x_scrap: z.number(), x_stops: z.number(), x_energy_kwh: z.number() },
  ...{ x_busy_minutes: z.number(), x_production_minutes: z.number(), x_setup_minutes: z.number() },
  ...{ x_delay_minutes: z.number(), x_down_minutes: z.number(), x_unknown_minutes: z.number() },
  ...{ x_availability: z.number(), x_effectiveness: z.number(), x_yield: z.number(), x_oee: z.number() },
});
type Shown = z.output<typeof row>;

const differs = (shown: Shown, field: string, value: unknown): boolean =>
  (Reflect.get(shown, field) ?? false) !== value;

async function read({ erp, where }: Task<unknown>, id: number): Promise<Result<Shown>> {
  const found = await rows(erp, { model: SHIFT_TABLE, row, domain: [['id', '=', id]] });
  if (!found.ok) return found;
  const [first] = found.value;
  return first ? ok(first) : fail(refusal('not-posted', where, 'the record is gone'));
}

const explained = (failure: Failure, where: Where): Failure =>
  failure.code === 'odoo-model-missing' ? refusal('shift-table-missing', where) : failure;

function receipt({ where }: Task<unknown>, id: number, verdict: Receipt['verdict'], shown: Shown): Receipt {
  const { x_revision, x_good, x_scrap, x_oee } = shown;
  return {
    verdict,
    summary: `${where.attempted} on ${where.on}: revision ${x_revision} stands`,
    records: [{ model: SHIFT_TABLE, id, state: `r${x_revision}` }],
    readBack: { revision: x_revision, good: String(x_good), scrap: String(x_scrap), oee: String(x_oee) },
  };
}
