/** Live pickers: what a running connection offers, asked while a person types. */
import { type Query, query, word } from './globals.ts';

export interface Choice {
  readonly value: string;
  readonly label: string;
  /** Keys of shared words. */
  readonly marks?: readonly string[];
  readonly detail?: string;
}

/** Values of the form the answer depends on, such as the selected connection. */
export type FormValues = () => Readonly<Record<string, string>>;

export interface Found {
  readonly choices: readonly Choice[];
  /** There were more than the answer holds; type to narrow. */
  readonly more: boolean;
  /** Why nothing could be offered. */
  readonly text?: string;
}

export function browse(picker: string, typed: string, values: FormValues, answer: (found: Found) => void): void {
  query
    .ajax({ url: `plantwire/browse/${picker}`, data: { ...values(), q: typed }, dataType: 'json' })
    .done((data) => answer(data as Found))
    .fail((request) => {
      const text = (request.responseJSON as { text?: string } | undefined)?.text;
      answer({ choices: [], more: false, text: text ?? word('unreachable') });
    });
}

/** Suggestions under a text input; the person may still type what nobody suggested. */
export function suggest(input: Query, picker: string, values: FormValues): void {
  input.autoComplete({
    minLength: 0,
    search(typed: string, done: (choices: readonly Choice[]) => void) {
      browse(picker, typed, values, ({ choices }) => done(choices));
    },
  });
  // A choice that ends with a dot opens what is behind it: the editor searches again with every key that is let go.
  const open = (): void => {
    if (input.val().endsWith('.')) input.get(0)?.dispatchEvent(new KeyboardEvent('keyup', { key: '.' }));
  };
  input.on('change', open);
  input.on('keyup', (event) => {
    if ((event as unknown as { key?: string }).key === 'Enter') open();
  });
}

/** A filter and check boxes below a list: pick several at once. `chosen` is called with every change. */
export function multiPick(
  container: HTMLElement,
  picker: string,
  values: FormValues,
  selected: () => readonly string[],
  chosen: (value: string, on: boolean) => void,
): void {
  const filter = document.createElement('input');
  filter.type = 'text';
  filter.placeholder = word('filter');
  filter.setAttribute('aria-label', word('filter'));
  const list = document.createElement('div');
  list.className = 'plantwire-choices';
  list.setAttribute('role', 'group');
  container.replaceChildren(filter, list);
  const refresh = (): void =>
    browse(picker, filter.value, values, (found) => list.replaceChildren(...rows(found, selected(), chosen)));
  filter.addEventListener('input', refresh);
  refresh();
  filter.focus();
}

function said({ marks = [], detail }: Choice): readonly string[] {
  const words = marks.map((mark) => word(`mark.${mark}`)).join(', ');
  if (words === '') return [];
  return [detail === undefined ? words : `${words}: ${detail}`];
}

function rows(found: Found, selected: readonly string[], chosen: (value: string, on: boolean) => void): HTMLElement[] {
  const made = found.choices.map((choice) => {
    const label = document.createElement('label');
    const box = document.createElement('input');
    box.type = 'checkbox';
    box.checked = selected.includes(choice.value);
    box.addEventListener('change', () => chosen(choice.value, box.checked));
    label.append(box, ` ${[choice.label, ...said(choice)].join(' – ')}`);
    return label;
  });
  const remark = found.text ?? (found.more ? word('more') : found.choices.length === 0 ? word('nothing') : undefined);
  if (remark === undefined) return made;
  const line = document.createElement('em');
  line.textContent = remark;
  return [...made, line];
}
