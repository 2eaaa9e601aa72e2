/** One call is one transaction: it is carried out whole or leaves no trace. */

import { denied, hasAccess } from '../orm/access.ts';
import { Environment, type World } from '../orm/environment.ts';
import { accessError } from '../orm/error.ts';
import type { Arguments, Method, Model } from '../orm/model.ts';
import { STANDARD } from '../orm/standard.ts';
import type { Context, Json } from '../orm/value.ts';

export interface Call {
  readonly uid: number;
  readonly context: Context;
  readonly model: Model;
  readonly name: string;
  readonly method: Method;
  readonly ids: number[];
  readonly args: Arguments;
}

export const methodOf = (model: Model, name: string): Method | undefined => model.methods?.[name] ?? STANDARD[name];

export const privateMethod = (model: string, name: string) =>
  accessError(`Private methods (such as '${model}.${name}') cannot be called remotely.`);

/** Names that cannot be called from outside: private ones and the plumbing of recordsets. */
export const isPrivate = (name: string): boolean =>
  name.startsWith('_') || ['sudo', 'check_access', 'browse', 'with_context', 'with_user', 'init', 'env'].includes(name);

const OPERATIONS: Readonly<Record<string, string>> = {
  read: 'read',
  search: 'read',
  search_read: 'read',
  search_count: 'read',
  name_search: 'read',
  read_group: 'read',
  formatted_read_group: 'read',
  get_param: 'read',
  create: 'create',
  copy: 'create',
  write: 'write',
  unlink: 'unlink',
};

/** The right a standard method needs. */
export const operationOf = (name: string): string | undefined => OPERATIONS[name];

export function carryOut(world: World, call: Call): Json | undefined {
  const env = new Environment(world, call.uid, call.context);
  const savepoint = world.store.savepoint();
  try {
    const operation = operationOf(call.name);
    if (operation && !hasAccess(env, call.model, operation)) throw denied(call.model, operation);
    const result = call.method.run(env, call.model, call.ids, call.args);
    world.store.commit();
    return result;
  } catch (error) {
    world.store.rollback(savepoint);
    throw error;
  }
}
