/** Entry of the odoo read node. */
import { system } from '../../adapters/system.ts';
import type { Target } from '../../domain/delivery/mode.ts';
import { ok } from '../../domain/ports.ts';
import type { SitePackResource } from '../../domain/site/resource.ts';
import { unfollowed } from '../../host/following.ts';
import type { NodeContext } from '../../host/node.ts';
import { register } from '../../host/register.ts';
import { reader, type Surroundings } from './behaviour.ts';
import { definition } from './definition.ts';

export default register(definition, system, async (context) => {
  const erp = await context.resource<Target>(context.config.connection);
  if (!erp.ok) return erp;
  const { config, clock } = context;
  const site = config.sitePack === '' ? undefined : await context.resource<SitePackResource>(config.sitePack);
  if (site && !site.ok) return site;
  const zone = site ? { timeZone: site.value.pack.timeZone } : {};
  return ok(reader(config, erp.value, { clock, send: sending(context), ...zone }));
});

const sending =
  ({ emit, emitFollowed }: NodeContext<unknown>): Surroundings['send'] =>
  (message, port) =>
    emitFollowed?.(message, port) ?? unfollowed('taken', () => emit(message, port));
