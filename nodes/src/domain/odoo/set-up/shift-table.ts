/** The table of shift summaries with its list, its pivot and its place under Manufacturing › Reporting. */
import { z } from 'zod';
import { type Erp, fail, ok, type Result } from '../../ports.ts';
import { listView } from '../dialects/views.ts';
import { createOnce, rows } from '../rows.ts';
import { SHIFT_FIELDS, SHIFT_TABLE, type TableField } from '../shift-table.ts';
import { recordNamed, type SetUpStep } from './step.ts';

const TITLE = 'Shift Summaries';
const FIELDS: readonly (readonly [string, TableField])[] = Object.entries(SHIFT_FIELDS);

export async function shiftTableSteps(admin: Erp): Promise<Result<SetUpStep[]>> {
  const table = await tableId(admin);
  if (!table.ok) return table;
  const menu = await recordNamed(admin, 'plantwire.shift_menu', 'ir.ui.menu');
  if (!menu.ok) return menu;
  const missing = table.value === undefined ? ok([]) : await missingFields(admin, table.value);
  if (!missing.ok) return missing;
  return ok([
    ...(table.value === undefined
      ? [{ says: `make the table "${TITLE}" for users of Manufacturing`, run: () => makeTable(admin) }]
      : []),
    ...missing.value.map(([name, field]) => ({
      says: `add the column "${field.label}" to the table "${TITLE}"`,
      run: () => addField(admin, table.value ?? 0, name, field),
    })),
    ...(menu.value === undefined
      ? [{ says: `show the table under Manufacturing, Reporting, ${TITLE}`, run: () => makeMenu(admin) }]
      : []),
  ]);
}

async function tableId(admin: Erp): Promise<Result<number | undefined>> {
  const row = z.object({ id: z.number() });
  const found = await rows(admin, { model: 'ir.model', row, domain: [['model', '=', SHIFT_TABLE]], limit: 1 });
  return found.ok ? ok(found.value[0]?.id) : found;
}

async function missingFields(admin: Erp, table: number): Promise<Result<typeof FIELDS>> {
  const row = z.object({ id: z.number(), name: z.string() });
  const found = await rows(admin, { model: 'ir.model.fields', row, domain: [['model_id', '=', table]] });
  if (!found.ok) return found;
  const names = found.value.map(({ name }) => name);
  return ok(FIELDS.filter(([name]) => !names.includes(name)));
}

async function makeTable(admin: Erp): Promise<Result<unknown>> {
  const group = await recordNamed(admin, 'mrp.group_mrp_user', 'res.groups');
  if (!group.ok) return group;
  if (group.value === undefined) return fail(noManufacturing());
  const rights = { perm_read: true, perm_write: true, perm_create: true, perm_unlink: false };
  const access = { name: 'Plantwire shift summaries', group_id: group.value, ...rights };
  const columns = FIELDS.map(([name, field]) => [0, 0, { name, ...columnOf(field) }]);
  const vals = { name: TITLE, model: SHIFT_TABLE, field_id: columns, access_ids: [[0, 0, access]] };
  return admin.call({ model: 'ir.model', method: 'create', args: { vals_list: [vals] } });
}

const columnOf = ({ ttype, label, relation }: TableField) => ({
  ttype,
  field_description: label,
  ...(relation === undefined ? {} : { relation, on_delete: 'restrict' }),
});

const addField = (admin: Erp, table: number, name: string, field: TableField): Promise<Result<unknown>> =>
  admin.call({
    model: 'ir.model.fields',
    method: 'create',
    args: { vals_list: [{ model_id: table, name, ...columnOf(field) }] },
  });

async function makeMenu(admin: Erp): Promise<Result<unknown>> {
  const profile = await admin.profile();
  if (!profile.ok) return profile;
  const view = listView(profile.value);
  if (!view.ok) return view;
  const list = view.value;
  const viewOf = (kind: string, arch: string) =>
    createOnce(admin, 'ir.ui.view', {
      ...{ id: `plantwire.shift_${kind}`, name: `plantwire.shift.${kind}`, model: SHIFT_TABLE, type: kind, arch },
    });
  const column = (name: string): string => `<field name="${name}"/>`;
  const shown = Object.keys(SHIFT_FIELDS).filter((name) => name !== 'x_name' && name !== 'x_details');
  const listed = await viewOf(list, `<${list}>${shown.map(column).join('')}</${list}>`);
  if (!listed.ok) return listed;
  const rowsAndMeasures = `<field name="x_workcenter_id" type="row"/>${['x_good', 'x_scrap'].map(measure).join('')}`;
  const pivot = await viewOf('pivot', `<pivot>${rowsAndMeasures}</pivot>`);
  if (!pivot.ok) return pivot;
  const action = await createOnce(admin, 'ir.actions.act_window', {
    ...{ id: 'plantwire.shift_action', name: TITLE, res_model: SHIFT_TABLE, view_mode: `${list},pivot,form` },
  });
  if (!action.ok) return action;
  return createOnce(admin, 'ir.ui.menu', {
    ...{ id: 'plantwire.shift_menu', name: TITLE, 'parent_id/id': 'mrp.menu_mrp_reporting' },
    action: `ir.actions.act_window,${action.value}`,
  });
}

const measure = (name: string): string => `<field name="${name}" type="measure"/>`;

const noManufacturing = () => ({
  code: 'odoo-group-missing',
  class: 'configuration' as const,
  attempted: 'make the table of shift summaries',
  on: 'mrp.group_mrp_user',
  reason: 'Odoo has no such group: Manufacturing is not installed',
  nextStep: 'Install Manufacturing first.',
});
