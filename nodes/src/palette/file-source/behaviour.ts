/** Watches a folder and takes its files one after the other. */
import type { FileCursor } from '../../domain/files/cursor.ts';
import type { DropFolder } from '../../domain/files/drop.ts';
import type { PickupFolder } from '../../domain/files/pickup.ts';
import type { CounterState, Journal } from '../../domain/journal.ts';
import { type Clock, ok, type Result } from '../../domain/ports.ts';
import type { SitePackResource } from '../../domain/site/resource.ts';
import { contractOf } from '../../domain/validation/contract.ts';
import { openDrops } from '../../host/dropping.ts';
import type { Behaviour, NodeContext } from '../../host/node.ts';
import { formatOf } from './format.ts';
import { type Config, type DropsOf, Picking } from './picking.ts';
import type { Known } from './results.ts';

/** What the entry's adapter is asked for. */
export interface FolderSettings {
  readonly userDir: string;
  readonly folder: string;
  readonly pattern: string;
  readonly ready: Config['ready'];
  readonly stableMs: number;
  readonly encoding: string;
}
export type OpenFolder = (settings: FolderSettings, clock: Clock) => PickupFolder;
export type OpenDropFolder = (userDir: string, folder: string) => DropFolder;

export async function startFileSource(
  context: NodeContext<Config>,
  open: OpenFolder,
  openDrop: OpenDropFolder,
): Promise<Result<Behaviour>> {
  const { config, clock, hash, userDir } = context;
  const journal = await context.resource<Journal>(config.journal);
  if (!journal.ok) return journal;
  const site = await context.resource<SitePackResource>(config.sitePack);
  if (!site.ok) return site;
  const { enterprise, site: siteId } = site.value.pack;
  const contract = contractOf({ ...config, enterprise, site: siteId });
  if (!contract.ok) return contract;
  const makeReader = formatOf(config);
  if (!makeReader.ok) return makeReader;
  const notes = await journal.value.counters(context.id);
  if (!notes.ok) return notes;
  const known = knownOf(notes.value);
  const folder = open({ ...config, userDir, stableMs: config.stableSeconds * 1_000 }, clock);
  const drops = await dropsOf(context, journal.value, openDrop);
  if (!drops.ok) return drops;
  const rows = { contract: contract.value, columns: config.columns, hash };
  const plant = { enterprise, site: siteId, system: config.system };
  const parts = { rows, makeReader: makeReader.value, plant, drops: drops.value, known };
  return ok(new Picking(context, journal.value, folder, parts));
}

const FILE = 'file:';

const knownOf = (notes: readonly CounterState[]): Map<string, Known> =>
  new Map(
    notes
      .filter(({ tag }) => tag.startsWith(FILE))
      .map(({ tag, memory, at }) => [tag.slice(FILE.length), { cursor: memory as FileCursor, atMs: Date.parse(at) }]),
  );

/** Results lie in a folder of their own, or beside the file they are about. */
async function dropsOf(
  { config, clock, id, userDir }: NodeContext<Config>,
  journal: Journal,
  openDrop: OpenDropFolder,
): Promise<Result<DropsOf>> {
  const own = config.resultFolder.trim();
  const at = (state: string): string => (own === '' ? `${config.folder.trim().replace(/\/+$/, '')}/${state}` : own);
  const opened = (state: string) => openDrops({ journal, owner: id, folder: openDrop(userDir, at(state)), clock });
  const done = await opened('done');
  if (!done.ok) return done;
  const failed = own === '' ? await opened('failed') : done;
  return failed.ok ? ok((state) => (state === 'done' ? done.value : failed.value)) : failed;
}
