import { system } from '../../nodes/src/adapters/system.ts';
import { flowVersion } from '../../nodes/src/host/flow-version.ts';
import type { Red } from '../../nodes/src/host/red.ts';
import { testClock } from '../support/time.ts';

const clock = testClock();
const versionOf = (...nodes: readonly Record<string, unknown>[]): string => {
  const red = { nodes: { eachNode: (visit: (config: Record<string, unknown>) => void) => nodes.forEach(visit) } };
  return flowVersion(red as unknown as Pick<Red, 'nodes'>, 'tab', { clock, hash: system.hash })();
};
const node = { id: 'a', z: 'tab', type: 'inject', x: 1, y: 2, topic: 't' };

test('a flow has another version when a node does something else, not when it is moved', () => {
  const version = versionOf(node);
  expect(version).toMatch(/^[\w-]{8}$/);
  expect(versionOf({ ...node, x: 99 })).toBe(version);
  expect(versionOf(Object.fromEntries(Object.entries(node).reverse()))).toBe(version);
  expect(versionOf(node, { id: 'b', z: 'other', type: 'debug' })).toBe(version);
  expect(versionOf({ ...node, topic: 'u' })).not.toBe(version);
  expect(versionOf(node, { id: 'b', z: 'tab', type: 'debug' })).not.toBe(version);
});

test('it is read again after a few seconds', async () => {
  let topic = 't';
  const eachNode = (visit: (config: Record<string, unknown>) => void) => visit({ ...node, topic });
  const version = flowVersion({ nodes: { eachNode } } as unknown as Pick<Red, 'nodes'>, 'tab', {
    clock,
    hash: system.hash,
  });
  const before = version();
  topic = 'u';
  expect(version()).toBe(before);
  await clock.advance(5_000);
  expect(version()).not.toBe(before);
});
