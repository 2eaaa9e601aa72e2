/** Version of a flow as it is deployed: a short hash of its nodes, so that nobody has to count by hand. */
import type { Clock, Hash } from '../domain/ports.ts';
import type { Red } from './red.ts';

/** Where a node stands on the canvas changes nothing of what it does. */
const PLACE = new Set(['x', 'y', 'w', 'h', 'l', 'info', 'icon']);
/** Many messages may be refused at once; a deploy is seen this late at most. */
const FRESH_MS = 5_000;

export function flowVersion(red: Pick<Red, 'nodes'>, tab: string, { clock, hash }: { clock: Clock; hash: Hash }) {
  let known: { readonly version: string; readonly atMs: number } | undefined;
  return (): string => {
    if (known && clock.now() - known.atMs < FRESH_MS) return known.version;
    known = { version: versionOf(red, tab, hash), atMs: clock.now() };
    return known.version;
  };
}

function versionOf(red: Pick<Red, 'nodes'>, tab: string, hash: Hash): string {
  const nodes: string[] = [];
  red.nodes.eachNode((config) => {
    if (config['z'] !== tab) return;
    const meaning = Object.entries(config).filter(([name]) => !PLACE.has(name));
    nodes.push(JSON.stringify(meaning.sort(([a], [b]) => (a < b ? -1 : 1))));
  });
  return hash(nodes.sort().join('\n')).slice(0, 8);
}
