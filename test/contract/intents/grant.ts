/** Puts the integration user into a group of an app, as an administrator does before he uses the app's intents. */
import { returnsSteps } from '../../../nodes/src/domain/odoo/set-up/returns.ts';
import type { Erp } from '../../../nodes/src/domain/ports.ts';
import { must } from '../../live/seed.ts';
import type { ErpBench } from '../erp.ts';

/** As `user install --for returns` does; where a version needs nothing of the kind there is no step. */
export async function allowReturns(admin: Erp, login: string): Promise<void> {
  const steps = await returnsSteps(admin, login);
  if (!steps.ok) throw new Error(steps.failure.reason);
  for (const step of steps.value) expect(await step.run()).toMatchObject({ ok: true });
}

export async function grant({ admin, server }: Pick<ErpBench, 'admin' | 'server'>, group: string): Promise<void> {
  const [module = '', xml_id = ''] = group.split('.');
  const data = { model: 'ir.model.data', method: 'check_object_reference', args: { module, xml_id } };
  const [, id] = await must<[string, number]>(admin, data);
  const found = { model: 'res.users', method: 'search', args: { domain: [['login', '=', server.login]] } };
  const ids = await must<number[]>(admin, found);
  const profile = await admin.profile();
  const field = profile.ok && profile.value.major >= 19 ? 'group_ids' : 'groups_id';
  const [user] = await must<Record<string, number[]>[]>(admin, {
    model: 'res.users',
    method: 'read',
    ids,
    args: { fields: [field] },
  });
  // Every write of rights empties the caches of a server that other suites use.
  if (user?.[field]?.includes(id)) return;
  await must(admin, { model: 'res.users', method: 'write', ids, args: { vals: { [field]: [[4, id]] } } });
}
