/**
 * Quality checks and alerts of Enterprise, as far as modules of others name their fields and methods in public. Whether they
 * behave like this on a server with Enterprise has not been seen. A check names one lot, or in later versions several.
 */
import { char, datetime, html, many2many, many2one, selection } from '../orm/field.ts';
import { all, type Model, model } from '../orm/model.ts';

export type LotField = 'lot_id' | 'lot_ids';

const team = model({
  name: 'quality.alert.team',
  label: 'Quality Alert Team',
  access: 'r',
  fields: { name: char({ required: true }) },
});

const point = model({
  name: 'quality.point',
  label: 'Quality Control Point',
  access: 'r',
  fields: { name: char({ required: true }), title: char() },
});

const lots = (field: LotField) => ({
  [field]: field === 'lot_ids' ? many2many('stock.lot') : many2one('stock.lot'),
});

/** Older ones answer with the window to close, later ones with nothing. */
const decides = (state: 'pass' | 'fail', field: LotField) =>
  all((records, _args, env) => {
    for (const record of records) record.write({ quality_state: state, user_id: env.uid, control_date: env.now });
    return field === 'lot_ids' ? undefined : { type: 'ir.actions.act_window_close' };
  });

const check = (field: LotField): Model =>
  model({
    name: 'quality.check',
    label: 'Quality Check',
    access: 'rwc',
    fields: {
      point_id: many2one('quality.point'),
      title: char(),
      product_id: many2one('product.product'),
      ...lots(field),
      quality_state: selection({ none: 'To do', pass: 'Passed', fail: 'Failed' }, { default: 'none' }),
      user_id: many2one('res.users'),
      control_date: datetime(),
    },
    prepare: (env, vals) => {
      vals['title'] ||= env.browse('quality.point', Number(vals['point_id'])).get('title');
    },
    methods: { do_pass: decides('pass', field), do_fail: decides('fail', field) },
  });

const alert = (field: LotField): Model =>
  model({
    name: 'quality.alert',
    label: 'Quality Alert',
    access: 'rwc',
    fields: {
      name: char({ default: 'New' }),
      title: char(),
      description: html(),
      team_id: many2one('quality.alert.team', { required: true }),
      product_id: many2one('product.product'),
      ...lots(field),
      production_id: many2one('mrp.production'),
      user_id: many2one('res.users'),
    },
    prepare: (env, vals) => {
      vals['team_id'] ||= env.search('quality.alert.team')[0]?.id ?? false;
    },
  });

export const enterpriseModels = (field: LotField): readonly Model[] => [team, point, check(field), alert(field)];
