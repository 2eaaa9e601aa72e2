/** Live choices: endpoints of the site pack, and tags as the connected server has them. */
import { explain } from '../../domain/failure.ts';
import type { PlantEndpoint } from '../../domain/plant/endpoint.ts';
import type { Result } from '../../domain/ports.ts';
import type { SitePackResource } from '../../domain/site/resource.ts';

interface Host {
  resource<T>(configNodeId: string): Promise<Result<T>>;
}

interface Choice {
  readonly value: string;
  readonly label: string;
}

type Query = Readonly<Record<string, string>>;

export async function chooseEndpoint(query: Query, host: Host): Promise<readonly Choice[]> {
  if (!query.sitePack) return [];
  const site = await host.resource<SitePackResource>(query.sitePack);
  if (!site.ok) throw new Error(explain(site.failure));
  return Object.entries(site.value.pack.endpoints)
    .filter(([, { protocol }]) => protocol === 'opcua')
    .map(([name, { url }]) => ({ value: name, label: `${name} – ${url}` }));
}

/** How deep a search goes below the folder of objects, and how many folders it opens. */
const MAX_DEPTH = 3;
const MAX_FOLDERS = 100;

/** Typing a node id browses below it; any other text is searched for in names. */
export async function chooseTag(query: Query, host: Host): Promise<readonly Choice[]> {
  if (!query.endpoint) return [];
  const endpoint = await host.resource<PlantEndpoint>(query.endpoint);
  if (!endpoint.ok) throw new Error(explain(endpoint.failure));
  const typed = query.q ?? '';
  const folders: [string | undefined, number][] = [[/^ns=\d+;/.test(typed) ? typed : undefined, 0]];
  const found: Choice[] = [];
  for (const [folder, depth] of folders) {
    const entries = await endpoint.value.feed.browse(folder);
    if (!entries.ok) throw new Error(explain(entries.failure));
    for (const { tag, name, kind } of entries.value) {
      if (kind === 'tag') found.push({ value: tag, label: `${name} – ${tag}` });
      // The server's own description of itself is large and of no use here.
      else if (depth < MAX_DEPTH && folders.length < MAX_FOLDERS && !/^(ns=0;)?i=/.test(tag))
        folders.push([tag, depth + 1]);
    }
  }
  const words = folders[0]?.[0] === undefined ? typed.toLowerCase() : '';
  return found.filter(({ label }) => label.toLowerCase().includes(words));
}
