/** What arrived beside what shall go out: read on the left, edited on the right, differences named below. */

import { element, pretty, section } from '../elements.ts';
import { differences } from './differences.ts';
import type { Letter } from './model.ts';
import { say } from './words.ts';

export interface Entered {
  readonly event?: unknown;
  readonly intent?: unknown;
}

export interface Compared {
  readonly view: HTMLElement;
  /** What the person changed; undefined when nothing was. Throws with a sentence when it is no JSON. */
  entered(): Entered | undefined;
}

interface Pane {
  readonly view: HTMLElement;
  value(): unknown;
  isChanged(): boolean;
  readonly field: HTMLTextAreaElement;
}

export function compare(letter: Letter): Compared {
  const { event, intent } = letter.message;
  const payload = pane('event', say('payload'), letter.original, event);
  const meant = intent === undefined ? undefined : pane('intent', say('intent.title'), intent, intent);
  return {
    view: section(say('correct'), payload.view, meant && folded(meant.view)),
    entered() {
      const given = {
        ...(payload.isChanged() ? { event: payload.value() } : {}),
        ...(meant?.isChanged() ? { intent: meant.value() } : {}),
      };
      return Object.keys(given).length === 0 ? undefined : given;
    },
  };
}

/** It follows from the message by itself; who knows more may open it. */
const folded = (view: HTMLElement): HTMLElement =>
  element('details', {}, element('summary', {}, say('intent.fold')), view);

function pane(name: string, title: string, left: unknown, right: unknown): Pane {
  const shown = pretty(right);
  const lines = Math.min(28, Math.max(6, shown.split('\n').length + 1));
  const field = element('textarea', {
    id: `plantwire-letter-${name}`,
    rows: String(lines),
    spellcheck: 'false',
    'aria-label': `${title}: ${say('corrected')}`,
    'aria-describedby': `plantwire-letter-${name}-changes`,
  });
  field.value = shown;
  const changes = element('div', {
    id: `plantwire-letter-${name}-changes`,
    class: 'plantwire-changes',
    role: 'status',
  });
  const describe = (): void => changes.replaceChildren(...changed(right, field.value));
  field.addEventListener('input', describe);
  describe();
  const original = element('pre', { tabindex: '0', 'aria-label': `${title}: ${say('arrived')}` }, pretty(left));
  const columns = element(
    'div',
    { class: 'plantwire-compare' },
    element('div', {}, element('h4', {}, say('arrived')), original),
    element('div', {}, element('h4', {}, say('corrected')), field),
  );
  return {
    view: element('div', {}, element('h4', {}, title), columns, changes),
    field,
    value: () => parsed(field.value, title),
    isChanged: () => field.value !== shown,
  };
}

function parsed(text: string, title: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new Error(say('json', { title, cause: cause instanceof Error ? cause.message : String(cause) }));
  }
}

function changed(before: unknown, text: string): (HTMLElement | string)[] {
  let after: unknown;
  try {
    after = JSON.parse(text);
  } catch {
    return [say('notjson')];
  }
  const found = differences(before, after, '');
  if (found.length === 0) return [say('unchanged')];
  return found
    .slice(0, 20)
    .map(([path, was, is]) =>
      element(
        'div',
        {},
        element('code', {}, path),
        ': ',
        element('del', {}, show(was)),
        ' → ',
        element('ins', {}, show(is)),
      ),
    );
}

const show = (value: unknown): string => (value === undefined ? '–' : JSON.stringify(value));
