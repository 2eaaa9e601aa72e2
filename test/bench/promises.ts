/** What a run was promised to show, against what it showed. Pure. */
import type { Storm } from '../flows/bench/storm.ts';

/** The appliance with all its threads, during a storm. */
const CORES = 1;

type Shown = Pick<
  Storm,
  'counted' | 'activations' | 'passed' | 'pending' | 'suppressed' | 'lost' | 'requests' | 'budget' | 'coresUsed'
>;

/** What a storm did not keep, in words. A short run says nothing about processors: it is mostly the start. */
export function broken(storm: Shown, short = false): readonly string[] {
  const { counted, activations, passed, pending, suppressed, lost, requests, budget, coresUsed } = storm;
  const heldBack = Object.values(suppressed).reduce((total, count) => total + count, 0);
  return [
    ...(lost === 0 ? [] : [`${lost} lost`]),
    ...(counted >= activations ? [] : [`${activations - counted} not counted`]),
    ...(passed + heldBack + pending === counted ? [] : ['what was counted has not all its reason']),
    ...(requests <= budget ? [] : [`${requests} requests where ${budget} are allowed`]),
    ...(short || coresUsed < CORES ? [] : [`${coresUsed} cores where less than ${CORES} was promised`]),
  ];
}
