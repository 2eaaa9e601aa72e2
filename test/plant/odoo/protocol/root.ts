/** Calls past the network with all rights, for seeding and for tests. */
import type { World } from '../orm/environment.ts';
import type { Context, Json, Vals } from '../orm/value.ts';
import { carryOut, methodOf } from './call.ts';
import { bindNamed } from './signature.ts';

const ROOT_UID = 1;

export interface RootCall {
  readonly model: string;
  readonly method: string;
  readonly ids: readonly number[];
  readonly args: Vals;
  readonly context: Context;
}

export function callAsRoot(world: World, call: RootCall): Json | undefined {
  const model = world.models.get(call.model);
  const method = model && methodOf(model, call.method);
  if (!model || !method) throw new Error(`no ${call.model}.${call.method}`);
  return carryOut(world, {
    uid: ROOT_UID,
    model,
    method,
    args: bindNamed(method, call.args),
    name: call.method,
    ids: [...call.ids],
    context: call.context,
  });
}
