/**
 * Working hours around the clock for work centres of lines that run around the clock. With office hours Odoo counts a
 * standstill at night as nothing (19.0, measured: 22:00 to 02:00 is 0 minutes), and plans nothing into the night.
 */
import { z } from 'zod';
import type { Failure } from '../../failure.ts';
import { type Erp, fail, ok, type Result } from '../../ports.ts';
import { createOnce, oneOrNone, rows, textOrNone } from '../rows.ts';
import { type FormerHours, forgetHours, formerHours, rememberHours } from './former-hours.ts';
import { recordNamed, type SetUpStep, writeRecord } from './step.ts';

const CALENDAR = 'plantwire.round_the_clock';
const NAME = 'Around the clock (Plantwire)';
const DAYS = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'];

interface Standing {
  readonly id: number;
  readonly active: boolean;
}

/** `codes`: work centres that get the calendar; those that have it are left alone. */
export async function calendarSteps(admin: Erp, codes: readonly string[]): Promise<Result<SetUpStep[]>> {
  const calendar = await ownCalendar(admin);
  if (!calendar.ok) return calendar;
  const centres = await centresOf(admin, codes);
  if (!centres.ok) return centres;
  const own = calendar.value;
  return ok([
    ...(own === undefined ? [{ says: `make the working hours "${NAME}"`, run: () => makeCalendar(admin) }] : []),
    ...(own && !own.active ? [setActive(admin, own.id, true)] : []),
    ...centres.value
      .filter(({ resource_calendar_id: hours }) => hours === undefined || hours !== own?.id)
      .map((centre) => ({
        says: `give the work centre ${centre.code} these working hours`,
        run: () => assign(admin, centre),
      })),
  ]);
}

/** Gives every work centre, or those of `codes`, the hours it had, and archives ours: standstills count by them. */
export async function noCalendarSteps(admin: Erp, codes: readonly string[]): Promise<Result<SetUpStep[]>> {
  const calendar = await ownCalendar(admin);
  if (!calendar.ok || calendar.value === undefined) return calendar.ok ? ok([]) : calendar;
  const { id, active } = calendar.value;
  const asked = await centresOf(admin, codes, id);
  if (!asked.ok) return asked;
  const former = await formerHours(admin);
  if (!former.ok) return former;
  const steps: SetUpStep[] = [];
  for (const { id: centre, code } of asked.value.filter(({ resource_calendar_id: hours }) => hours === id)) {
    const before = former.value.get(centre);
    if (!before) return fail(unknownHours(code || String(centre)));
    const says = `give the work centre ${code || centre} the working hours back that it had`;
    steps.push({ says, run: () => giveBack(admin, centre, before) });
  }
  return ok(codes.length > 0 || !active ? steps : [...steps, setActive(admin, id, false)]);
}

async function ownCalendar(admin: Erp): Promise<Result<Standing | undefined>> {
  const named = await recordNamed(admin, CALENDAR, 'resource.calendar');
  if (!named.ok || named.value === undefined) return named.ok ? ok(undefined) : named;
  const row = z.object({ id: z.number(), active: z.boolean() });
  const here = [
    ['id', '=', named.value],
    ['active', 'in', [true, false]],
  ] as const;
  const found = await rows(admin, { model: 'resource.calendar', row, domain: here });
  return found.ok ? ok(found.value[0]) : found;
}

const setActive = (admin: Erp, id: number, active: boolean): SetUpStep => ({
  says: active ? `take the working hours "${NAME}" out of the archive` : `archive the working hours "${NAME}"`,
  run: () => writeRecord(admin, 'resource.calendar', id, { active }),
});

const centreRow = z.object({ id: z.number(), code: textOrNone, resource_calendar_id: oneOrNone });
type Centre = z.output<typeof centreRow>;

/** Those of these codes; without codes those with this calendar. */
async function centresOf(admin: Erp, codes: readonly string[], calendar?: number): Promise<Result<Centre[]>> {
  if (codes.length === 0 && calendar === undefined) return ok([]);
  const domain =
    codes.length > 0
      ? ([['code', 'in', codes]] as const)
      : ([
          ['resource_calendar_id', '=', calendar],
          ['active', 'in', [true, false]],
        ] as const);
  const found = await rows(admin, { model: 'mrp.workcenter', row: centreRow, domain });
  if (!found.ok) return found;
  const missing = codes.filter((code) => !found.value.some((centre) => centre.code === code));
  return missing.length === 0 ? found : fail(noCentre(missing));
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

async function assign(admin: Erp, centre: Centre): Promise<Result<unknown>> {
  const calendar = await recordNamed(admin, CALENDAR, 'resource.calendar');
  if (!calendar.ok) return calendar;
  const noted = await rememberHours(admin, centre.id, centre.resource_calendar_id);
  if (!noted.ok) return noted;
  return writeRecord(admin, 'mrp.workcenter', centre.id, { resource_calendar_id: calendar.value });
}

async function giveBack(admin: Erp, centre: number, before: FormerHours): Promise<Result<unknown>> {
  const written = await writeRecord(admin, 'mrp.workcenter', centre, { resource_calendar_id: before.calendar });
  return written.ok ? forgetHours(admin, before.row) : written;
}

const noCentre = (codes: readonly string[]): Failure => ({
  code: 'odoo-record-missing',
  class: 'configuration',
  attempted: 'set working hours around the clock',
  on: codes.join(', '),
  reason: 'Odoo has no work centre with this code',
  nextStep: 'Give the codes as they stand in Odoo under Manufacturing, Configuration, Work Centers.',
});

const unknownHours = (code: string): Failure => ({
  code: 'odoo-record-missing',
  class: 'configuration',
  attempted: 'take working hours around the clock back',
  on: code,
  reason:
    'nothing tells which working hours the work centre had: it got these by hand, or its former ones were deleted',
  nextStep: 'Give it other hours under Manufacturing, Configuration, Work Centers, then run this again.',
});
