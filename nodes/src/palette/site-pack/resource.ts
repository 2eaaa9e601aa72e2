/** Opens a site pack: loads, checks, prepares calendar and crosswalk. Answers the pickers of other nodes. */
import type { z } from 'zod';
import { explain } from '../../domain/failure.ts';
import { fail, ok, type Result } from '../../domain/ports.ts';
import type { SitePack } from '../../domain/site/pack.ts';
import { listed, type PackProblem } from '../../domain/site/problem.ts';
import { type SitePackResource, siteResource } from '../../domain/site/resource.ts';
import type { NodeContext, Resource } from '../../host/node.ts';
import type { definition } from './definition.ts';

type Config = z.output<typeof definition.config>;

interface Loaded {
  readonly pack: SitePack;
  readonly problems: readonly PackProblem[];
  readonly file: string;
  readonly stamp: string;
}

/** What the entry gets from disk. */
export interface Disk {
  load(name: string, userDir: string): Promise<Result<Loaded>>;
  list(userDir: string): Promise<readonly { readonly name: string; readonly title: string; readonly errors: number }[]>;
  /** Differs from the stamp of a loaded pack once its file was changed. */
  stamp(file: string): Promise<string>;
}

export async function openSitePack(
  context: NodeContext<Config>,
  disk: Pick<Disk, 'load' | 'stamp'>,
): Promise<Result<Resource<SitePackResource>>> {
  const loaded = await disk.load(context.config.pack, context.userDir);
  if (!loaded.ok) return fail(loaded.failure);
  const { pack, problems, file, stamp } = loaded.value;
  // An endpoint that nobody uses needs no address; whoever uses one says so himself.
  const told = problems.filter(({ variable }) => variable === undefined);
  if (told.length > 0) context.log.warn(`Site pack ${pack.name}:\n${listed(told)}`);
  return ok({
    value: siteResource(pack),
    async health() {
      if ((await disk.stamp(file)) === stamp)
        return { health: 'ok', text: `${pack.name}, ${pack.equipment.length} machines` };
      return { health: 'degraded', text: `${pack.name} changed on disk: deploy to use it` };
    },
    close: async () => undefined,
  });
}

interface Choice {
  readonly value: string;
  readonly label: string;
}

interface Host {
  resource<T>(configNodeId: string): Promise<Result<T>>;
  readonly userDir: string;
}

type Query = Readonly<Record<string, string>>;

/** A pack with errors is offered too, and says so: the person is about to correct it. */
export async function choosePack(disk: Pick<Disk, 'list'>, host: Host): Promise<readonly Choice[]> {
  const packs = await disk.list(host.userDir);
  return packs.map(({ name, title, errors }) => ({
    value: name,
    label: errors > 0 ? `${name} – cannot be used, ${errors} problems` : `${name} – ${title}`,
  }));
}

export async function chooseEquipment(query: Query, host: Host): Promise<readonly Choice[]> {
  return choices(query, host, ({ pack }) =>
    pack.equipment.map(({ id, name }) => ({ value: id, label: `${name} – ${id}` })),
  );
}

/** `query.protocol` limits the choice. */
export async function chooseEndpoint(query: Query, host: Host): Promise<readonly Choice[]> {
  return choices(query, host, ({ pack }) =>
    Object.entries(pack.endpoints)
      .filter(([, endpoint]) => !query.protocol || endpoint.protocol === query.protocol)
      .map(([name, endpoint]) => ({ value: name, label: `${name} – ${endpoint.protocol}` })),
  );
}

/** The form names its site pack `sitePack` (or `site`); before the first deploy there is nothing to choose from. */
async function choices(query: Query, host: Host, of: (site: SitePackResource) => Choice[]): Promise<readonly Choice[]> {
  const id = query.sitePack ?? query.site;
  if (!id) return [];
  const site = await host.resource<SitePackResource>(id);
  if (!site.ok) throw new Error(explain(site.failure));
  const typed = (query.q ?? '').toLowerCase();
  return of(site.value).filter(({ label }) => label.toLowerCase().includes(typed));
}
