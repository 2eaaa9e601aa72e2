/** Rights: administrators may do everything; everybody else what the table of rights of a model says. */
import type { Environment } from './environment.ts';
import { accessError } from './error.ts';
import type { Model } from './model.ts';

const LETTERS: Readonly<Record<string, string>> = { read: 'r', write: 'w', create: 'c', unlink: 'u' };
const VERBS: Readonly<Record<string, string>> = { read: 'access', create: 'create', write: 'modify', unlink: 'delete' };

export function hasAccess(env: Environment, model: Model, operation: string): boolean {
  if (env.user.flag('is_administrator')) return true;
  return (model.access ?? '').includes(LETTERS[operation] ?? '?');
}

export const denied = (model: Model, operation: string) =>
  accessError(
    `You are not allowed to ${VERBS[operation] ?? operation} '${model.label}' (${model.name}) records.\n\n` +
      'This operation is allowed for the following groups:\n\t- Role / Administrator\n\n' +
      'Contact your administrator to request access if necessary.',
  );
