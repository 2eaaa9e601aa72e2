/** Entry of the canonical mapper. */
import { system } from '../../adapters/system.ts';
import type { SitePackResource } from '../../domain/site/resource.ts';
import { register } from '../../host/register.ts';
import { mapper } from './behaviour.ts';
import { definition } from './definition.ts';

export default register(definition, system, async (context) => {
  const site = await context.resource<SitePackResource>(context.config.sitePack);
  return site.ok ? mapper(context.config, site.value, context.clock, context.hash) : site;
});
