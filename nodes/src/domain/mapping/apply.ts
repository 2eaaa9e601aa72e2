/** Rules + event + site → intent. Rules are prepared once per deploy; an event costs a table walk. */
import type { Envelope } from '../envelope.ts';
import { EVENT_PREFIX } from '../envelope.ts';
import { type Intent, intentSchema } from '../odoo/intent.ts';
import { fail, ok, type Result } from '../ports.ts';
import { isEcho } from '../site/ownership.ts';
import type { SitePackResource } from '../site/resource.ts';
import { surely } from '../validation/sure-reader.ts';
import { baseMaps } from './base-maps.ts';
import { type Converter, converters, lookups, type Scope } from './converters.ts';
import type { EventMap, Rule } from './rules.ts';
import { invalid, lotMissing, missing, named, noMap } from './trouble.ts';

/** An intent, or a reason why this event asks nothing of Odoo. */
export type Mapped =
  | { readonly kind: 'intent'; readonly intent: Intent }
  | { readonly kind: 'nothing'; readonly note: string };

export type Mapper = (event: Envelope) => Result<Mapped>;

type Getter = (event: unknown) => unknown;

interface Row {
  readonly field: string;
  /** `undefined` as value means: leave the field out. */
  readonly read: (event: Envelope) => Result<unknown>;
}

interface Prepared {
  readonly to: EventMap['to'];
  readonly applies: (event: Envelope) => boolean;
  readonly rows: readonly Row[];
}

/** Later maps change rows of earlier ones with the same `type` and `to`, or add a new one. */
export function mergeMaps(...layers: readonly (readonly EventMap[])[]): readonly EventMap[] {
  const merged = new Map<string, EventMap>();
  for (const map of layers.flat()) {
    const key = `${map.type} ${map.to}`;
    const below = merged.get(key);
    const when = map.when ?? below?.when;
    merged.set(key, { ...map, ...(when ? { when } : {}), fields: { ...below?.fields, ...map.fields } });
  }
  return [...merged.values()];
}

/** The maps of a site: the shipped ones with the pack's changes. */
export function mapsOf(site: SitePackResource): readonly EventMap[] {
  return mergeMaps(baseMaps, site.pack.maps ?? []);
}

export function prepareMapper(site: SitePackResource, overrides: readonly EventMap[] = []): Mapper {
  const byType = new Map<string, Prepared[]>();
  for (const map of mergeMaps(mapsOf(site), overrides)) {
    const type = `${EVENT_PREFIX}.${map.type}.v1`;
    byType.set(type, [...(byType.get(type) ?? []), prepare(map, site)]);
  }
  return (event) => {
    const candidates = byType.get(event.type);
    if (!candidates) return fail(noMap(event));
    if (isEcho(event)) return ok({ kind: 'nothing', note: `${event.originsystem} knows this already` });
    const map = candidates.find((candidate) => candidate.applies(event));
    return map ? toIntent(map, event, site) : ok({ kind: 'nothing', note: 'no condition of its maps holds' });
  };
}

function prepare(map: EventMap, site: SitePackResource): Prepared {
  const conditions = (map.when ?? []).map(({ path, is }) => ({ get: getter(path), is: new Set<unknown>(is) }));
  return {
    to: map.to,
    applies: (event) => conditions.every(({ get, is }) => is.has(get(event) ?? null)),
    rows: Object.entries(map.fields).map(([field, rule]) => ({ field, read: reader(field, rule, site) })),
  };
}

function reader(field: string, rule: Rule, site: SitePackResource): Row['read'] {
  if ('value' in rule) {
    const constant = ok(rule.value);
    return () => constant;
  }
  const get = getter(rule.from);
  const change = changer(rule, site);
  return (event) => {
    const value = get(event);
    if (value === undefined || value === null) {
      return rule.optional ? ok(undefined) : fail(missing(event, rule.from, field));
    }
    const changed = change ? change(value, event) : ok(value);
    return changed.ok ? changed : fail(named(changed.failure, event, rule.from));
  };
}

function changer(rule: Exclude<Rule, { value: unknown }>, site: SitePackResource) {
  const converter: Converter | undefined =
    'convert' in rule ? converters[rule.convert] : 'lookup' in rule ? lookups[rule.lookup] : undefined;
  if (!converter) return undefined;
  const material = 'material' in rule && rule.material ? getter(rule.material) : () => undefined;
  return (value: unknown, event: Envelope): Result<unknown> => {
    const scope: Scope = { event, site, material: material(event) };
    return converter(value, scope);
  };
}

function getter(path: string): Getter {
  const steps = path.split('.');
  return (event) => {
    let at = event;
    for (const step of steps) {
      if (typeof at !== 'object' || at === null || !Object.hasOwn(at, step)) return undefined;
      at = (at as Record<string, unknown>)[step];
    }
    return at;
  };
}

/** A copy, because parts of a draft belong to the site pack, and what is done to a message must not reach it. */
const readIntent = surely(intentSchema, 'copy');

function toIntent(map: Prepared, event: Envelope, site: SitePackResource): Result<Mapped> {
  const draft: Record<string, unknown> = { kind: map.to };
  for (const row of map.rows) {
    const value = row.read(event);
    if (!value.ok) return value;
    if (value.value !== undefined) draft[row.field] = value.value;
  }
  const parsed = readIntent.safeParse(draft);
  if (!parsed.success) {
    const issues = parsed.error.issues.map((issue) => ({ path: issue.path.join('.'), rule: issue.message }));
    return fail({ ...invalid(event, issues[0]), issues });
  }
  const lotless = lotMissing(parsed.data, event, site);
  return lotless ? fail(lotless) : ok({ kind: 'intent', intent: parsed.data });
}
