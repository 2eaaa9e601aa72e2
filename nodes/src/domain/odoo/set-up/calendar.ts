/**
 * Working hours around the clock for work centres of lines that run around the clock. With office hours Odoo counts a
 * standstill at night as nothing (19.0, measured: 22:00 to 02:00 is 0 minutes), and plans nothing into the night.
 */
import { z } from 'zod';
import { type Erp, fail, ok, type Result } from '../../ports.ts';
import { createOnce, oneOrNone, rows } from '../rows.ts';
import { recordNamed, type SetUpStep, writeRecord } from './step.ts';

const CALENDAR = 'plantwire.round_the_clock';
const NAME = 'Around the clock (Plantwire)';
const DAYS = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'];

/** `codes`: work centres that get the calendar; those that have it, or another one with full days, are left alone. */
export async function calendarSteps(admin: Erp, codes: readonly string[]): Promise<Result<SetUpStep[]>> {
  const calendar = await recordNamed(admin, CALENDAR, 'resource.calendar');
  if (!calendar.ok) return calendar;
  const centres = await centresOf(admin, codes);
  if (!centres.ok) return centres;
  const make = { says: `make the working hours "${NAME}"`, run: () => makeCalendar(admin) };
  return ok([
    ...(calendar.value === undefined ? [make] : []),
    ...centres.value
      .filter(
        ({ resource_calendar_id }) => resource_calendar_id === undefined || resource_calendar_id !== calendar.value,
      )
      .map(({ id, code }) => ({
        says: `give the work centre ${code} these working hours`,
        run: () => assign(admin, id),
      })),
  ]);
}

const centreRow = z.object({ id: z.number(), code: z.string(), resource_calendar_id: oneOrNone });

async function centresOf(admin: Erp, codes: readonly string[]): Promise<Result<z.output<typeof centreRow>[]>> {
  if (codes.length === 0) return ok([]);
  const found = await rows(admin, { model: 'mrp.workcenter', row: centreRow, domain: [['code', 'in', codes]] });
  if (!found.ok) return found;
  const missing = codes.filter((code) => !found.value.some((centre) => centre.code === code));
  if (missing.length === 0) return found;
  return fail({
    code: 'odoo-record-missing',
    class: 'configuration',
    attempted: 'set working hours around the clock',
    on: missing.join(', '),
    reason: 'Odoo has no work centre with this code',
    nextStep: 'Give the codes as they stand in Odoo under Manufacturing, Configuration, Work Centers.',
  });
}

async function makeCalendar(admin: Erp): Promise<Result<number>> {
  const id = await createOnce(admin, 'resource.calendar', { id: CALENDAR, name: NAME, tz: 'UTC' });
  if (!id.ok) return id;
  // Odoo fills a new calendar with office hours by itself.
  const lines = DAYS.map((name, day) => [
    0,
    0,
    { name, dayofweek: String(day), hour_from: 0, hour_to: 24, day_period: 'morning' },
  ]);
  const present = await rows(admin, {
    model: 'resource.calendar.attendance',
    row: z.object({ id: z.number() }),
    domain: [['calendar_id', '=', id.value]],
  });
  if (!present.ok) return present;
  const written = await writeRecord(admin, 'resource.calendar', id.value, {
    attendance_ids: [...present.value.map((line) => [2, line.id, 0]), ...lines],
  });
  return written.ok ? id : written;
}

async function assign(admin: Erp, centre: number): Promise<Result<unknown>> {
  const calendar = await recordNamed(admin, CALENDAR, 'resource.calendar');
  if (!calendar.ok) return calendar;
  return writeRecord(admin, 'mrp.workcenter', centre, { resource_calendar_id: calendar.value });
}
