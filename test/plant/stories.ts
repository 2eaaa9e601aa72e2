/** Which stories each system tells, where to and how often: `--tells` names the appliance. */
import { milestonesOf } from './carrier/milestones.ts';
import { jobsOf, shiftOf, shortagesOf } from './mes/floor.ts';
import type { Values } from './options.ts';
import { holdsOf, questionsOf } from './qms/decisions.ts';
import { GOODS, type Ground } from './senders/ground.ts';
import type { Sender } from './senders/sender.ts';
import { type Round, startStory } from './senders/story.ts';
import { countsOf, trucksOf } from './wms/dispatch.ts';

export type Narrator = 'mes' | 'wms' | 'qms' | 'carrier';

interface Story {
  /** Part of the numbers of its events. */
  readonly name: string;
  readonly rounds: number;
  readonly pauseSeconds: number;
  readonly tell: Round;
}

const BETWEEN_MS = 2_000;

/** Without a simulated Odoo beside them stories are about what the command line names. */
export function groundNamed({ orders, deliveries }: Values): Ground {
  const named = orders.split(',');
  const each = deliveries.split(',').map((name) => ({ name, quantity: 4 }));
  const { quantity } = GOODS.counted;
  return {
    orders: () => named,
    awaited: () => named,
    deliveries: () => each,
    left: () => each,
    counted: () => quantity,
  };
}

/** `run` makes the events of this start new ones. */
export function startStories(
  narrator: Narrator,
  values: Values,
  ground: Ground,
  run = Date.now().toString(36),
): readonly Sender[] {
  const { tells: to, enterprise, site } = values;
  if (to === undefined) return [];
  const key = (option: 'wms-key' | 'qms-key' | 'trace-key' | 'carrier-key' | 'key'): string =>
    values[option] ?? values.key ?? '';
  const stories: Readonly<Record<Narrator, () => readonly Story[]>> = {
    mes: () => [
      { name: 'job', rounds: 9, pauseSeconds: 10, tell: jobsOf(ground, key('key')) },
      { name: 'shift', rounds: 2, pauseSeconds: 90, tell: shiftOf(key('key')) },
      { name: 'short', rounds: 8, pauseSeconds: 30, tell: shortagesOf(ground, key('key')) },
    ],
    wms: () => [
      { name: 'truck', rounds: 5, pauseSeconds: 20, tell: trucksOf(ground, key('wms-key')) },
      { name: 'count', rounds: 20, pauseSeconds: 20, tell: countsOf(ground, key('wms-key')) },
    ],
    qms: () => [
      { name: 'hold', rounds: 20, pauseSeconds: 20, tell: holdsOf(run, key('qms-key')) },
      { name: 'trace', rounds: 5, pauseSeconds: 30, tell: questionsOf(run, key('trace-key')) },
    ],
    carrier: () => [{ name: 'stone', rounds: 30, pauseSeconds: 10, tell: milestonesOf(ground, key('carrier-key')) }],
  };
  return stories[narrator]().map(({ name, rounds, pauseSeconds, tell }) => {
    const pace = { rounds, pauseMs: pauseSeconds * 1_000, betweenMs: BETWEEN_MS };
    return startStory({ enterprise, site, to, run: `${name}-${run}`, ...pace }, tell);
  });
}
