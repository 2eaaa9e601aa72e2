/** The sidebar: filters, causes with their number, and the letters, oldest first, a page at a time. */
import { wordsOf } from '../ask.ts';
import { button, element, labelled } from '../elements.ts';
import { ago, say as sayShared } from '../words.ts';
import { get } from './ask.ts';
import { openBulk } from './bulk.ts';
import { openLetter } from './letter.ts';
import type { Cause, Page, Summary } from './model.ts';
import { badges } from './story.ts';
import { causeTitle, say } from './words.ts';

export interface LetterList {
  readonly view: HTMLElement;
  /** Reads again from the first page; keeps the filters. */
  refresh(): Promise<void>;
}

type Query = Record<string, string>;

interface Parts {
  readonly filters: ReturnType<typeof filterBar>;
  readonly causes: HTMLElement;
  readonly letters: HTMLElement;
  readonly count: HTMLElement;
  readonly more: HTMLButtonElement;
}

export function letterList(): LetterList {
  let chosen = '';
  let turn = 0;
  let last = 0;
  const refresh = (): Promise<void> => load(false);
  const parts: Parts = {
    filters: filterBar(() => void refresh()),
    causes: element('ul', { class: 'plantwire-causes', 'aria-label': say('causes') }),
    letters: element('ul', { class: 'plantwire-letters', 'aria-label': say('title') }),
    count: element('p', { class: 'plantwire-count', role: 'status', 'aria-live': 'polite' }),
    more: button(say('more'), () => void load(true), { id: 'plantwire-letters-more' }),
  };
  const { filters, causes, letters, count, more } = parts;

  const choose = (code: string): void => {
    chosen = chosen === code ? '' : code;
    void refresh();
  };
  /** The row that had the focus is drawn anew; the keyboard goes on at the first one. */
  const decided = (): void =>
    void refresh().then(() => {
      if (document.activeElement === document.body) (letters.querySelector('button') ?? filters.reload).focus();
    });
  /** An answer that a later question has overtaken is dropped. */
  async function load(isNext: boolean): Promise<void> {
    turn += 1;
    const mine = turn;
    const query: Query = { ...filters.query(), ...(chosen ? { code: chosen } : {}) };
    try {
      const page = get<Page>('', isNext ? { ...query, after: String(last) } : query);
      const found = isNext ? undefined : get<{ causes: readonly Cause[] }>('/causes', filters.query());
      const [shown, counted] = [await page, await found];
      if (mine !== turn) return;
      last = shown.deadLetters.at(-1)?.id ?? last;
      if (counted) causes.replaceChildren(...counted.causes.map((cause) => causeRow(cause, chosen, choose, bulk)));
      const rows = shown.deadLetters.map((letter) => letterRow(letter, decided));
      if (isNext) letters.append(...rows);
      else letters.replaceChildren(...rows);
      if (isNext) rows[0]?.querySelector('button')?.focus();
      filters.flows(shown.flows);
      more.hidden = !shown.more;
      count.textContent = countText(shown, letters.childElementCount);
    } catch (trouble) {
      if (mine === turn) count.textContent = wordsOf(trouble);
    }
  }
  const bulk = (cause: Cause): void => openBulk(cause, filters.query(), decided);
  more.hidden = true;
  const view = element('div', { class: 'plantwire-sidebar' }, filters.view, causes, count, letters, more);
  return { view, refresh };
}

function countText({ total, isBounded }: Page, shown: number): string {
  if (total === 0) return say('empty');
  return say('count', { shown, total: isBounded ? `${total}+` : total });
}

function letterRow(letter: Summary, changed: () => void): HTMLElement {
  const order = letter.lane?.split(':or:')[1] ?? letter.lane ?? letter.eventType ?? `#${letter.id}`;
  const open = button('', () => openLetter(letter, changed), {
    class: 'plantwire-letter',
    'data-letter': String(letter.id),
  });
  open.append(
    element('strong', {}, causeTitle(letter.failure.code)),
    element('span', { class: 'plantwire-when' }, ago(letter.ageMs)),
    element('span', { class: 'plantwire-wide' }, order),
    element('span', { class: 'plantwire-wide plantwire-quiet' }, letter.flow ?? letter.stage),
    element('span', { class: 'plantwire-wide' }, badges(letter)),
  );
  return element('li', {}, open);
}

function causeRow(
  cause: Cause,
  chosen: string,
  choose: (code: string) => void,
  bulk: (cause: Cause) => void,
): HTMLElement {
  const isChosen = cause.code === chosen;
  const label = `${causeTitle(cause.code)} (${cause.count})`;
  const narrow = button(label, () => choose(cause.code), {
    class: `plantwire-cause${isChosen ? ' plantwire-chosen' : ''}`,
    'aria-pressed': String(isChosen),
    'data-cause': cause.code,
    title: `${cause.code}, ${ago(cause.oldestAgeMs)}`,
  });
  const all = isChosen
    ? button(say('all'), () => bulk(cause), { class: 'red-ui-button red-ui-button-small', 'data-bulk': cause.code })
    : undefined;
  return element('li', {}, narrow, all);
}

function filterBar(changed: () => void) {
  const state = choice('plantwire-letters-state', ['open', 'replayed', 'discarded'], (value) => say(`state.${value}`));
  const flow = choice('plantwire-letters-flow', [''], () => say('any'));
  const age = choice('plantwire-letters-age', ['', '1', '24', '168'], (value) =>
    value ? say(`age.${value}`) : say('any'),
  );
  const order = element('input', { type: 'search', id: 'plantwire-letters-order', placeholder: say('any') });
  for (const field of [state, flow, age]) field.addEventListener('change', changed);
  let pause: ReturnType<typeof setTimeout> | undefined;
  order.addEventListener('input', () => {
    clearTimeout(pause);
    pause = setTimeout(changed, 250);
  });
  const reload = button(sayShared('reload'), changed, { class: 'red-ui-button red-ui-button-small' });
  return {
    reload,
    view: element(
      'div',
      { class: 'plantwire-filters', role: 'search', 'aria-label': say('filter') },
      labelled(say('state.label'), state),
      labelled(say('flow'), flow),
      labelled(say('order'), order),
      labelled(say('age.label'), age),
      reload,
    ),
    query: (): Query => given({ state: state.value, flow: flow.value, olderThanHours: age.value, order: order.value }),
    /** Flows that have letters; the chosen one stays even when it has none any more. */
    flows(names: readonly string[]): void {
      const all = [...new Set(['', ...(flow.value ? [flow.value] : []), ...names])];
      if (all.join('\n') === [...flow.options].map(({ value }) => value).join('\n')) return;
      const value = flow.value;
      flow.replaceChildren(...all.map((name) => new Option(name || say('any'), name)));
      flow.value = value;
    },
  };
}

const given = (query: Query): Query =>
  Object.fromEntries(Object.entries(query).filter(([, value]) => value.trim() !== ''));

function choice(id: string, values: readonly string[], word: (value: string) => string): HTMLSelectElement {
  const select = element('select', { id });
  select.append(...values.map((value) => new Option(word(value), value)));
  return select;
}
