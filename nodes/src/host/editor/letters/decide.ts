/** The decision about one letter: reason, question to Odoo, confirmation, result. Nothing happens on one press. */
import { Refused, wordsOf } from '../ask.ts';
import { askReason, hasReason, whileResting } from '../deciding.ts';
import { button, element, notice, section } from '../elements.ts';
import { post } from './ask.ts';
import type { Entered } from './compare.ts';
import type { CheckAnswer, Finding, Letter } from './model.ts';
import { known, say } from './words.ts';

export interface Deciding {
  /** What the person corrected, if anything. */
  entered(): Entered | undefined;
  /** The letter is decided. */
  done(text: string): void;
}

export function decide(letter: Letter, deciding: Deciding): HTMLElement {
  const { reason, result, field } = askReason('plantwire-letter');
  const buttons = element('div', { class: 'plantwire-buttons' });
  const panel = { letter, deciding, reason, result, buttons };
  const start = (work: () => Promise<void>) => (): void => void whileResting(buttons, result, work, inWords);
  buttons.append(
    button(
      say('check'),
      start(() => check(panel)),
      { id: 'plantwire-letter-check' },
    ),
    button(
      say('replay'),
      start(() => beginReplay(panel)),
      { id: 'plantwire-letter-replay', class: 'red-ui-button primary' },
    ),
    button(
      say('discard'),
      start(() => beginDiscard(panel)),
      { id: 'plantwire-letter-discard' },
    ),
  );
  return section(say('decide'), field, buttons, result);
}

interface Panel {
  readonly letter: Letter;
  readonly deciding: Deciding;
  readonly reason: HTMLInputElement;
  readonly result: HTMLElement;
  readonly buttons: HTMLElement;
}

const inWords = (trouble: unknown): HTMLElement =>
  notice('bad', wordsOf(trouble), trouble instanceof Refused ? issuesOf(trouble) : []);

const ask = ({ letter }: Panel, entered: Entered | undefined, reason: string): Promise<CheckAnswer> =>
  post<CheckAnswer>(`/${letter.id}/check`, { ...entered, reason });

async function check(panel: Panel): Promise<void> {
  const { deciding, reason, result } = panel;
  const answer = await ask(panel, deciding.entered(), reason.value.trim());
  result.replaceChildren(answered(answer));
}

async function beginReplay(panel: Panel): Promise<void> {
  if (!hasReason(panel)) return;
  const { deciding, letter, reason, result } = panel;
  const entered = deciding.entered();
  const answer = await ask(panel, entered, reason.value.trim());
  const despite = answer.findings.some(({ weight }) => weight === 'stop');
  const body = { ...entered, reason: reason.value.trim(), ...(despite ? { despite } : {}) };
  const question = say(entered ? 'confirm.correct' : 'confirm.replay', { id: letter.id });
  const yes = say(despite ? 'despite' : entered ? 'yes.correct' : 'yes.replay');
  confirm(panel, answered(answer), question, yes, async () => {
    await post(`/${letter.id}/replay`, body);
    deciding.done(say('done.replay', { id: letter.id }));
  });
  result.querySelector<HTMLButtonElement>('button')?.focus();
}

async function beginDiscard(panel: Panel): Promise<void> {
  if (!hasReason(panel)) return;
  const { deciding, letter, reason } = panel;
  confirm(panel, undefined, say('confirm.discard', { id: letter.id }), say('yes.discard'), async () => {
    await post(`/${letter.id}/discard`, { reason: reason.value.trim() });
    deciding.done(say('done.discard', { id: letter.id }));
  });
}

function confirm(
  panel: Panel,
  above: HTMLElement | undefined,
  text: string,
  yes: string,
  work: () => Promise<void>,
): void {
  const { buttons, result } = panel;
  const accept = button(yes, () => void whileResting(buttons, result, work, inWords), {
    id: 'plantwire-letter-confirm',
    class: 'red-ui-button primary',
  });
  const refuse = button(say('no'), () => result.replaceChildren(), { id: 'plantwire-letter-cancel' });
  const bar = element('div', { class: 'plantwire-confirm', role: 'group', 'aria-label': text }, element('p', {}, text));
  bar.append(accept, ' ', refuse);
  result.replaceChildren(...(above ? [above] : []), bar);
  accept.focus();
}

/** Each finding as a sentence; its weight as a word, so that it is readable without seeing colours. */
export function answered({ asked, findings, text }: CheckAnswer): HTMLElement {
  if (!asked) return notice('warn', `${say('unchecked')} ${text}`);
  if (findings.length === 0) return notice('good', say('right'));
  const worst = findings.some(({ weight }) => weight === 'stop') ? 'bad' : 'warn';
  return notice(worst, say('speaks'), findings.map(sentence));
}

/** Names and numbers behind a colon come from Odoo and stay as they are. */
function sentence({ code, weight, on, reason, nextStep }: Finding): string {
  const colon = reason.indexOf(': ');
  const detail = colon < 0 ? '' : reason.slice(colon);
  const translated = known(`finding.${code}.reason`);
  const why = translated === undefined ? reason : `${translated}${detail}`;
  return `${say(`weight.${weight}`)}: ${on}: ${why}. ${known(`finding.${code}.next`) ?? nextStep}`;
}

function issuesOf({ body }: Refused): string[] {
  const failure = body['failure'] as { issues?: readonly { path: string; rule: string }[] } | undefined;
  return (failure?.issues ?? []).map(({ path, rule }) => `${path}: ${rule}`);
}
