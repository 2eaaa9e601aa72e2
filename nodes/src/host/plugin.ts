/**
 * Node-RED plugin entry: answers `/health` and `/metrics` before the first flow runs. The host loads plugins with
 * require() while it imports nodes, so everything else is imported when called, not when loaded.
 */
import type { Red } from './red.ts';

export default async function plugin(red: Red): Promise<void> {
  const { mountOperations } = await import('./operations.ts');
  mountOperations(red);
}
