/** Who changed what in the crosswalk, the last first. */
import { wordsOf } from '../ask.ts';
import { button, element, notice, section } from '../elements.ts';
import { openTray } from '../tray.ts';
import { moment } from '../words.ts';
import { get } from './ask.ts';
import type { Entry } from './model.ts';
import { say } from './words.ts';

const WIDTH = 600;

export function openHistory(): void {
  const rows = element('ol', { class: 'plantwire-audit' });
  const result = element('div', { role: 'status', 'aria-live': 'polite' });
  const more = button(say('older'), () => void load(), { id: 'plantwire-crosswalk-older' });
  let before: number | undefined;

  async function load(): Promise<void> {
    try {
      const query = before === undefined ? {} : { before: String(before) };
      const { audit } = await get<{ audit: readonly Entry[] }>('/audit', query);
      rows.append(...audit.filter(({ action }) => action === 'crosswalk').map(entryRow));
      before = audit.at(-1)?.seq;
      more.hidden = before === undefined;
      result.replaceChildren(rows.childElementCount === 0 ? say('nothing') : '');
    } catch (trouble) {
      result.replaceChildren(notice('bad', wordsOf(trouble)));
    }
  }
  const place = section(say('history'), rows, result, more);
  place.classList.add('plantwire-letter-view');
  openTray(
    say('history'),
    WIDTH,
    (body) => body.append(place),
    () => undefined,
  );
  void load();
}

const entryRow = ({ at, actor, reason, isIntact }: Entry): HTMLElement =>
  element(
    'li',
    {},
    element('time', {}, moment(at)),
    ` ${actor}`,
    reason === '' ? '' : ` – ${reason}`,
    isIntact ? '' : ` (${say('tampered')})`,
  );
