/** The event types of this area. */
import { dossierCompiled } from './dossier-compiled.ts';
import { eventsProjected } from './events-projected.ts';
import { gapChanged } from './gap-changed.ts';
import { questionAnswered } from './question-answered.ts';
import { questionAsked } from './question-asked.ts';

export const trace = {
  'trace.question.asked': questionAsked,
  'trace.question.answered': questionAnswered,
  'trace.gap.changed': gapChanged,
  'trace.events.projected': eventsProjected,
  'trace.dossier.compiled': dossierCompiled,
} as const;
