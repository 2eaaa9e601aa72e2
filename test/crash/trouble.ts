/** What happens to Odoo and to the line while events stream in. */
import type { Fault } from '../plant/faults/fault.ts';
import type { FaultyPeer } from '../plant/faults/http-proxy.ts';
import type { Chance } from './chance.ts';

export interface Trouble {
  readonly name: string;
  /** An answer that is lost after Odoo did its work. */
  readonly isLostAnswer: boolean;
  readonly faults: (chance: Chance) => readonly Fault[];
}

const writing = { writes: true };

export const TROUBLES: readonly Trouble[] = [
  {
    name: 'answer lost after commit',
    isLostAnswer: true,
    faults: () => [{ kind: 'lost', match: writing, times: 1 }],
  },
  {
    name: 'answer lost twice in a row',
    isLostAnswer: true,
    faults: () => [{ kind: 'lost', match: writing, times: 2 }],
  },
  {
    name: 'gateway times out after commit',
    isLostAnswer: true,
    faults: (chance) => [{ kind: 'lost', status: chance.pick([502, 503, 504]), match: writing, times: 1 }],
  },
  {
    name: 'answer to a question lost',
    isLostAnswer: false,
    faults: () => [{ kind: 'lost', match: { writes: false }, times: 1 }],
  },
  { name: 'stopped', isLostAnswer: false, faults: (chance) => [{ kind: 'refuse', forMs: 200 + chance.whole(1_200) }] },
  { name: 'cut off', isLostAnswer: false, faults: (chance) => [{ kind: 'cut', times: 1 + chance.whole(4) }] },
  {
    name: 'gateway error',
    isLostAnswer: false,
    faults: (chance) => [{ kind: 'status', status: chance.pick([500, 502, 503, 504]), times: 1 + chance.whole(3) }],
  },
  { name: 'web page in place of data', isLostAnswer: false, faults: () => [{ kind: 'html', times: 1 }] },
  { name: 'slow', isLostAnswer: false, faults: (chance) => [{ kind: 'slow', delayMs: chance.whole(400), times: 5 }] },
];

/** Makes one trouble; returns its name. */
export function trouble(line: FaultyPeer, chance: Chance): Trouble {
  const chosen = chance.pick(TROUBLES);
  for (const fault of chosen.faults(chance)) line.faults.arm(fault);
  return chosen;
}
