/** The codes that belong to one plant and therefore may stand in its site pack alone. */

/** Shorter ones are words by accident. */
const MIN_LENGTH = 4;

interface Pack {
  readonly name?: string;
  readonly enterprise?: string;
  readonly equipment?: readonly {
    readonly id?: string;
    readonly name?: string;
    readonly material?: { readonly tag?: string; readonly fixed?: string };
    readonly context?: Readonly<Record<string, string>>;
    readonly counters?: readonly Readonly<Record<string, unknown>>[];
  }[];
  readonly endpoints?: Readonly<
    Record<string, { readonly url?: string; readonly registers?: readonly { tag: string }[] }>
  >;
  readonly crosswalk?: readonly { readonly localCode?: string; readonly canonicalId?: string }[];
  readonly bindings?: readonly { readonly canonicalId?: string; readonly value?: string }[];
}

const COUNTER_CODES = ['tag', 'material', 'lotTag', 'reasonTag', 'reason'];

/** Code → name of the pack it stands in. */
export function siteCodesOf(packs: readonly unknown[]): ReadonlyMap<string, string> {
  const codes = new Map<string, string>();
  for (const pack of packs as readonly Pack[]) {
    for (const code of codesIn(pack)) {
      if (typeof code === 'string' && code.length >= MIN_LENGTH) codes.set(code, pack.name ?? 'without name');
    }
  }
  return codes;
}

function codesIn(pack: Pack): readonly unknown[] {
  const equipment = (pack.equipment ?? []).flatMap((unit) => [
    unit.id,
    unit.name,
    unit.material?.tag,
    unit.material?.fixed,
    ...Object.values(unit.context ?? {}),
    ...(unit.counters ?? []).flatMap((counter) => COUNTER_CODES.map((key) => counter[key])),
  ]);
  const endpoints = Object.values(pack.endpoints ?? {}).flatMap((endpoint) => [
    endpoint.url,
    ...(endpoint.registers ?? []).map((register) => register.tag),
  ]);
  const crosswalk = (pack.crosswalk ?? []).flatMap((row) => [row.localCode, row.canonicalId]);
  const bindings = (pack.bindings ?? []).flatMap((binding) => [binding.canonicalId, binding.value]);
  return [...equipment, ...endpoints, ...crosswalk, ...bindings];
}
