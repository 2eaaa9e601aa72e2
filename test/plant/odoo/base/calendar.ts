/** Working hours: which minutes of an interval a calendar counts. */
import { boolean, char, datetime, float, integer, many2one, one2many, selection } from '../orm/field.ts';
import { model } from '../orm/model.ts';
import type { Rec } from '../orm/record.ts';
import { dateTimeMs } from '../orm/value.ts';

const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;

export const calendar = model({
  name: 'resource.calendar',
  label: 'Resource Working Time',
  access: 'r',
  fields: {
    name: char({ required: true }),
    active: boolean({ default: true }),
    tz: char({ required: true, default: 'UTC' }),
    hours_per_day: float({ default: 8 }),
    company_id: many2one('res.company'),
    attendance_ids: one2many('resource.calendar.attendance', 'calendar_id'),
    leave_ids: one2many('resource.calendar.leaves', 'calendar_id'),
  },
});

const DAYS = { 0: 'Monday', 1: 'Tuesday', 2: 'Wednesday', 3: 'Thursday', 4: 'Friday', 5: 'Saturday', 6: 'Sunday' };

export const attendance = model({
  name: 'resource.calendar.attendance',
  label: 'Work Detail',
  access: 'rwcu',
  order: 'dayofweek, hour_from',
  fields: {
    name: char({ required: true }),
    calendar_id: many2one('resource.calendar', { required: true, onDelete: 'cascade' }),
    dayofweek: selection(DAYS, { required: true, default: '0' }),
    hour_from: float({ required: true }),
    hour_to: float({ required: true }),
    day_period: selection(
      { morning: 'Morning', lunch: 'Break', afternoon: 'Afternoon', full_day: 'Full Day' },
      { required: true, default: 'morning' },
    ),
  },
});

export const leaves = model({
  name: 'resource.calendar.leaves',
  label: 'Resource Time Off Detail',
  access: 'rwcu',
  fields: {
    name: char(),
    calendar_id: many2one('resource.calendar'),
    resource_id: many2one('resource.resource'),
    date_from: datetime({ required: true }),
    date_to: datetime({ required: true }),
    time_type: selection({ leave: 'Time Off', other: 'Other' }, { default: 'leave' }),
  },
});

export const resource = model({
  name: 'resource.resource',
  label: 'Resources',
  access: 'r',
  fields: {
    name: char({ required: true }),
    calendar_id: many2one('resource.calendar'),
    resource_type: selection({ user: 'Human', material: 'Material' }, { default: 'material' }),
    time_efficiency: integer({ default: 100 }),
  },
});

/** Minutes between two times, counting only the hours of the calendar (in UTC). */
export function workingMinutes(plan: Rec | undefined, from: string, to: string): number {
  const [start, end] = [dateTimeMs(from), dateTimeMs(to)];
  if (!plan) return Math.max(0, end - start) / MINUTE_MS;
  let total = 0;
  for (let day = Math.floor(start / DAY_MS) * DAY_MS; day < end; day += DAY_MS) {
    const weekday = String((new Date(day).getUTCDay() + 6) % 7);
    for (const hours of plan.many('attendance_ids')) {
      if (hours.text('dayofweek') !== weekday || hours.text('day_period') === 'lunch') continue;
      const opens = Math.max(start, day + hours.num('hour_from') * 3_600_000);
      const closes = Math.min(end, day + hours.num('hour_to') * 3_600_000);
      total += Math.max(0, closes - opens);
    }
  }
  return total / MINUTE_MS;
}

export const CALENDAR_MODELS = [calendar, attendance, leaves, resource];
