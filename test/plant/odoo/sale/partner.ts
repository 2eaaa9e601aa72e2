/** Contacts as sales and accounting know them: marks, warnings, and what they owe. */
import { owed } from '../account/move.ts';
import { partner } from '../base/models.ts';
import { boolean, char, float, integer, many2many, many2one, text } from '../orm/field.ts';
import { type Model, model } from '../orm/model.ts';
import type { Rec } from '../orm/record.ts';

const company = (record: Rec): Rec => {
  const parent = record.one('parent_id');
  return !record.flag('is_company') && parent ? company(parent) : record;
};

export const SALE_PARTNER: Model = {
  ...partner,
  fields: {
    ...partner.fields,
    parent_id: many2one('res.partner'),
    commercial_partner_id: many2one('res.partner', { compute: (record) => company(record).id }),
    category_id: many2many('res.partner.category'),
    sale_warn_msg: text(),
    use_partner_credit_limit: boolean(),
    credit_limit: float({ default: 0 }),
    credit: float({ compute: owed }),
  },
};

const category = model({
  name: 'res.partner.category',
  label: 'Partner Tags',
  access: 'rwc',
  fields: { name: char({ required: true }), color: integer(), active: boolean({ default: true }) },
});

export const PARTNER_MODELS = [SALE_PARTNER, category];
