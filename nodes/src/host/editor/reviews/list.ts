/** The sidebar of decisions: how many wait, and which, the oldest first. */
import { wordsOf } from '../ask.ts';
import { button, element } from '../elements.ts';
import { ago, say as sayShared } from '../words.ts';
import { get } from './ask.ts';
import type { Review } from './model.ts';
import { badges, openReview } from './review.ts';
import { say } from './words.ts';

/** The others move up as these are decided. */
const SHOWN = 100;

export function reviewList(): { readonly view: HTMLElement; refresh(): Promise<void> } {
  let turn = 0;
  const rows = element('ul', { class: 'plantwire-letters', 'aria-label': say('title') });
  const count = element('p', { class: 'plantwire-count', id: 'plantwire-reviews-count', role: 'status' });
  const reload = button(sayShared('reload'), () => void refresh(), { class: 'red-ui-button red-ui-button-small' });

  /** An answer that a later question has overtaken is dropped. */
  async function refresh(): Promise<void> {
    turn += 1;
    const mine = turn;
    try {
      const { reviews } = await get<{ reviews: readonly Review[] }>('');
      if (mine !== turn) return;
      rows.replaceChildren(...reviews.slice(0, SHOWN).map((review) => row(review, decided)));
      count.textContent = countText(reviews);
    } catch (trouble) {
      if (mine === turn) count.textContent = wordsOf(trouble);
    }
  }
  /** The row that had the focus is drawn anew; the keyboard goes on at the first one. */
  const decided = (): void =>
    void refresh().then(() => {
      if (document.activeElement === document.body) (rows.querySelector('button') ?? reload).focus();
    });
  return { view: element('div', { class: 'plantwire-sidebar' }, reload, count, rows), refresh };
}

function countText(reviews: readonly Review[]): string {
  const late = reviews.filter(({ isLate }) => isLate).length;
  if (reviews.length === 0) return say('empty');
  const sentences = [
    say('count', { total: reviews.length }),
    late > 0 ? say('latecount', { late }) : '',
    reviews.length > SHOWN ? say('oldest', { shown: SHOWN }) : '',
  ];
  return sentences.filter((sentence) => sentence !== '').join(' ');
}

function row(review: Review, changed: () => void): HTMLElement {
  const open = button('', () => openReview(review, changed), { class: 'plantwire-letter', 'data-review': review.id });
  open.append(
    element('strong', {}, review.title),
    element('span', { class: 'plantwire-when' }, ago(review.ageMs)),
    element('span', { class: 'plantwire-wide' }, review.about),
    element('span', { class: 'plantwire-wide plantwire-quiet' }, `${review.flow}: ${review.name}`),
    element('span', { class: 'plantwire-wide' }, badges(review)),
  );
  return element('li', {}, open);
}
