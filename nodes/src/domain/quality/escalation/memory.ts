/** Matters as the journal keeps them: open ones for ever, answered ones for a while. */
import type { CounterState } from '../../journal.ts';
import type { Hash } from '../../ports.ts';
import { SubjectRows } from '../../subject-rows.ts';
import { type Matter, matterSchema } from './matter.ts';

export class MatterMemory extends SubjectRows<Matter> {
  constructor(saved: readonly CounterState[], hash: Hash, keepMs: number) {
    super(
      {
        ...{ called: 'matters', schema: matterSchema, hash },
        isOpen: ({ phase }) => phase === 'open',
        isOver: ({ phase, touchedMs }, nowMs) => phase !== 'open' && touchedMs + keepMs < nowMs,
      },
      saved,
    );
  }
}
