/**
 * Rights: administrators may do everything; the integration user what the table of rights of a model says; a user made
 * afterwards what an employee without the groups of an app may.
 */
import type { Environment } from './environment.ts';
import { accessError } from './error.ts';
import type { Model } from './model.ts';

const LETTERS: Readonly<Record<string, string>> = { read: 'r', write: 'w', create: 'c', unlink: 'u' };
const VERBS: Readonly<Record<string, string>> = { read: 'access', create: 'create', write: 'modify', unlink: 'delete' };

/** Measured on 19.0 with mrp, stock, maintenance, purchase, sale, repair, crm and account. */
const OF_EMPLOYEES: Readonly<Record<string, string>> = {
  ...Object.fromEntries(
    [
      ...[
        'res.company',
        'res.users',
        'res.groups',
        'res.country',
        'res.currency',
        'res.partner',
        'res.partner.category',
      ],
      ...['ir.module.module', 'ir.sequence', 'uom.uom', 'product.category', 'product.template', 'product.product'],
      ...['product.supplierinfo', 'resource.calendar', 'resource.calendar.attendance', 'resource.resource'],
      ...['stock.location', 'stock.warehouse', 'stock.picking.type', 'stock.package', 'stock.quant', 'account.tax'],
      ...['mail.activity.type', 'mail.message.subtype', 'maintenance.stage', 'maintenance.team', 'crm.stage'],
    ].map((name) => [name, 'r']),
  ),
  ...Object.fromEntries(
    ['ir.attachment', 'mail.activity', 'mail.message', 'maintenance.request', 'resource.calendar.leaves'].map(
      (name) => [name, 'rwcu'],
    ),
  ),
  'stock.move.line': 'rwcu',
};

export function hasAccess(env: Environment, model: Model, operation: string): boolean {
  if (env.user.flag('is_administrator')) return true;
  const rights = env.user.flag('is_employee') ? OF_EMPLOYEES[model.name] : model.access;
  return (rights ?? '').includes(LETTERS[operation] ?? '?');
}

export const denied = (model: Model, operation: string) =>
  accessError(
    `You are not allowed to ${VERBS[operation] ?? operation} '${model.label}' (${model.name}) records.\n\n` +
      'This operation is allowed for the following groups:\n\t- Role / Administrator\n\n' +
      'Contact your administrator to request access if necessary.',
  );
