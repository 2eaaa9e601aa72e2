/** The same event with one of its references leading nowhere. */
import type { Sample } from '../../../../nodes/src/domain/odoo/drill/sample.ts';

export interface Gone {
  /** Where in the event: `components.0.material`. */
  readonly path: string;
  /** Of the places of this event. */
  readonly isFirst: boolean;
  readonly sample: Sample;
  /** What the answer must name. */
  readonly name: string;
}

/** Names that an event has without a reference around them, and that must be known to Odoo already. */
const NAMES = ['order', 'delivery', 'workOrder', 'uom', 'model', 'currency'];

/** The same for some intents alone: others make what they name. */
const OWN_NAMES: Readonly<Record<string, readonly string[]>> = {
  unbuild: ['lot'],
  holdLot: ['lot'],
  releaseLot: ['hold'],
  disposition: ['hold'],
  qualityResult: ['lot'],
  nonconformance: ['lot'],
  repair: ['serial'],
  stageDelivery: ['package'],
  upsertUnit: ['of'],
};

type Json = unknown;
const isRow = (value: Json): value is Record<string, Json> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

export function goneOf(sample: Sample, prefix: string): readonly Gone[] {
  return places(sample, [...NAMES, ...(OWN_NAMES[sample.kind] ?? [])]).map(({ path, change, name }, at) => ({
    path,
    isFirst: at === 0,
    name: name(prefix),
    sample: change(prefix) as Sample,
  }));
}

interface Place {
  readonly path: string;
  readonly name: (prefix: string) => string;
  readonly change: (prefix: string) => Json;
}

function places(value: Json, names: readonly string[], path = ''): readonly Place[] {
  if (Array.isArray(value)) return value.flatMap((item, at) => inside(value, item, at, names, path));
  if (!isRow(value)) return [];
  if (Object.keys(value).sort().join() === 'by,id,value') return [reference(value, path)];
  return Object.entries(value).flatMap(([key, item]) =>
    names.includes(key) && typeof item === 'string' ? [text(value, key, path)] : inside(value, item, key, names, path),
  );
}

function inside(
  parent: Json,
  item: Json,
  key: string | number,
  names: readonly string[],
  path: string,
): readonly Place[] {
  return places(item, names, path === '' ? String(key) : `${path}.${key}`).map((place) => ({
    ...place,
    change: (prefix) => replaced(parent, key, place.change(prefix)),
  }));
}

function replaced(parent: Json, key: string | number, next: Json): Json {
  if (Array.isArray(parent)) return parent.map((item, at) => (at === key ? next : item));
  return { ...(parent as object), [key]: next };
}

function reference(value: Record<string, Json>, path: string): Place {
  const name = (prefix: string) => (value['by'] === 'externalId' ? `plantwire_gone.${prefix}` : `${prefix}-GONE`);
  return { path, name, change: (prefix) => ({ ...value, id: `${prefix}-GONE`, value: name(prefix) }) };
}

const UNKNOWN: Readonly<Record<string, string>> = { uom: 'ZZZ', of: 'ZZZ', currency: 'XXX', model: 'gone.model' };

function text(parent: Json, key: string, path: string): Place {
  const name = (prefix: string) => UNKNOWN[key] ?? `${prefix}-GONE`;
  return { path: path === '' ? key : `${path}.${key}`, name, change: (prefix) => replaced(parent, key, name(prefix)) };
}
