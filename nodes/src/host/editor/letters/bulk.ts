/** Replay of all letters of one cause: what it means, a reason, progress that can be stopped, and what was left. */
import { wordsOf } from '../ask.ts';
import { askReason, hasReason } from '../deciding.ts';
import { button, element, notice, section } from '../elements.ts';
import { openTray } from '../tray.ts';
import { post } from './ask.ts';
import type { BulkAnswer, Cause } from './model.ts';
import { causeTitle, known, say } from './words.ts';

const WIDTH = 600;

export function openBulk(cause: Cause, filter: Readonly<Record<string, string>>, changed: () => void): void {
  let isStopped = false;
  const asked = askReason('plantwire-bulk');
  const { reason, result } = asked;
  const stop = button(say('stop'), () => {
    isStopped = true;
  });
  const start = button(say('yes.all', { count: cause.count }), () => void run(), {
    id: 'plantwire-bulk-confirm',
    class: 'red-ui-button primary',
  });
  stop.hidden = true;

  async function run(): Promise<void> {
    if (!hasReason(asked)) return;
    start.disabled = true;
    stop.hidden = false;
    try {
      await slices();
    } catch (trouble) {
      result.append(notice('bad', wordsOf(trouble)));
      start.disabled = false;
    }
    stop.hidden = true;
  }

  async function slices(): Promise<void> {
    let replayed = 0;
    let after: number | undefined;
    const left: BulkAnswer['left'][number][] = [];
    isStopped = false;
    do {
      const body = { ...filter, code: cause.code, reason: reason.value.trim(), ...(after ? { after } : {}) };
      const answer: BulkAnswer = await post<BulkAnswer>('/replay', body);
      replayed += answer.replayed;
      left.push(...answer.left);
      after = answer.after;
      const lines = left.slice(0, 200).map(({ id, lane, text }) => `#${id} ${lane ?? ''}: ${text}`);
      const summary = say('done.all', { replayed, left: left.length });
      result.replaceChildren(notice(left.length > 0 ? 'warn' : 'good', summary, lines));
    } while (after !== undefined && !isStopped);
  }

  const advice = known(`cause.${cause.code}.next`);
  openTray(
    say('bulk'),
    WIDTH,
    (body) =>
      body.append(
        section(
          causeTitle(cause.code),
          element('p', {}, say('confirm.all', { count: cause.count })),
          advice ? element('p', {}, advice) : undefined,
          asked.field,
          element('div', { class: 'plantwire-buttons' }, start, stop),
          result,
        ),
      ),
    changed,
  );
}
