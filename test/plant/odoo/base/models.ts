/** Users, companies, parameters, external ids, sequences and precisions. */

import { hasAccess } from '../orm/access.ts';
import { precision } from '../orm/convert.ts';
import { accessError, valueError } from '../orm/error.ts';
import { boolean, char, integer, many2many, many2one, one2many, selection, text } from '../orm/field.ts';
import { all, model, onModel, single } from '../orm/model.ts';
import type { Rec } from '../orm/record.ts';

export const partner = model({
  name: 'res.partner',
  label: 'Contact',
  access: 'rwc',
  looksUpWrites: true,
  fields: {
    name: char(),
    email: char(),
    ref: char(),
    vat: char(),
    phone: char(),
    street: char(),
    zip: char(),
    city: char(),
    country_id: many2one('res.country'),
    supplier_rank: integer(),
    customer_rank: integer(),
    is_company: boolean(),
    active: boolean({ default: true }),
    company_id: many2one('res.company'),
  },
});

export const company = model({
  name: 'res.company',
  label: 'Companies',
  access: 'r',
  fields: {
    name: char({ required: true }),
    partner_id: many2one('res.partner'),
    currency_id: many2one('res.currency'),
  },
});

export const users = model({
  name: 'res.users',
  label: 'User',
  access: 'r',
  order: 'name, login',
  fields: {
    name: char({ required: true }),
    login: char({ required: true }),
    active: boolean({ default: true }),
    email: char(),
    tz: char(),
    lang: char({ default: 'en_US' }),
    partner_id: many2one('res.partner', { required: true }),
    company_id: many2one('res.company', { required: true }),
    group_ids: many2many('res.groups'),
    /** Not a field of Odoo: stands for the group "Role / Administrator". */
    is_administrator: boolean({ internal: true }),
    /** Not a field of Odoo: somebody to whom nobody gave the groups of an app. */
    is_employee: boolean({ internal: true }),
    password: char({ internal: true }),
  },
  prepare: (env, vals) => {
    vals.is_employee = true;
    vals.partner_id ??= env.create('res.partner', { name: vals.name ?? '', email: vals.email ?? false }).id;
    vals.company_id ??= env.ref('base.main_company')?.id ?? 1;
  },
  methods: {
    context_get: onModel((env) => ({ lang: env.user.get('lang'), tz: env.user.get('tz'), uid: env.uid })),
    has_group: single(() => true, ['group_ext_id']),
  },
});

export const parameter = model({
  name: 'ir.config_parameter',
  label: 'System Parameter',
  fields: { key: char({ required: true }), value: text({ required: true }) },
  recordName: 'key',
  methods: {
    get_param: onModel(
      (env, args) => {
        const [found] = env.search('ir.config_parameter', [['key', '=', args.key ?? '']]);
        return found ? found.get('value') : (args.default ?? false);
      },
      ['key', 'default?'],
    ),
  },
});

export const moduleTable = model({
  name: 'ir.module.module',
  label: 'Module',
  access: 'r',
  order: 'name',
  fields: {
    name: char({ required: true, readonly: true }),
    shortdesc: char({ readonly: true }),
    latest_version: char({ readonly: true }),
    state: selection({ uninstalled: 'Not Installed', installed: 'Installed' }, { readonly: true }),
  },
});

export const modelData = model({
  name: 'ir.model.data',
  label: 'Model Data',
  fields: {
    module: char({ required: true }),
    name: char({ required: true }),
    model: char({ required: true }),
    res_id: integer(),
    noupdate: boolean(),
  },
  methods: {
    check_object_reference: onModel(
      (env, args) => {
        const externalId = `${String(args.module)}.${String(args.xml_id)}`;
        const found = env.ref(externalId);
        if (!found) throw valueError(`External ID not found in the system: ${externalId}`);
        if (!hasAccess(env, found.model, 'read'))
          throw accessError(`Not enough access rights on the external ID "${externalId}"`);
        // A search looks for it, and that leaves out what is archived.
        const isHidden = 'active' in found.model.fields && !found.flag('active') && env.context.active_test !== false;
        return [found.model.name, isHidden ? false : found.id];
      },
      ['module', 'xml_id', 'raise_on_access_error?'],
    ),
  },
});

export const sequence = model({
  name: 'ir.sequence',
  label: 'Sequence',
  access: 'r',
  order: 'name, id',
  fields: {
    name: char({ required: true }),
    code: char(),
    prefix: char(),
    padding: integer(),
    number_next_actual: integer({ default: 1 }),
  },
});

export const decimalPrecision = model({
  name: 'decimal.precision',
  label: 'Decimal Precision',
  fields: { name: char({ required: true }), digits: integer({ required: true, default: 2 }) },
  methods: {
    precision_get: onModel((env, args) => precision(env, String(args.application)), ['application']),
  },
});

const isCustom = (record: Rec): boolean => record.text('model').startsWith('x_');

export const irModel = model({
  name: 'ir.model',
  label: 'Models',
  fields: {
    name: char({ required: true }),
    model: char({ required: true }),
    field_id: one2many('ir.model.fields', 'model_id'),
    access_ids: one2many('ir.model.access', 'model_id'),
  },
  /** The rows go with their table. */
  unlink: (records, base) => {
    for (const record of records)
      for (const row of record.env.search(record.text('model'))) if (isCustom(record)) row.unlink();
    base();
  },
});

export const attachment = model({
  name: 'ir.attachment',
  label: 'Attachment',
  access: 'rwcu',
  fields: {
    name: char({ required: true }),
    res_model: char(),
    res_id: integer(),
    datas: text(),
    mimetype: char({ default: 'application/octet-stream' }),
    file_size: integer({ compute: (record) => Buffer.from(record.text('datas'), 'base64').length }),
  },
  /** Beside a record that the user may not change nothing is attached. */
  prepare: (env, vals) => {
    const owner = typeof vals.res_model === 'string' ? env.model(vals.res_model) : undefined;
    if (owner && !hasAccess(env, owner, 'write'))
      throw accessError('Sorry, you are not allowed to access this document.');
  },
  methods: { generate_access_token: all(() => true) },
});

export const BASE_MODELS = [
  company,
  users,
  parameter,
  moduleTable,
  modelData,
  sequence,
  decimalPrecision,
  irModel,
  attachment,
];
