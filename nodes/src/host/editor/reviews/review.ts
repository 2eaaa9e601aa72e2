/** One question in a tray: what is asked, until when, who agreed already, and the decision. */
import { element, facts, notice, section } from '../elements.ts';
import { openTray } from '../tray.ts';
import { ago, moment } from '../words.ts';
import { decide } from './decide.ts';
import type { Review, Vote } from './model.ts';
import { choiceTitle, say } from './words.ts';

const WIDTH = 600;

export function badges({ isLate, twoPersons, votes }: Review): HTMLElement {
  const second = votes.length > 0 ? say('second') : say('two');
  const marks = [...(isLate ? [say('late')] : []), ...(twoPersons ? [second] : [])];
  return element('span', {}, ...marks.map((mark) => element('span', { class: 'plantwire-badge' }, mark)));
}

export function openReview(review: Review, changed: () => void): void {
  const place = element('div', { class: 'plantwire-letter-view plantwire-review-view', tabindex: '-1' });
  /** It is settled, or somebody else settled it: nothing is left to press. */
  const ended = (look: 'good' | 'warn', text: string): void => {
    place.replaceChildren(notice(look, text), asked(review));
    place.focus();
  };
  place.append(asked(review), agreed(review), decide(review, ended));
  openTray(review.title, WIDTH, (body) => body.append(place), changed);
}

const asked = (review: Review): HTMLElement =>
  section(
    review.title,
    badges(review),
    facts([
      ...review.facts.map(({ name, value }) => [say(`fact.${name}`), value] as const),
      [say('since'), `${moment(review.askedMs)} (${ago(review.ageMs)})`],
      [say('due'), review.dueMs === undefined ? say('nolimit') : dueText(review.dueMs, review.afterDeadline)],
      [say('flow'), `${review.flow}: ${review.name}`],
      [say('key'), review.id],
    ]),
  );

const dueText = (dueMs: number, then: Review['afterDeadline']): string => `${moment(dueMs)}, ${say(`then.${then}`)}`;

function agreed({ twoPersons, votes }: Review): HTMLElement | string {
  if (!twoPersons) return '';
  const rows = votes.map((vote) => element('li', {}, voteText(vote)));
  return section(say('agreed'), element('p', {}, say('twolong')), rows.length === 0 ? say('nobody') : list(rows));
}

const list = (rows: readonly HTMLElement[]): HTMLElement => element('ul', { class: 'plantwire-votes' }, ...rows);

const voteText = ({ actor, choice, reason }: Vote): string => `${actor}: ${choiceTitle(choice)} – ${reason}`;
