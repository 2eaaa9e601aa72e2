/** Conditions in groups, groups in groups → Odoo's notation with the operator first. What stands in no group must hold. */
export interface GroupRow {
  readonly name: string;
  readonly holds: 'all' | 'any' | 'none';
  /** Group it stands in; empty: the whole. */
  readonly inside: string;
}

export interface Term {
  readonly group: string;
  readonly term: readonly unknown[];
}

type Tree =
  | { readonly ok: true; readonly domain: readonly unknown[] }
  | { readonly ok: false; readonly reason: string };

export function domainOf(terms: readonly Term[], groups: readonly GroupRow[]): Tree {
  const reason = trouble(terms, groups);
  if (reason !== undefined) return { ok: false, reason };
  const inside = (name: string): (readonly unknown[])[] => [
    ...terms.filter(({ group }) => group === name).map(({ term }) => [term]),
    ...groups.filter((group) => group.inside === name).map((group) => joined(group.holds, inside(group.name))),
  ];
  // Side by side means "and" to Odoo, so that a domain written by hand can follow.
  return { ok: true, domain: inside('').flat() };
}

/** `n` operands need `n - 1` operators before them. */
function joined(holds: GroupRow['holds'], parts: readonly (readonly unknown[])[]): readonly unknown[] {
  const operator = holds === 'all' ? '&' : '|';
  const body = [...parts.slice(1).map(() => operator), ...parts.flat()];
  return holds === 'none' ? ['!', ...body] : body;
}

function trouble(terms: readonly Term[], groups: readonly GroupRow[]): string | undefined {
  const names = groups.map(({ name }) => name);
  const twice = names.find((name, at) => name.trim() === '' || names.indexOf(name) !== at);
  if (twice !== undefined) return `the group "${twice}" has no name, or the name of another`;
  const asked = [...terms.map(({ group }) => group), ...groups.map(({ inside }) => inside)];
  const unknown = asked.find((name) => name !== '' && !names.includes(name));
  if (unknown !== undefined) return `there is no group "${unknown}"`;
  const ring = names.find((name) => isRing(name, groups));
  if (ring !== undefined) return `the group "${ring}" stands inside itself`;
  // An empty group would be true or false without anybody having said so.
  const empty = names.find((name) => !asked.includes(name));
  return empty === undefined ? undefined : `the group "${empty}" has no condition`;
}

function isRing(name: string, groups: readonly GroupRow[]): boolean {
  let at = name;
  for (let step = 0; step <= groups.length && at !== ''; step += 1)
    at = groups.find((group) => group.name === at)?.inside ?? '';
  return at !== '';
}
