/** Live choices: roles of the site pack. */
import { explain } from '../../domain/failure.ts';
import type { Result } from '../../domain/ports.ts';
import type { SitePackResource } from '../../domain/site/resource.ts';

interface Host {
  resource<T>(configNodeId: string): Promise<Result<T>>;
}

export async function chooseRole(query: Readonly<Record<string, string>>, host: Host) {
  if (!query.sitePack) return [];
  const site = await host.resource<SitePackResource>(query.sitePack);
  if (!site.ok) throw new Error(explain(site.failure));
  const roles = Object.entries(site.value.pack.roles ?? {});
  return roles.map(([name, { title }]) => ({ value: name, label: `${name} – ${title}` }));
}
