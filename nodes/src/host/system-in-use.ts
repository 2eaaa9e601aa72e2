/** The clock and hash that running nodes were given, for what answers beside them. */
import type { System } from '../domain/ports.ts';

let system: System | undefined;

export function useSystem(used: System): void {
  system = used;
}

export function systemInUse(): System {
  if (system === undefined) throw new Error('No Plantwire node is running.');
  return system;
}
