/** A new row in a tray: filled in from an unknown code, its meaning picked from what the site pack has. */
import { askReason, hasReason, isGiven, whileResting } from '../deciding.ts';
import { button, element, facts, labelled, notice, section } from '../elements.ts';
import { openTray } from '../tray.ts';
import { moment } from '../words.ts';
import { get, post } from './ask.ts';
import { DOMAINS, type Miss, type Target } from './model.ts';
import { domainTitle, say } from './words.ts';

const WIDTH = 600;
const ID = 'plantwire-crosswalk';

export function openNew(miss: Partial<Miss>, changed: () => void): void {
  const place = element('div', { class: 'plantwire-letter-view plantwire-crosswalk-view', tabindex: '-1' });
  const isUnbound = miss.code !== undefined && miss.system === undefined;
  const ended = (text: string): void => {
    place.replaceChildren(notice('good', text));
    place.focus();
  };
  const title = miss.code === undefined ? say('new') : say('map', { code: miss.code });
  place.append(section(title, ...seen(miss), isUnbound ? notice('warn', say('unboundlong')) : form(miss, ended)));
  openTray(title, WIDTH, (body) => body.append(place), changed);
}

const seen = ({ domain, count, firstSeen, lastSeen }: Partial<Miss>): HTMLElement[] =>
  domain === undefined || firstSeen === undefined || lastSeen === undefined
    ? []
    : [
        facts([
          [say('domain.label'), domainTitle(domain)],
          [say('seen'), say('times', { count })],
          [say('first'), moment(firstSeen)],
          [say('lastseen'), moment(lastSeen)],
        ]),
      ];

interface Fields {
  readonly domain: HTMLSelectElement;
  readonly system: HTMLInputElement;
  readonly localCode: HTMLInputElement;
  readonly canonicalId: HTMLInputElement;
  readonly validFrom: HTMLInputElement;
  readonly validTo: HTMLInputElement;
}

function form(miss: Partial<Miss>, ended: (text: string) => void): HTMLElement {
  const fields = fieldsFor(miss);
  const asked = askReason(ID);
  const buttons = element('div', { class: 'plantwire-buttons' });
  const send = (status: 'approved' | 'proposed') => (): void => {
    const { result } = asked;
    const texts = [fields.system, fields.localCode, fields.canonicalId];
    if (!texts.every((field) => isGiven(field, result, say('needtext'))) || !hasReason(asked)) return;
    void whileResting(buttons, result, async () => {
      await post('/rows', { row: { ...valuesOf(fields), status }, reason: asked.reason.value.trim() });
      ended(say(`done.${status}`));
    });
  };
  const look = { class: 'red-ui-button primary', 'data-move': 'approved' };
  buttons.append(button(say('move.approved'), send('approved'), look));
  buttons.append(button(say('move.proposed'), send('proposed'), { 'data-move': 'proposed' }));
  return element(
    'div',
    { class: 'plantwire-fields' },
    labelled(say('domain.label'), fields.domain),
    labelled(say('systemhint'), fields.system),
    labelled(say('code'), fields.localCode),
    labelled(say('meaning'), fields.canonicalId),
    suggestions(fields),
    labelled(say('from'), fields.validFrom),
    labelled(say('to'), fields.validTo),
    asked.field,
    buttons,
    asked.result,
  );
}

function fieldsFor({ domain = 'material', system = '*', code }: Partial<Miss>): Fields {
  const kinds = element('select', { id: `${ID}-domain` });
  kinds.append(...DOMAINS.map((one) => new Option(domainTitle(one), one, false, one === domain)));
  const text = (name: string, value?: string, list?: string): HTMLInputElement =>
    element('input', { type: 'text', id: `${ID}-${name}`, value, list, autocomplete: 'off' });
  const day = (name: string): HTMLInputElement => element('input', { type: 'date', id: `${ID}-${name}` });
  return {
    domain: kinds,
    system: text('system', system),
    localCode: text('code', code),
    canonicalId: text('meaning', undefined, `${ID}-targets`),
    validFrom: day('from'),
    validTo: day('to'),
  };
}

const valuesOf = (fields: Fields): Readonly<Record<string, string>> =>
  Object.fromEntries(
    Object.entries(fields)
      .map(([name, field]: [string, HTMLInputElement | HTMLSelectElement]) => [name, field.value.trim()] as const)
      .filter(([, value]) => value !== ''),
  );

/** What a code of the chosen kind may mean here; a person may still type what is not offered. */
function suggestions({ domain }: Fields): HTMLElement {
  const list = element('datalist', { id: `${ID}-targets` });
  const fill = async (): Promise<void> => {
    const kind = domain.value;
    const found = await get<{ targets: readonly Target[] }>('/targets', { domain: kind }).catch(() => ({
      targets: [],
    }));
    if (kind === domain.value) list.replaceChildren(...found.targets.map(({ id, title }) => new Option(title, id)));
  };
  domain.addEventListener('change', () => void fill());
  void fill();
  return list;
}
