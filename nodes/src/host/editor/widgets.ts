/** Rows that a plain input cannot show: lists, data as JSON, values that may be a variable. */
import { type FormValues, multiPick, suggest } from './browse.ts';
import { type Query, query, word } from './globals.ts';
import type { FormColumn, FormField } from './spec.ts';

const VARIABLE = /^\$\{([^}]+)\}$/;

/** Text or the name of an environment variable; stored as text or `${NAME}`. */
export function variableInput(input: Query): void {
  const name = VARIABLE.exec(input.val())?.[1];
  input.typedInput({ default: name ? 'env' : 'str', types: ['str', 'env'] });
  if (name === undefined) return;
  input.typedInput('type', 'env');
  input.typedInput('value', name);
}

export function variableValue(input: Query): string {
  const value = String(input.typedInput('value'));
  return input.typedInput('type') === 'env' && value !== '' ? `\${${value}}` : value;
}

/** Lists whose items are known beforehand; a list saved by hand may be JSON text. */
export function checkBoxes(group: Query, saved: unknown): void {
  const chosen = typeof saved === 'string' ? savedList(saved) : saved;
  for (const box of boxesOf(group)) box.checked = Array.isArray(chosen) && chosen.includes(box.value);
}

export const checkedValue = (group: Query): readonly string[] =>
  boxesOf(group)
    .filter(({ checked }) => checked)
    .map(({ value }) => value);

function boxesOf(group: Query): readonly HTMLInputElement[] {
  return [...(group.get(0)?.querySelectorAll<HTMLInputElement>('input[type="checkbox"]') ?? [])];
}

function savedList(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return [];
  }
}

export function listInput(list: Query, saved: unknown, field: FormField, values: FormValues, panel: HTMLElement): void {
  list.editableList({
    sortable: true,
    removable: true,
    addItem(row: Query, _index: number, item: { value?: string }) {
      const input = query(document.createElement('input')).attr('type', 'text').attr('aria-label', field.name);
      input
        .addClass('plantwire-list-value')
        .val(item.value ?? '')
        .appendTo(row);
      if (field.picker) suggest(input, field.picker, values);
    },
  });
  for (const value of Array.isArray(saved) ? saved : []) list.editableList('addItem', { value: String(value) });
  if (!field.picker) return;
  const selected = (): readonly string[] => listValue(list);
  chooseButton(field.picker, values, panel, selected, (value, on) => toggle(list, value, on));
}

/** Text with a value a line, and the same choice below it. */
export function linesInput(input: Query, picker: string, values: FormValues, panel: HTMLElement): void {
  const lines = (): readonly string[] =>
    input
      .val()
      .split(/\s+/)
      .filter((line) => line !== '');
  chooseButton(picker, values, panel, lines, (value, on) => {
    const kept = lines().filter((one) => one !== value);
    input.val((on ? [...kept, value] : kept).join('\n'));
  });
}

function chooseButton(
  picker: string,
  values: FormValues,
  panel: HTMLElement,
  selected: () => readonly string[],
  chosen: (value: string, on: boolean) => void,
): void {
  const button = document.createElement('button');
  button.type = 'button';
  button.className = 'red-ui-button red-ui-button-small';
  button.textContent = word('choose');
  button.setAttribute('aria-expanded', 'false');
  const place = document.createElement('div');
  button.addEventListener('click', () => {
    const open = button.getAttribute('aria-expanded') === 'true';
    button.setAttribute('aria-expanded', String(!open));
    if (open) return place.replaceChildren();
    multiPick(place, picker, values, selected, chosen);
  });
  panel.append(button, place);
}

function toggle(list: Query, value: string, on: boolean): void {
  const kept = listValue(list).filter((one) => one !== value);
  list.editableList('empty');
  for (const one of on ? [...kept, value] : kept) list.editableList('addItem', { value: one });
}

export function listValue(list: Query): readonly string[] {
  const root = list.get(0);
  const inputs = root ? [...root.querySelectorAll<HTMLInputElement>('.plantwire-list-value')] : [];
  return inputs.map((input) => input.value.trim()).filter((value) => value !== '');
}

/** Data that parses is stored as data; anything else stays text, and the check says so. */
export function jsonValue(input: Query): unknown {
  const text = input.val().trim();
  if (text === '') return '';
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

export const jsonText = (saved: unknown): string =>
  saved === undefined || saved === '' ? '' : typeof saved === 'string' ? saved : JSON.stringify(saved, null, 2);

/** Words of a column in the language of the editor. */
export interface ColumnWords {
  title(column: FormColumn): string;
  choice(column: FormColumn, value: string): string;
}

/** One row per record, one input per column; rows without any text are dropped. */
export function tableInput(
  list: Query,
  saved: unknown,
  columns: readonly FormColumn[],
  words: ColumnWords,
  values: FormValues,
): void {
  list.editableList({
    sortable: true,
    removable: true,
    addItem(row: Query, _index: number, item: Record<string, unknown>) {
      row.addClass('plantwire-table-row');
      for (const column of columns) {
        const cell = query(column.choices ? choices(column, words) : document.createElement('input'));
        cell
          .attr('data-column', column.name)
          .attr('aria-label', words.title(column))
          .attr('title', words.title(column));
        if (!column.choices) cell.attr('type', 'text').attr('placeholder', words.title(column));
        cell.val(String(item[column.name] ?? column.choices?.[0] ?? '')).appendTo(row);
        if (column.picker) suggest(cell, column.picker, values);
      }
    },
  });
  for (const record of Array.isArray(saved) ? saved : []) list.editableList('addItem', record);
}

function choices(column: FormColumn, words: ColumnWords): HTMLElement {
  const select = document.createElement('select');
  for (const value of column.choices ?? []) select.append(new Option(words.choice(column, value), value));
  return select;
}

export function tableValue(list: Query): readonly Record<string, string>[] {
  const rows = [...(list.get(0)?.querySelectorAll('.plantwire-table-row') ?? [])];
  const records = rows.map((row) => {
    const cells = [...row.querySelectorAll<HTMLInputElement | HTMLSelectElement>('[data-column]')];
    const typed = cells.some((cell) => cell instanceof HTMLInputElement && cell.value.trim() !== '');
    return typed
      ? Object.fromEntries(cells.map((cell) => [String(cell.dataset['column']), cell.value.trim()]))
      : undefined;
  });
  return records.filter((record) => record !== undefined);
}
