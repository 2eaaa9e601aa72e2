/** One row in a tray: what it says, who said so, and what may become of it. */
import { askReason, hasReason, isGiven, whileResting } from '../deciding.ts';
import { button, element, facts, labelled, notice, section } from '../elements.ts';
import { openTray } from '../tray.ts';
import { moment } from '../words.ts';
import { post } from './ask.ts';
import type { Row } from './model.ts';
import { days, domainTitle, say, systemTitle } from './words.ts';

const WIDTH = 600;

export function openRow(row: Row, changed: () => void): void {
  const place = element('div', { class: 'plantwire-letter-view plantwire-crosswalk-view', tabindex: '-1' });
  const ended = (text: string): void => {
    place.replaceChildren(notice('good', text), told(row));
    place.focus();
  };
  place.append(told(row), decisions(row, ended));
  openTray(`${row.localCode} → ${row.canonicalId}`, WIDTH, (body) => body.append(place), changed);
}

const told = (row: Row): HTMLElement =>
  section(
    `${row.localCode} → ${row.canonicalId}`,
    facts([
      [say('domain.label'), domainTitle(row.domain)],
      [say('system'), systemTitle(row.system)],
      [say('code'), row.localCode],
      [say('meaning'), row.canonicalId],
      [say('days.label'), days(row)],
      [say('status.label'), row.id === undefined ? say('status.pack') : say(`status.${row.status}`)],
      [say('changed'), row.changedAt === undefined ? undefined : `${moment(row.changedAt)}, ${row.changedBy}`],
      [say('why'), row.reason],
    ]),
  );

function decisions(row: Row, ended: (text: string) => void): HTMLElement {
  if (row.id === undefined) return notice('warn', say('packlong'));
  if (row.status === 'retired') return notice('warn', say('retiredlong'));
  const asked = askReason('plantwire-crosswalk');
  const last = element('input', { type: 'date', id: 'plantwire-crosswalk-last', value: row.validTo });
  const buttons = element('div', { class: 'plantwire-buttons' });
  const move = (kind: 'approve' | 'end' | 'retire') => (): void => {
    if (kind === 'end' && !isGiven(last, asked.result, say('needday'))) return;
    if (!hasReason(asked)) return;
    const body = { reason: asked.reason.value.trim(), ...(kind === 'end' ? { validTo: last.value } : {}) };
    void whileResting(buttons, asked.result, async () => {
      await post(`/rows/${row.id}/${kind}`, body);
      ended(say(`done.${kind}`));
    });
  };
  const isProposed = row.status === 'proposed';
  const press = (kind: 'approve' | 'end' | 'retire', look = 'red-ui-button'): HTMLButtonElement =>
    button(say(`move.${kind}`), move(kind), { class: look, 'data-move': kind });
  if (isProposed) buttons.append(press('approve', 'red-ui-button primary'));
  else buttons.append(press('end'));
  buttons.append(press('retire'));
  const day = isProposed ? undefined : labelled(say('last'), last);
  return section(say('decide'), asked.field, day, buttons, asked.result);
}
