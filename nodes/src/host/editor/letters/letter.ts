/** One letter in a tray: the story, both payloads side by side, the decision, and who decided what before. */
import { Refused, wordsOf } from '../ask.ts';
import { element, notice, pretty, section } from '../elements.ts';
import { openTray } from '../tray.ts';
import { get } from './ask.ts';
import { compare } from './compare.ts';
import { decide } from './decide.ts';
import type { Letter, Summary } from './model.ts';
import { auditTrail, circumstances, story, trail } from './story.ts';
import { say } from './words.ts';

const WIDTH = 900;

export function openLetter(summary: Summary, changed: () => void): void {
  const place = element('div', { class: 'plantwire-letter-view', tabindex: '-1' });
  place.append(story(summary));
  openTray(
    say('one', { id: summary.id }),
    WIDTH,
    (body) => {
      body.append(place);
      void fill(place, summary);
    },
    changed,
  );
}

async function fill(place: HTMLElement, summary: Summary, said?: string): Promise<void> {
  try {
    const letter = await get<Letter>(`/${summary.id}`);
    place.replaceChildren(...view(place, letter, said));
  } catch (trouble) {
    const isReader = trouble instanceof Refused && (trouble.status === 401 || trouble.status === 403);
    const text = isReader ? say('readonly') : wordsOf(trouble);
    place.replaceChildren(story(summary), notice('warn', text), circumstances(summary));
  }
}

function view(place: HTMLElement, letter: Letter, said: string | undefined): HTMLElement[] {
  const head = [...(said === undefined ? [] : [notice('good', said)]), story(letter)];
  const rest = [circumstances(letter), trail(letter), auditTrail(letter.audit)];
  if (letter.state !== 'open') return [...head, kept(letter), ...rest];
  const both = compare(letter);
  const decision = decide(letter, {
    entered: both.entered,
    done: (text) => void fill(place, letter, text).then(() => place.focus()),
  });
  return [...head, both.view, decision, ...rest];
}

const kept = (letter: Letter): HTMLElement =>
  section(say('payload'), element('pre', { tabindex: '0' }, pretty(letter.original)));
