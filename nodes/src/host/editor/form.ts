/** Makes a generated form alive: widgets on opening, values on saving, buttons that ask the runtime. */
import { suggest } from './browse.ts';
import { check } from './checks.ts';
import { type Edited, type Query, query, word } from './globals.ts';
import type { FormField, FormSpec } from './spec.ts';
import { inOwnVersion, isWaiting, newerThan, versionToSave } from './versions.ts';
import {
  type ColumnWords,
  checkBoxes,
  checkedValue,
  jsonText,
  jsonValue,
  linesInput,
  listInput,
  listValue,
  tableInput,
  tableValue,
  variableInput,
  variableValue,
} from './widgets.ts';

const specs = new Map<string, FormSpec>();

export function define(spec: FormSpec): void {
  specs.set(spec.type, spec);
}

const specOf = (type: string): FormSpec => {
  const spec = specs.get(type);
  if (!spec) throw new Error(`no form for ${type}`);
  return spec;
};

/** For `validate` of a default: true, or the sentence shown beside the field. */
export function validate(type: string, name: string, value: unknown): true | string {
  const spec = specs.get(type);
  if (spec && name === 'configVersion') return newerThan(spec, value) ?? true;
  const field = spec?.fields.find((candidate) => candidate.name === name);
  const finding = field ? check(field, value) : undefined;
  return finding ? word(finding.key, finding.values) : true;
}

export function prepare(type: string, node: Edited): void {
  const spec = specOf(type);
  const values = (): Record<string, string> => ({ node: node.id, ...texts(spec) });
  const fill = (shown: Edited): void => {
    for (const field of spec.fields) {
      if (shown !== node) fillPlain(spec, field, shown);
      prepareField(spec, field, shown, values);
    }
    for (const action of spec.actions) prepareAction(spec, action, node);
  };
  const form = spec.fields.map((field) => inputOf(spec, field).get(0)?.closest('.plantwire-form')).find(Boolean);
  if (form instanceof HTMLElement) inOwnVersion(spec, node, form, fill);
  else fill(node);
}

/** The editor has filled these with what was saved; here they get what an upgrade made of it. */
function fillPlain(spec: FormSpec, field: FormField, shown: Edited): void {
  if (field.secret || field.kind === 'list' || field.kind === 'json') return;
  const input = inputOf(spec, field);
  const value = shown[field.name];
  if (field.kind === 'boolean') input.prop('checked', value === true || value === 'true');
  else input.val(value ?? '');
}

/** Lists and data have no plain input, so the editor does not store them by itself. */
export function save(type: string, node: Edited): void {
  if (isWaiting(node)) return;
  const spec = specOf(type);
  for (const field of spec.fields) {
    const input = inputOf(spec, field);
    if (field.kind === 'list' || field.kind === 'json') node[field.name] = fieldValue(spec, field);
    else if (field.variable) input.val(variableValue(input));
  }
  node.configVersion = versionToSave(spec, node);
  if (node.configVersion === spec.version) for (const name of spec.former) delete node[name];
}

const idOf = (spec: FormSpec, field: FormField): string => {
  const own = field.kind === 'list' || field.kind === 'json';
  return own ? `plantwire-field-${field.name}` : `${spec.config ? 'node-config-input' : 'node-input'}-${field.name}`;
};
const inputOf = (spec: FormSpec, field: FormField): Query => query(`#${idOf(spec, field)}`);

function prepareField(spec: FormSpec, field: FormField, node: Edited, values: () => Record<string, string>): void {
  const input = inputOf(spec, field);
  if (input.length === 0) return;
  if (field.kind === 'list' && field.choices) checkBoxes(input, node[field.name]);
  else if (field.kind === 'list') {
    const panel = query(`#plantwire-panel-${field.name}`).get(0);
    if (panel) listInput(input, node[field.name], field, values, panel);
  } else if (field.columns) tableInput(input, node[field.name], field.columns, columnWords(spec, field, node), values);
  else if (field.kind === 'json') input.val(jsonText(node[field.name]));
  else if (field.variable) variableInput(input);
  else if (field.lines && field.picker) {
    const panel = query(`#plantwire-panel-${field.name}`).get(0);
    if (panel) linesInput(input, field.picker, values, panel);
  } else if (field.picker) suggest(input, field.picker, values);
  if (field.environment) input.attr('placeholder', word('environment', { name: field.environment }));
}

/** Column words stand in the catalogue of the node's own set. */
function columnWords(spec: FormSpec, field: FormField, node: Edited): ColumnWords {
  const key = `${spec.type}.field.${field.name}.column`;
  return {
    title: (column) => node._(`${key}.${column.name}.title`),
    choice: (column, value) => node._(`${key}.${column.name}.choice.${column.choices?.indexOf(value)}`),
  };
}

function prepareAction(spec: FormSpec, action: string, node: Edited): void {
  const button = query(`#plantwire-action-${action}`);
  const result = query(`#plantwire-result-${action}`).get(0);
  if (!result) return;
  button.on('click', () => {
    button.prop('disabled', true);
    show(result, 'busy', word('asking'));
    const reason = query('#plantwire-reason').val() ?? '';
    const body = { id: node.id, config: current(spec, false), secrets: current(spec, true), reason };
    query
      .ajax({
        url: `plantwire/action/${spec.folder}/${action}`,
        type: 'POST',
        contentType: 'application/json',
        data: JSON.stringify(body),
      })
      .done((data) => {
        const answer = data as { ok: boolean; text: string; details?: unknown };
        show(result, answer.ok ? 'good' : 'bad', answer.text, answer.details);
        button.prop('disabled', false);
      })
      .fail((request) => {
        const text = (request.responseJSON as { text?: string } | undefined)?.text;
        show(result, 'bad', text ?? word(request.status === 401 ? 'forbidden' : 'unreachable'));
        button.prop('disabled', false);
      });
  });
}

/** What stands in the form now, deployed or not. */
function current(spec: FormSpec, secrets: boolean): Record<string, unknown> {
  const fields = spec.fields.filter((field) => Boolean(field.secret) === secrets);
  return Object.fromEntries(fields.map((field) => [field.name, fieldValue(spec, field)]));
}

function fieldValue(spec: FormSpec, field: FormField): unknown {
  const input = inputOf(spec, field);
  if (field.kind === 'list') return field.choices ? checkedValue(input) : listValue(input);
  if (field.columns) return tableValue(input);
  if (field.kind === 'json') return jsonValue(input);
  if (field.kind === 'boolean') return input.prop('checked');
  if (field.configNode) return input.val() === '_ADD_' ? '' : input.val();
  return field.variable ? variableValue(input) : input.val();
}

function texts(spec: FormSpec): Record<string, string> {
  return Object.fromEntries(
    Object.entries(current(spec, false)).flatMap(([name, value]) => (typeof value === 'string' ? [[name, value]] : [])),
  );
}

/** The look is a colour and a word, so the result is readable without seeing colours. */
function show(result: HTMLElement, look: 'busy' | 'good' | 'bad', text: string, details?: unknown): void {
  result.className = `plantwire-result plantwire-${look}`;
  const line = document.createElement('p');
  line.textContent = look === 'busy' ? text : `${word(look)}: ${text}`;
  result.replaceChildren(line, ...detailRows(details));
}

function detailRows(details: unknown): HTMLElement[] {
  if (typeof details !== 'object' || details === null) return [];
  const list = document.createElement('ul');
  const entries = Array.isArray(details) ? details.map((value) => ['', value]) : Object.entries(details);
  for (const [name, value] of entries) {
    const row = document.createElement('li');
    const text = detailText(value);
    row.textContent = name === '' ? text : `${String(name)}: ${text}`;
    list.append(row);
  }
  return [list];
}

/** A finding reads as a sentence; anything else as it is. */
function detailText(value: unknown): string {
  if (typeof value !== 'object' || value === null) return String(value);
  const { path, message, text } = value as { path?: unknown; message?: unknown; text?: unknown };
  const sentence = message ?? text;
  if (typeof sentence !== 'string') return JSON.stringify(value);
  return typeof path === 'string' && path !== '' ? `${path}: ${sentence}` : sentence;
}
