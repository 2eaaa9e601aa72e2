/** Rows from a CSV file: checked first, each bad row named with its line, then imported with a reason. */
import { Refused, wordsOf } from '../ask.ts';
import { askReason, hasReason, isGiven, whileResting } from '../deciding.ts';
import { button, element, labelled, notice, section } from '../elements.ts';
import { openTray } from '../tray.ts';
import { send } from './ask.ts';
import type { Imported } from './model.ts';
import { say } from './words.ts';

const WIDTH = 600;
const ID = 'plantwire-crosswalk';
const MOST_LINES = 200;

export function openImport(changed: () => void): void {
  const place = element('div', { class: 'plantwire-letter-view plantwire-crosswalk-view', tabindex: '-1' });
  place.append(form());
  openTray(say('import'), WIDTH, (body) => body.append(place), changed);
}

function form(): HTMLElement {
  const file = element('input', { type: 'file', id: `${ID}-file`, accept: '.csv,text/csv' });
  const partly = element('input', { type: 'checkbox', id: `${ID}-partly` });
  const asked = askReason(ID);
  const buttons = element('div', { class: 'plantwire-buttons' });
  const ask = (more: Readonly<Record<string, string>>, words: (done: Imported) => string) => (): void => {
    const [chosen] = file.files ?? [];
    const isDry = more['dryRun'] !== undefined;
    if (!isGiven(file, asked.result, say('needfile')) || !chosen || (!isDry && !hasReason(asked))) return;
    const query = { ...more, partly: String(partly.checked), ...(isDry ? {} : { reason: asked.reason.value.trim() }) };
    const work = async (): Promise<void> => {
      const done = await send<Imported>('/import', chosen, query);
      asked.result.replaceChildren(verdict(done, words(done)));
    };
    void whileResting(buttons, asked.result, work, refused);
  };
  const check = ask({ dryRun: 'true' }, ({ good, unchanged }) => say('wouldimport', { good, unchanged }));
  const bring = ask({}, ({ imported }) => say('imported', { imported }));
  buttons.append(button(say('check'), check, { id: `${ID}-check` }));
  buttons.append(button(say('import'), bring, { id: `${ID}-bring`, class: 'red-ui-button primary' }));
  const some = element('label', {}, partly, ` ${say('partly')}`);
  const parts = [element('p', {}, say('importlong')), labelled(say('file'), file), some, asked.field, buttons];
  return section(say('import'), ...parts, asked.result);
}

/** A file with a bad row is refused as a whole: the answer names them. */
function refused(trouble: unknown): HTMLElement {
  const told = trouble instanceof Refused ? (trouble.body as Partial<Imported>) : {};
  const { good = 0, unchanged = 0, bad } = told;
  if (bad === undefined) return notice('bad', wordsOf(trouble));
  return verdict({ text: '', imported: 0, good, unchanged, bad }, say('notimported'));
}

function verdict({ bad }: Imported, text: string): HTMLElement {
  if (bad.length === 0) return notice('good', text);
  const lines = bad
    .slice(0, MOST_LINES)
    .map((one) => `${say('line', { line: one.line })} ${one.text ?? ''}: ${one.reason}`);
  return notice('bad', `${text} ${say('bad', { count: bad.length })}`, lines);
}
