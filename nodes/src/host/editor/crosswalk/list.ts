/** The sidebar of the crosswalk: codes that nobody mapped, and rows by words and status, the last changed first. */
import { Refused, wordsOf } from '../ask.ts';
import { button, element, labelled, notice } from '../elements.ts';
import { ago, say as sayShared } from '../words.ts';
import { openNew } from './add.ts';
import { choose, get, read } from './ask.ts';
import { openHistory } from './history.ts';
import { openImport } from './import.ts';
import type { Miss, Row, Table } from './model.ts';
import { openRow } from './row.ts';
import { days, domainTitle, say, systemTitle } from './words.ts';

/** Together fewer than a list that is long; more is found by words. */
const SHOWN = { rows: 60, misses: 30 };
const SMALL = 'red-ui-button red-ui-button-small';

export function crosswalkList(): { readonly view: HTMLElement; refresh(): Promise<void> } {
  let turn = 0;
  const count = element('p', { class: 'plantwire-count', id: 'plantwire-crosswalk-count', role: 'status' });
  const unknown = element('p', { class: 'plantwire-count', id: 'plantwire-misses-count', role: 'status' });
  const misses = element('ul', { class: 'plantwire-letters', 'aria-label': say('misses') });
  const rows = element('ul', { class: 'plantwire-letters', 'aria-label': say('rows') });
  const filters = filterBar(() => void refresh());
  const nodes = nodeChoice(() => void refresh());
  const bar = toolBar(() => void refresh(), changed, count);

  /** An answer that a later question has overtaken is dropped. */
  async function refresh(): Promise<void> {
    turn += 1;
    const mine = turn;
    try {
      const table = await get<Table>('', { ...filters.query(), limit: String(SHOWN.rows) });
      if (mine !== turn) return;
      const open = table.misses.filter(({ isMapped }) => !isMapped);
      misses.replaceChildren(...open.slice(0, SHOWN.misses).map((miss) => missRow(miss, changed)));
      unknown.textContent = open.length === 0 ? say('nomisses') : say('misscount', { count: open.length });
      rows.replaceChildren(...table.rows.map((row) => tableRow(row, changed)));
      count.textContent = say(table.total > SHOWN.rows ? 'many' : 'count', { total: table.total, shown: SHOWN.rows });
    } catch (trouble) {
      if (mine === turn) count.textContent = nodes.offer(trouble) ? say('several') : wordsOf(trouble);
    }
  }
  /** The row that had the focus is drawn anew; the keyboard goes on at the first one. */
  function changed(): void {
    void refresh().then(() => {
      if (document.activeElement === document.body) bar.querySelector('button')?.focus();
    });
  }
  const parts = [bar, nodes.view, element('h4', {}, say('misses')), unknown, misses];
  const view = element('div', { class: 'plantwire-sidebar' }, ...parts, element('h4', {}, say('rows')));
  view.append(filters.view, count, rows);
  return { view, refresh };
}

function toolBar(reload: () => void, changed: () => void, told: HTMLElement): HTMLElement {
  const add = button(say('new'), () => openNew({}, changed), { class: SMALL, id: 'plantwire-crosswalk-new' });
  const bring = button(say('import'), () => openImport(changed), { class: SMALL, id: 'plantwire-crosswalk-import' });
  const take = button(say('export'), () => void download(told), { class: SMALL, id: 'plantwire-crosswalk-export' });
  const past = button(say('history'), () => openHistory(), { class: SMALL, id: 'plantwire-crosswalk-history' });
  const again = button(sayShared('reload'), reload, { class: SMALL });
  return element('div', { class: 'plantwire-buttons' }, add, bring, take, past, again);
}

/** The login of the editor goes with its own requests, not with a link. */
async function download(told: HTMLElement): Promise<void> {
  try {
    const address = URL.createObjectURL(new Blob([await read('/export')], { type: 'text/csv' }));
    element('a', { href: address, download: 'crosswalk.csv' }).click();
    setTimeout(() => URL.revokeObjectURL(address), 60_000);
  } catch (trouble) {
    told.replaceChildren(notice('bad', wordsOf(trouble)));
  }
}

function filterBar(changed: () => void) {
  const status = element('select', { id: 'plantwire-crosswalk-status' });
  for (const value of ['', 'proposed', 'approved', 'retired', 'pack'])
    status.append(new Option(value === '' ? say('any') : say(`status.${value}`), value));
  status.addEventListener('change', changed);
  const words = element('input', { type: 'search', id: 'plantwire-crosswalk-words', placeholder: say('any') });
  let pause: ReturnType<typeof setTimeout> | undefined;
  words.addEventListener('input', () => {
    clearTimeout(pause);
    pause = setTimeout(changed, 250);
  });
  const fields = [labelled(say('status.label'), status), labelled(say('words'), words)];
  return {
    view: element('div', { class: 'plantwire-filters', role: 'search', 'aria-label': say('filter') }, ...fields),
    query: () => ({ q: words.value.trim(), status: status.value }),
  };
}

/** Shown where several crosswalks are deployed: the runtime says which. */
function nodeChoice(changed: () => void) {
  const select = element('select', { id: 'plantwire-crosswalk-node' });
  const view = element('div', { class: 'plantwire-filters', hidden: true }, labelled(say('node'), select));
  select.addEventListener('change', () => {
    choose(select.value);
    changed();
  });
  return {
    view,
    offer(trouble: unknown): boolean {
      const nodes = trouble instanceof Refused ? trouble.body['nodes'] : undefined;
      if (!Array.isArray(nodes)) return false;
      const options = (nodes as readonly { id: string; name: string }[]).map(({ id, name }) => new Option(name, id));
      select.replaceChildren(new Option('', ''), ...options);
      view.hidden = false;
      return true;
    },
  };
}

function missRow(miss: Miss, changed: () => void): HTMLElement {
  const { domain, system, code, count, lastSeen } = miss;
  const open = button('', () => openNew(miss, changed), { class: 'plantwire-letter', 'data-miss': code });
  const origin = system === undefined ? say('unbound') : systemTitle(system);
  open.append(
    element('strong', {}, code),
    element('span', { class: 'plantwire-when' }, ago(Math.max(0, Date.now() - lastSeen))),
    element('span', { class: 'plantwire-wide plantwire-quiet' }, `${domainTitle(domain)} · ${origin}`),
    element('span', { class: 'plantwire-wide' }, say('times', { count })),
  );
  return element('li', {}, open);
}

function tableRow(row: Row, changed: () => void): HTMLElement {
  const open = button('', () => openRow(row, changed), { class: 'plantwire-letter', 'data-row': String(row.id ?? '') });
  const about = [domainTitle(row.domain), systemTitle(row.system), days(row)].join(' · ');
  open.append(
    element('strong', {}, `${row.localCode} → ${row.canonicalId}`),
    element(
      'span',
      { class: 'plantwire-when' },
      row.id === undefined ? say('status.pack') : say(`status.${row.status}`),
    ),
    element('span', { class: 'plantwire-wide plantwire-quiet' }, about),
  );
  return element('li', {}, open);
}
