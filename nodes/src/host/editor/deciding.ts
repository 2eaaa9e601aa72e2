/** What every decision has: a reason first, buttons that rest while the runtime works, and words below them. */
import { wordsOf } from './ask.ts';
import { element, labelled, notice } from './elements.ts';
import { say } from './words.ts';

export interface Asked {
  readonly reason: HTMLInputElement;
  readonly result: HTMLElement;
  /** Reason with its label. */
  readonly field: HTMLElement;
}

export function askReason(id: string): Asked {
  const reason = element('input', { type: 'text', id: `${id}-reason`, maxlength: '500' });
  const result = element('div', { id: `${id}-result`, 'aria-live': 'polite', role: 'status' });
  return { reason, result, field: labelled(say('reason'), reason) };
}

/** Nothing is sent without a reason. */
export function hasReason({ reason, result }: Pick<Asked, 'reason' | 'result'>): boolean {
  return isGiven(reason, result, say('needreason'));
}

export function isGiven(field: HTMLInputElement, result: HTMLElement, otherwise: string): boolean {
  const given = field.value.trim() !== '';
  field.classList.toggle('input-error', !given);
  field.setAttribute('aria-invalid', String(!given));
  if (given) return true;
  result.replaceChildren(notice('bad', otherwise));
  field.focus();
  return false;
}

type Told = (trouble: unknown) => HTMLElement | undefined;
const inWords: Told = (trouble) => notice('bad', wordsOf(trouble));

/** `told` says what went wrong; without words it has said so elsewhere. */
export async function whileResting(
  buttons: HTMLElement,
  result: HTMLElement,
  work: () => Promise<void>,
  told: Told = inWords,
): Promise<void> {
  const all = [...buttons.querySelectorAll('button')];
  for (const one of all) one.disabled = true;
  result.replaceChildren(element('p', {}, say('asking')));
  try {
    await work();
  } catch (trouble) {
    const words = told(trouble);
    if (words) result.replaceChildren(words);
  } finally {
    for (const one of all) one.disabled = false;
  }
}
