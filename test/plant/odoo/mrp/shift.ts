/** The table of shift summaries, as the set-up makes it. */
import { char, date, datetime, float, integer, many2one, text } from '../orm/field.ts';
import { model } from '../orm/model.ts';

export const shiftTable = model({
  name: 'x_plantwire_shift',
  label: 'Shift Summaries',
  access: 'rwc',
  recordName: 'x_name',
  fields: {
    x_name: char(),
    x_workcenter_id: many2one('mrp.workcenter'),
    x_shift: char(),
    x_date: date(),
    x_start: datetime(),
    x_end: datetime(),
    x_revision: integer(),
    x_good: float(),
    x_scrap: float(),
    x_uom: char(),
    x_busy_minutes: float(),
    x_production_minutes: float(),
    x_setup_minutes: float(),
    x_delay_minutes: float(),
    x_down_minutes: float(),
    x_unknown_minutes: float(),
    x_stops: integer(),
    x_availability: float(),
    x_effectiveness: float(),
    x_yield: float(),
    x_oee: float(),
    x_energy_kwh: float(),
    x_details: text(),
  },
});
