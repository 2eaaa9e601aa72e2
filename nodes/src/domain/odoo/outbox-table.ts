/**
 * Odoo's side of the transactional outbox: a table that automation rules append to in the transaction of the change
 * itself. What is in it happened; what was rolled back is not. An administrator makes it once, the plant's user reads it.
 */
import type { TableField } from './shift-table.ts';

export const OUTBOX_TABLE = 'x_plantwire_outbox';

export const OUTBOX_FIELDS = {
  x_name: { ttype: 'char', label: 'Model' },
  x_record: { ttype: 'integer', label: 'Record' },
  x_occasion: { ttype: 'char', label: 'Occasion' },
} as const satisfies Readonly<Record<string, TableField>>;

/** Raised with every change of a text below; who reads trusts rows of its own version only. */
export const OUTBOX_VERSION = 1;

/** `follows`: from here on this model is followed, `x_record` is the version. */
export type Occasion = 'written' | 'deleted' | 'follows';
export const CHANGES = { written: 'on_create_or_write', deleted: 'on_unlink' } as const;
export type ChangeOccasion = keyof typeof CHANGES;

/** Every rule, action and job that the set-up makes begins with it. */
export const OUTBOX_NAME = 'Plantwire outbox';
export const PURGE_NAME = `${OUTBOX_NAME}: purge`;
export const ruleName = (model: string, occasion: ChangeOccasion): string => `${OUTBOX_NAME}: ${model} ${occasion}`;

const HEAD = `# Plantwire outbox, version ${OUTBOX_VERSION}. Do not edit. Installed and removed by "npm run odoo:setup -- outbox".`;

/** Never in the way of the change: without the table nothing is written. */
export const ruleCode = (model: string, occasion: ChangeOccasion): string => `${HEAD}
if '${OUTBOX_TABLE}' in env:
    env['${OUTBOX_TABLE}'].sudo().create([{'x_name': '${model}', 'x_record': row.id, 'x_occasion': '${occasion}'} for row in (records or [])])
`;

/** Old rows a part at a time, so that the job never holds Odoo up. */
export const purgeCode = (days: number): string => `${HEAD}
DAYS = ${days}
if '${OUTBOX_TABLE}' in env:
    before = datetime.datetime.now() - datetime.timedelta(days=DAYS)
    env['${OUTBOX_TABLE}'].sudo().search([('x_occasion', 'in', ['written', 'deleted']), ('create_date', '<', before)], order='id', limit=20000).unlink()
`;

export const purgeDays = (code: string): number | undefined => {
  const days = /^DAYS = (\d+)$/m.exec(code)?.[1];
  return days === undefined ? undefined : Number(days);
};

/** What the plant is released orders from; further models are named to the command. */
export const FOLLOWED: readonly string[] = ['mrp.production', 'mrp.workorder', 'stock.move'];

export interface Rule {
  readonly name: string;
  /** Record of `ir.model`. */
  readonly model: number;
  readonly trigger: string;
  readonly code: string;
}

export interface OutboxRules {
  rule(rule: Rule): Readonly<Record<string, unknown>>;
  readonly job: Readonly<Record<string, unknown>>;
}
