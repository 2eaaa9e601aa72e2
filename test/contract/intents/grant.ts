/** Puts the integration user into a group of an app, as an administrator does before he uses the app's intents. */
import { must } from '../../live/seed.ts';
import type { ErpBench } from '../erp.ts';

export async function grant({ admin, server }: Pick<ErpBench, 'admin' | 'server'>, group: string): Promise<void> {
  const [module = '', xml_id = ''] = group.split('.');
  const data = { model: 'ir.model.data', method: 'check_object_reference', args: { module, xml_id } };
  const [, id] = await must<[string, number]>(admin, data);
  const found = { model: 'res.users', method: 'search', args: { domain: [['login', '=', server.login]] } };
  const ids = await must<number[]>(admin, found);
  const profile = await admin.profile();
  const field = profile.ok && profile.value.major >= 19 ? 'group_ids' : 'groups_id';
  await must(admin, { model: 'res.users', method: 'write', ids, args: { vals: { [field]: [[4, id]] } } });
}
