/**
 * A table of our own in Odoo for what a shift came to: Odoo computes its own OEE of the last month and takes no figure
 * from outside (14.0 and 19.0). An administrator makes it once; flows then need no more than a user of Manufacturing.
 */
export const SHIFT_TABLE = 'x_plantwire_shift';

export interface TableField {
  readonly ttype: 'char' | 'date' | 'datetime' | 'integer' | 'float' | 'text' | 'many2one';
  readonly label: string;
  readonly relation?: string;
}

export const SHIFT_FIELDS = {
  x_name: { ttype: 'char', label: 'Work Center and Shift' },
  x_workcenter_id: { ttype: 'many2one', label: 'Work Center', relation: 'mrp.workcenter' },
  x_shift: { ttype: 'char', label: 'Shift' },
  x_date: { ttype: 'date', label: 'Day' },
  x_start: { ttype: 'datetime', label: 'Start' },
  x_end: { ttype: 'datetime', label: 'End' },
  x_revision: { ttype: 'integer', label: 'Revision' },
  x_good: { ttype: 'float', label: 'Good Quantity' },
  x_scrap: { ttype: 'float', label: 'Scrap' },
  x_uom: { ttype: 'char', label: 'Unit' },
  x_busy_minutes: { ttype: 'float', label: 'Planned Busy Time (min)' },
  x_production_minutes: { ttype: 'float', label: 'Production (min)' },
  x_setup_minutes: { ttype: 'float', label: 'Set-up (min)' },
  x_delay_minutes: { ttype: 'float', label: 'Delays (min)' },
  x_down_minutes: { ttype: 'float', label: 'Down (min)' },
  x_unknown_minutes: { ttype: 'float', label: 'Unknown (min)' },
  x_stops: { ttype: 'integer', label: 'Standstills' },
  x_availability: { ttype: 'float', label: 'Availability (%)' },
  x_effectiveness: { ttype: 'float', label: 'Effectiveness (%)' },
  x_yield: { ttype: 'float', label: 'Yield (%)' },
  x_oee: { ttype: 'float', label: 'OEE by ISO 22400 (%)' },
  x_energy_kwh: { ttype: 'float', label: 'Electricity (kWh)' },
  x_details: { ttype: 'text', label: 'Details' },
} as const satisfies Readonly<Record<string, TableField>>;

export type ShiftField = keyof typeof SHIFT_FIELDS;
