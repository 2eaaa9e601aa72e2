/** The decision: a reason and one button per choice. Nothing is sent without a reason. */
import { Refused, wordsOf } from '../ask.ts';
import { askReason, hasReason, whileResting } from '../deciding.ts';
import { button, element, notice, section } from '../elements.ts';
import { post } from './ask.ts';
import type { Review } from './model.ts';
import { refusalOf } from './refusal.ts';
import { choiceTitle, known, say } from './words.ts';

export type Ended = (look: 'good' | 'warn', text: string) => void;

export function decide(review: Review, ended: Ended): HTMLElement {
  const asked = askReason('plantwire-review');
  const { reason, result, field } = asked;
  const buttons = element('div', { class: 'plantwire-buttons' });
  for (const choice of review.choices) {
    const look = choice === 'approve' ? 'red-ui-button primary' : 'red-ui-button';
    buttons.append(button(choiceTitle(choice), () => send(choice), { class: look, 'data-choice': choice }));
  }

  function send(choice: string): void {
    if (!hasReason(asked)) return;
    const work = async (): Promise<void> => {
      const body = { desk: review.desk, id: review.id, choice, reason: reason.value.trim() };
      const { text } = await post<{ text: string }>('/decide', body);
      ended('good', say(`done.${text}`, { choice: choiceTitle(choice) }));
    };
    void whileResting(buttons, result, work, (trouble) => refused(trouble, ended));
  }
  return section(say('decide'), field, buttons, result);
}

function refused(trouble: unknown, ended: Ended): HTMLElement | undefined {
  const { key, isOver } = trouble instanceof Refused ? refusalOf(trouble.status, trouble.body) : NOTHING_KNOWN;
  const text = (key === undefined ? undefined : known(`refused.${key}`)) ?? wordsOf(trouble);
  if (!isOver) return notice('bad', text);
  ended('warn', text);
  return undefined;
}

const NOTHING_KNOWN = { key: undefined, isOver: false };
