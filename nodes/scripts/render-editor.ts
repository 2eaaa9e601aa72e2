/** Definition → the editor half of a node: registration with literal defaults, and the form. */
import { type Button, nodeType } from '../src/host/define.ts';
import type { FormColumn, FormField, FormSpec } from '../src/host/editor/spec.ts';
import { type Column, describeFields, type Field } from '../src/host/fields.ts';
import type { PaletteFolder } from './palette.ts';

/** Muted, so that a label is readable on them in the light and in the dark theme. */
export const COLOURS = {
  plant: '#A7C4A0',
  events: '#A6BED4',
  odoo: '#C3AFCB',
  operations: '#D9C59A',
  config: '#C8CDD2',
};

export function renderEditor(folder: PaletteFolder): string {
  const { definition } = folder;
  const type = nodeType(definition);
  return [
    '<script type="text/javascript">',
    registration(folder),
    '</script>',
    `<script type="text/html" data-template-name="${type}">`,
    form(folder),
    '</script>',
    '',
  ].join('\n');
}

/** Written out by hand because scorecards read `defaults`, `icon`, `color` and `category` as literals. */
function registration({ definition, folder }: PaletteFolder): string {
  const type = nodeType(definition);
  const described = describeFields(definition);
  const config = definition.role === 'config';
  const inputs = (definition.inputs ?? []).map(({ name }) => name);
  const outputs = (definition.outputs ?? []).map(({ name }) => name);
  const lines = [
    `    category: '${definition.category}',`,
    `    color: '${COLOURS[definition.category]}',`,
    '    defaults: {',
    ...described.filter((field) => !field.info.secret).map((field) => `      ${defaultsEntry(field)},`),
    ...formerOf(definition).map((name) => `      ${name}: {},`),
    `      configVersion: { value: ${definition.version}, validate: check('configVersion') }`,
    '    },',
    ...credentials(described),
    ...(config ? [] : [`    inputs: ${inputs.length > 0 ? 1 : 0},`, `    outputs: ${outputs.length},`]),
    `    icon: '${folder}.svg',`,
    ...(config ? [] : [`    align: '${definition.role === 'sink' ? 'right' : 'left'}',`]),
    `    paletteLabel: function () { return this._('${type}.label'); },`,
    ...(config ? [] : portLabels(type, inputs, outputs)),
    `    label: function () { return this.name || this._('${type}.label'); },`,
    `    labelStyle: function () { return this.name ? 'node_label_italic' : ''; },`,
    `    oneditprepare: function () { plantwire.prepare('${type}', this); },`,
    `    oneditsave: function () { plantwire.save('${type}', this); }`,
  ];
  const spec = `  plantwire.define(${JSON.stringify(formSpec({ definition, folder }, described))});`;
  // Two arguments: only then may the answer be a sentence.
  const check = `  function check(name) { return function (value, opt) { return plantwire.validate('${type}', name, value); }; }`;
  const all = ['(function () {', spec, check, `RED.nodes.registerType('${type}', {`, ...lines, '});', '})();'];
  // The editor loads every node of the palette: no byte for looks.
  return all.map((line) => line.trimStart()).join('\n');
}

const formerOf = (definition: PaletteFolder['definition']): readonly string[] => [
  ...new Set(definition.upgrades.flatMap(({ former = [] }) => former)),
];

function defaultsEntry(field: Field): string {
  const value = field.default ?? '';
  const configType = field.info.configNode ? `, type: 'plantwire-${field.info.configNode}'` : '';
  const isNeeded = field.required && !field.info.fromEnvironment;
  // The editor takes a configuration node that is not chosen for an error unless it is told otherwise.
  const required = isNeeded ? ', required: true' : field.info.configNode ? ', required: false' : '';
  // The editor itself checks that a selected configuration node exists and is valid.
  const validate = field.info.configNode ? '' : `, validate: check('${field.name}')`;
  return `${field.name}: {value: ${JSON.stringify(value)}${required}${configType}${validate}}`;
}

function credentials(described: readonly Field[]): string[] {
  const secrets = described.filter((field) => field.info.secret).map((field) => `${field.name}: { type: 'password' }`);
  return secrets.length === 0 ? [] : [`    credentials: { ${secrets.join(', ')} },`];
}

function portLabels(type: string, inputs: readonly string[], outputs: readonly string[]): string[] {
  const of = (names: readonly string[]): string =>
    `function (index) { return this._('${type}.port.' + ${JSON.stringify(names)}[index]); }`;
  return [
    ...(inputs.length > 0 ? [`    inputLabels: ${of(inputs)},`] : []),
    ...(outputs.length > 0 ? [`    outputLabels: ${of(outputs)},`] : []),
  ];
}

export function formSpec(
  { definition, folder }: Pick<PaletteFolder, 'definition' | 'folder'>,
  described: readonly Field[],
): FormSpec {
  return {
    type: nodeType(definition),
    folder,
    config: definition.role === 'config',
    version: definition.version,
    fields: described.map(formField),
    actions: (definition.buttons ?? []).map(({ action }) => action),
    former: formerOf(definition),
  };
}

function formField(field: Field): FormField {
  const { secret, configNode, picker, fromEnvironment, address } = field.info;
  const plainText = field.kind === 'text' && !secret && !configNode && !picker && field.info.widget !== 'multiline';
  return {
    name: field.name,
    kind: field.kind,
    ...(field.required ? { [field.default === undefined ? 'required' : 'preset']: true } : {}),
    ...(secret ? { secret } : {}),
    ...(configNode ? { configNode } : {}),
    ...(picker ? { picker } : {}),
    ...(picker && field.info.widget === 'multiline' ? { lines: true } : {}),
    ...(fromEnvironment ? { environment: fromEnvironment } : {}),
    ...(plainText && (address || fromEnvironment) ? { variable: true } : {}),
    ...(field.choices.length > 0 ? { choices: field.choices } : {}),
    ...(field.minimum === undefined ? {} : { minimum: field.minimum }),
    ...(field.maximum === undefined || field.maximum >= Number.MAX_SAFE_INTEGER ? {} : { maximum: field.maximum }),
    ...(field.pattern === undefined ? {} : { pattern: field.pattern }),
    ...(field.columns ? { columns: field.columns.map(formColumn) } : {}),
  };
}

const formColumn = ({ name, info, choices }: Column): FormColumn => ({
  name,
  ...(info.picker ? { picker: info.picker } : {}),
  ...(choices.length > 0 ? { choices } : {}),
});

function form({ definition }: PaletteFolder): string {
  const type = nodeType(definition);
  const described = describeFields(definition);
  const rows = (advanced: boolean): string[] =>
    described
      .filter((field) => Boolean(field.info.advanced) === advanced)
      .flatMap((field) => row(type, field, definition.role === 'config'));
  const folded = rows(true);
  return [
    '<div class="plantwire-form">',
    ...rows(false),
    ...buttons(type, definition.buttons ?? []),
    ...(folded.length === 0
      ? []
      : [
          '<details class="plantwire-advanced">',
          `<summary data-i18n="${type}.advanced"></summary>`,
          ...folded,
          '</details>',
        ]),
    '</div>',
  ].join('\n');
}

function row(type: string, field: Field, config: boolean): string[] {
  const own = field.kind === 'list' || field.kind === 'json';
  const id = own ? `plantwire-field-${field.name}` : `${config ? 'node-config-input' : 'node-input'}-${field.name}`;
  const key = `${type}.field.${field.name}`;
  const unit = field.info.unit ? ` <span class="plantwire-unit">${field.info.unit}</span>` : '';
  const hint = field.info.help ? [`<div class="plantwire-hint" id="${id}-hint" data-i18n="${key}.help"></div>`] : [];
  const described = field.info.help ? ` aria-describedby="${id}-hint"` : '';
  return [
    '<div class="form-row">',
    `<label ${isGroup(field) ? `id="${id}-label" ` : ''}for="${id}" data-i18n="${key}.title"></label>`,
    `${control(type, field, id, described)}${unit}`,
    ...hint,
    '</div>',
  ];
}

const isGroup = (field: Field): boolean => field.kind === 'list' && field.choices.length > 0;

function control(type: string, field: Field, id: string, described: string): string {
  if (field.kind === 'boolean') return `<input type="checkbox" id="${id}"${described}>`;
  if (field.kind === 'choice') {
    const options = field.choices.map(
      (value, index) => `<option value="${value}" data-i18n="${type}.field.${field.name}.choice.${index}"></option>`,
    );
    return `<select id="${id}"${described}>${options.join('')}</select>`;
  }
  if (isGroup(field)) {
    const boxes = field.choices.map(
      (value, index) =>
        `<label><input type="checkbox" value="${value}"> ` +
        `<span data-i18n="${type}.field.${field.name}.choice.${index}"></span></label>`,
    );
    return `<div class="plantwire-checks" role="group" id="${id}" aria-labelledby="${id}-label"${described}>${boxes.join('')}</div>`;
  }
  if (field.kind === 'list' || field.columns)
    return `<div class="plantwire-list"><ol id="${id}"></ol><div id="plantwire-panel-${field.name}"></div></div>`;
  if (field.kind === 'json' || field.info.widget === 'multiline' || field.info.widget === 'json') {
    const panel = field.info.picker ? `<div class="plantwire-lines" id="plantwire-panel-${field.name}"></div>` : '';
    return `<textarea id="${id}" rows="6" spellcheck="false"${described}></textarea>${panel}`;
  }
  // The editor replaces this input by a select with two buttons and takes its width from here.
  if (field.info.configNode) return `<input type="text" id="${id}" style="width: calc(100% - 290px)"${described}>`;
  return `<input type="${field.info.secret ? 'password' : 'text'}" id="${id}"${described}>`;
}

/** One reason for all that ask for it, above the first of them. */
function buttons(type: string, all: readonly Button[]): string[] {
  const first = all.find(({ asksReason }) => asksReason);
  return all.flatMap((one) => [...(one === first ? reason(type) : []), ...button(type, one.action)]);
}

const reason = (type: string): string[] => [
  '<div class="form-row">',
  `<label for="plantwire-reason" data-i18n="${type}.reason"></label>`,
  '<input type="text" id="plantwire-reason" maxlength="200" aria-describedby="plantwire-reason-hint">',
  `<div class="plantwire-hint" id="plantwire-reason-hint" data-i18n="${type}.reasonHelp"></div>`,
  '</div>',
];

const button = (type: string, action: string): string[] => [
  '<div class="form-row">',
  `<label></label><button type="button" class="red-ui-button" id="plantwire-action-${action}" data-i18n="${type}.button.${action}"></button>`,
  `<div class="plantwire-result" id="plantwire-result-${action}" role="status" aria-live="polite"></div>`,
  '</div>',
];
