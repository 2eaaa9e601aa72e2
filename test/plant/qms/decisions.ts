/** What quality decides about a lot of its own, and what it asks about another: a hold, its release, where goods come from. */
import { GOODS } from '../senders/ground.ts';
import type { Line, Round } from '../senders/story.ts';

const REASON = { code: 'TORQUE-LOW', scheme: 'qms', text: 'Closure torque below limit' };

/** In turn a hold and its release. */
export function holdsOf(run: string, key: string): Round {
  const { material, lot } = GOODS.held;
  return async (round, say) => {
    const isHold = round % 2 === 1;
    await say({
      ...{ path: '/quality/dispositions', system: 'qms', name: 'quality.disposition.changed', proof: { key } },
      data: (nowMs) => ({
        ...{ dispositionId: `${run}-HOLD-${Math.ceil(round / 2)}`, action: isHold ? 'hold' : 'release' },
        ...{ material: { materialDefinitionId: material }, lot: { lotId: lot } },
        ...{ effectiveAt: new Date(nowMs).toISOString(), ...(isHold ? { reason: REASON } : {}) },
      }),
    });
  };
}

/** Both ways with a dossier first, then back, then a lot that nobody knows. */
export function questionsOf(run: string, key: string): Round {
  const { material, lot } = GOODS.traced;
  return async (round, say) => {
    const ask = (number: string, lotId: string, more: object): Line => ({
      ...{ path: '/genealogy/questions', system: 'qms', name: 'trace.question.asked', proof: { key } },
      data: () => ({
        ...{ questionId: `${run}-Q${round}-${number}`, material: { materialDefinitionId: material }, lot: { lotId } },
        ...more,
      }),
    });
    await say(ask('1', lot, { direction: 'both', dossier: true }));
    await say(ask('2', lot, { direction: 'back' }));
    await say(ask('3', 'NOBODY-KNOWS', { direction: 'back' }));
  };
}
