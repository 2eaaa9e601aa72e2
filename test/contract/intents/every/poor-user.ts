/** A user of the plant whom nobody gave the groups of an app. */
import type { Erp } from '../../../../nodes/src/domain/ports.ts';
import { must } from '../../../live/seed.ts';
import type { ErpBench } from '../../erp.ts';

/** By JSON-RPC with a password: nobody can make a key for another user. */
export async function poorUser({ admin, connect }: Pick<ErpBench, 'admin' | 'connect'>, login: string): Promise<Erp> {
  const profile = await admin.profile();
  const field = profile.ok && profile.value.major >= 19 ? 'group_ids' : 'groups_id';
  const args = { module: 'base', xml_id: 'group_user' };
  const reference = { model: 'ir.model.data', method: 'check_object_reference', args };
  const [, employee] = await must<[string, number]>(admin, reference);
  const vals = { name: login, login, password: login, email: `${login}@example.test`, [field]: [[6, 0, [employee]]] };
  await must(admin, {
    model: 'res.users',
    method: 'create',
    args: { vals_list: [vals] },
    context: { no_reset_password: true },
  });
  return connect({ login, apiKey: login, protocol: 'jsonrpc' });
}

/** Nobody logs in as it any more. */
export async function withdrawn(admin: Erp, login: string): Promise<void> {
  const found = { model: 'res.users', method: 'search', args: { domain: [['login', '=', login]] } };
  const ids = await must<number[]>(admin, found);
  await must(admin, { model: 'res.users', method: 'write', ids, args: { vals: { active: false } } });
}
