/** Work at orders and machines: its times, standstills, shifts and maintenance. */
import type { Erp } from '../../../../nodes/src/domain/ports.ts';
import { plain, type Readers, read, type Shown } from './reading.ts';

export const workReaders: Readers<'workOrders' | 'times' | 'stops' | 'standstill' | 'shifts' | 'requests'> = {
  async workOrders({ odoo }, { id }) {
    const fields = ['name', 'state', 'date_start', 'date_finished'];
    const works = await read<WorkOrder>(odoo.erp, 'mrp.workorder', [['production_id', '=', id]], fields);
    return works.map(({ name, state, date_start, date_finished }) => ({
      name,
      state,
      start: date_start || 'none',
      end: date_finished || 'none',
    }));
  },

  async times({ odoo }, { id }) {
    const domain = [['workorder_id.production_id', '=', id]];
    const rows = await read<Time>(odoo.erp, 'mrp.workcenter.productivity', domain, [
      'date_start',
      'date_end',
      'user_id',
    ]);
    return rows
      .filter(({ date_start, date_end }) => date_start !== date_end)
      .map(({ date_start, date_end, user_id }) => ({ from: date_start, to: date_end || 'open', person: user_id[1] }))
      .sort((a, b) => (`${a.from}${a.person}` < `${b.from}${b.person}` ? -1 : 1));
  },

  stops: ({ odoo }, { id }) => standstills(odoo.erp, id),

  async standstill({ odoo }, { id }) {
    const parts = await standstills(odoo.erp, id);
    const reasons = [...new Set(parts.map(({ reason }) => reason))];
    return {
      ...{ from: parts[0]?.from ?? 'none', reason: reasons.join(', ') },
      ...{ isDivided: parts.length > 1, lasts: parts.at(-1)?.to === 'open' },
    };
  },

  async shifts({ odoo }, { id }) {
    const rows = await read<Summary>(odoo.erp, 'x_plantwire_shift', [['x_workcenter_id', '=', id]], SUMMARY);
    const shown: Record<string, Shown> = {};
    for (const row of rows.sort((a, b) => (a.x_date < b.x_date ? -1 : 1))) {
      const { x_shift, x_uom, x_details, x_stops, x_revision, ...numbers } = row;
      const texts = { uom: x_uom, says: x_details || '', stops: x_stops, revision: x_revision };
      shown[x_shift.split('/').at(-1) ?? ''] ??= {
        ...texts,
        ...Object.fromEntries(Object.entries(numbers).map(plainly)),
      };
    }
    return shown;
  },

  async requests({ odoo }, { id }) {
    const fields = ['name', 'stage_id'];
    const requests = await read<Request>(odoo.erp, 'maintenance.request', [['equipment_id', '=', id]], fields);
    const stages = await read<{ id: number }>(odoo.erp, 'maintenance.stage', [['done', '=', true]], ['done']);
    const isDone = (stage: number): boolean => stages.some((one) => one.id === stage);
    return requests.map(({ name, stage_id }) => ({ title: name, open: !isDone(stage_id[0]) }));
  },
};

async function standstills(erp: Erp, workCentre: number) {
  const fields = ['date_start', 'date_end', 'loss_id'];
  const domain = [['workcenter_id', '=', workCentre]];
  const rows = await read<Standstill>(erp, 'mrp.workcenter.productivity', domain, fields);
  return rows
    .filter(({ date_start, date_end }) => date_start !== date_end)
    .map(({ date_start, date_end, loss_id }) => ({ from: date_start, to: date_end || 'open', reason: loss_id[1] }))
    .sort((a, b) => (a.from < b.from ? -1 : 1));
}

interface WorkOrder {
  readonly name: string;
  readonly state: string;
  readonly date_start: string | false;
  readonly date_finished: string | false;
}

/** Columns of the table of shift summaries, as far as scenarios read them. */
const SUMMARY = [
  ...['x_shift', 'x_date', 'x_good', 'x_scrap', 'x_uom', 'x_revision', 'x_stops', 'x_details', 'x_energy_kwh'],
  ...['x_busy_minutes', 'x_production_minutes', 'x_setup_minutes', 'x_delay_minutes', 'x_down_minutes'],
  ...['x_availability', 'x_effectiveness', 'x_yield', 'x_oee'],
];

interface Summary {
  readonly x_shift: string;
  readonly x_date: string;
  readonly x_uom: string | false;
  readonly x_details: string | false;
  readonly x_stops: number;
  readonly x_revision: number;
}

/** `x_busy_minutes` → `busy` */
const plainly = ([name, value]: [string, unknown]): [string, unknown] => [
  name.replace(/^x_/, '').replace(/_(minutes|kwh)$/, ''),
  typeof value === 'number' ? plain(value) : value,
];

interface Standstill {
  readonly date_start: string;
  readonly date_end: string | false;
  readonly loss_id: readonly [number, string];
}

interface Time {
  readonly date_start: string;
  readonly date_end: string | false;
  readonly user_id: readonly [number, string];
}

interface Request {
  readonly name: string;
  readonly stage_id: readonly [number, string];
}
