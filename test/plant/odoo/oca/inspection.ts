/** The quality control of the OCA: inspections as in `quality_control_oca` and `quality_control_stock_oca` 17.0. */
import { userError } from '../orm/error.ts';
import { boolean, char, float, many2many, many2one, one2many, selection } from '../orm/field.ts';
import { each, model } from '../orm/model.ts';
import type { Rec } from '../orm/record.ts';

const STATES = {
  draft: 'Draft',
  ready: 'Ready',
  waiting: 'Waiting supervisor approval',
  success: 'Quality success',
  failed: 'Quality failed',
  canceled: 'Canceled',
};

function confirm(record: Rec): void {
  for (const line of record.many('inspection_lines')) {
    if (line.text('question_type') === 'qualitative' && !line.one('qualitative_value'))
      throw userError('You should provide an answer for all qualitative questions.');
    if (line.text('question_type') !== 'qualitative' && !line.one('uom_id'))
      throw userError('You should provide a unit of measure for quantitative questions.');
  }
  record.write({ state: record.flag('success') ? 'success' : 'waiting' });
}

const inspection = model({
  name: 'qc.inspection',
  label: 'Quality control inspection',
  access: 'rwcu',
  fields: {
    name: char({ required: true, default: '/' }),
    lot_id: many2one('stock.lot'),
    test: many2one('qc.test'),
    state: selection(STATES, { default: 'draft', readonly: true, stored: true }),
    inspection_lines: one2many('qc.inspection.line', 'inspection_id'),
    success: boolean({ compute: (record) => record.many('inspection_lines').every((line) => line.flag('success')) }),
  },
  methods: {
    action_confirm: each(confirm),
    action_approve: each((record) => record.write({ state: record.flag('success') ? 'success' : 'failed' })),
  },
});

const line = model({
  name: 'qc.inspection.line',
  label: 'Quality control inspection line',
  access: 'rwcu',
  fields: {
    inspection_id: many2one('qc.inspection', { onDelete: 'cascade' }),
    name: char(),
    question_type: selection({ qualitative: 'Qualitative', quantitative: 'Quantitative' }),
    possible_ql_values: many2many('qc.test.question.value'),
    quantitative_value: float(),
    qualitative_value: many2one('qc.test.question.value'),
    min_value: float(),
    max_value: float(),
    uom_id: many2one('uom.uom'),
    success: boolean({
      compute: (record) =>
        record.text('question_type') === 'qualitative'
          ? (record.one('qualitative_value')?.flag('ok') ?? false)
          : record.num('max_value') >= record.num('quantitative_value') &&
            record.num('quantitative_value') >= record.num('min_value'),
    }),
  },
});

const test = model({ name: 'qc.test', label: 'Quality control test', access: 'r', fields: { name: char() } });
const choice = model({
  name: 'qc.test.question.value',
  label: 'Possible values for qualitative questions.',
  access: 'r',
  fields: { name: char({ required: true }), ok: boolean() },
});

export const INSPECTION_MODELS = [test, choice, inspection, line];
