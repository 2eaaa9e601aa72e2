/** A change of a condition as the canonical event, with the machine and the asset that the site pack knows it by. */
import { buildEvent } from '../../canonical/build.ts';
import type { Envelope } from '../../envelope.ts';
import type { Hash, Result } from '../../ports.ts';
import type { SitePackResource } from '../../site/resource.ts';
import type { ConditionNotice } from '../condition-feed.ts';
import type { ConditionChange } from './memory.ts';

export interface ConditionPlace {
  readonly site: SitePackResource;
  /** Name of the endpoint in the site pack: the system that tells of the alarm. */
  readonly endpoint: string;
}

/** Longest code of an event. */
const CODE_LENGTH = 80;

export function conditionEvent(
  change: ConditionChange,
  place: ConditionPlace,
  recordedAtMs: number,
  hash: Hash,
): Result<Envelope> {
  const { notice, transition, eventId, at } = change;
  const { site, endpoint } = place;
  const asset = assetOf(notice, place);
  const data = {
    conditionId: conditionIdOf(notice, hash),
    ...(eventId === '' ? { changedAt: at } : { sourceEventId: eventId.slice(0, 200) }),
    conditionClass: plain(notice.conditionClass) || 'Process',
    equipmentId: equipmentOf(notice, place),
    ...(asset === undefined ? {} : { physicalAssetId: asset }),
    ...{ transition, active: notice.active, acked: notice.acked, confirmed: notice.confirmed },
    ...{ severity: notice.severity, retain: notice.retain },
    ...(notice.message === '' ? {} : { message: notice.message }),
    ...(notice.activeSince === undefined ? {} : { activeSince: notice.activeSince }),
    ...(notice.quality.startsWith('Good') ? {} : { properties: [{ id: 'quality', value: notice.quality }] }),
  };
  const recordedtime = new Date(recordedAtMs).toISOString();
  const attributes = {
    ...{ enterprise: site.pack.enterprise, site: site.pack.site, system: plain(endpoint) || 'opcua' },
    ...{ time: at || recordedtime, recordedtime, sequence: { epoch: 0, counter: 0 } },
    timequality: at === '' ? ('inferred' as const) : ('synced' as const),
  };
  return buildEvent('equipment.condition.changed', data, attributes, hash);
}

/** `Press1.DriveTripped`: names of conditions repeat from machine to machine. */
export function conditionIdOf({ sourceName, conditionName }: ConditionNotice, hash: Hash): string {
  const [source, condition] = [bare(sourceName), bare(conditionName)];
  const isWhole = source === '' || condition.startsWith(source);
  const name = (isWhole ? condition : `${source}.${condition}`) || 'condition';
  return name.length <= CODE_LENGTH ? name : `${name.slice(0, CODE_LENGTH - 9).trim()}~${hash(name).slice(0, 8)}`;
}

/**
 * By the crosswalk, or the machine whose name the source bears or begins with. Another source stands for itself below the
 * endpoint: an alarm that asks for work is not lost because nobody has mapped its source yet.
 */
export function equipmentOf(notice: ConditionNotice, { site, endpoint }: ConditionPlace): string {
  const mapped = translated('equipment', notice, { site, endpoint });
  const known = mapped === undefined ? undefined : (site.equipment(mapped)?.id ?? mapped);
  if (known !== undefined && PATH.test(known)) return known;
  const { pack } = site;
  const source = bare(notice.sourceName);
  const behind = pack.equipment.filter((machine) => machine.endpoint === endpoint);
  const named = behind.filter(({ name }) => isOf(source, name)).sort((a, b) => b.name.length - a.name.length);
  const own = segment(source) || segment(notice.sourceNode) || 'server';
  return named[0]?.id ?? [pack.enterprise, pack.site, endpoint, own].map(segment).join('/');
}

const PATH = /^[^/\s]+(\/[^/\s]+){2,5}$/;

const isOf = (source: string, name: string): boolean =>
  source === name || (source.startsWith(name) && /[^\p{L}\p{N}]/u.test(source.charAt(name.length)));

const assetOf = (notice: ConditionNotice, place: ConditionPlace): string | undefined =>
  translated('asset', notice, place);

function translated(
  domain: 'equipment' | 'asset',
  { sourceName, sourceNode, at }: ConditionNotice,
  { site, endpoint }: ConditionPlace,
): string | undefined {
  for (const code of [bare(sourceName), sourceNode]) {
    const found = code === '' ? undefined : site.crosswalk.canonical(domain, endpoint, code, at);
    if (found?.ok) return found.value;
  }
  return undefined;
}

/** Text of a server as a code: no control characters, no blanks at the ends. */
const plain = (text: string): string =>
  text
    .replaceAll(/[\p{Cc}\p{Cs}]+/gu, ' ')
    .trim()
    .slice(0, 200);

/** Some servers send names with the index of their namespace, which changes: `2:Press1`. */
const bare = (name: string): string => plain(name).replace(/^\d+:(?=.)/, '');

const segment = (text: string): string =>
  plain(text)
    .replaceAll(/[/\s]+/g, '_')
    .slice(0, 60);
