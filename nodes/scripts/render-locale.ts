/** Definition and prose → label catalogue and help page of one language. */

import { nodeType } from '../src/host/define.ts';
import { describeFields, type Field } from '../src/host/fields.ts';
import type { PaletteFolder } from './palette.ts';
import { type FieldText, type Language, nodeText, SHARED } from './words.ts';

export function renderCatalogue(folder: PaletteFolder, language: Language): string {
  const { definition } = folder;
  const text = nodeText(folder, language);
  const shared = SHARED[language];
  // Values may hold dots and colons, which are syntax in catalogue keys; so choices go by number.
  const field = Object.entries(text.fields).map(([name, { title, help, choices, columns }]) => [
    name,
    { title, help, choice: numbered(Object.values(choices)), column: columnWords(columns) },
  ]);
  const ports = Object.entries(text.ports).map(([name, carries]) => [
    name,
    carries === name ? name : `${name}: ${carries}`,
  ]);
  const asksReason = definition.buttons?.some((button) => button.asksReason);
  const catalogue = {
    [nodeType(definition)]: {
      label: text.label,
      summary: text.summary,
      advanced: shared.advanced,
      field: Object.fromEntries(field),
      port: Object.fromEntries(ports),
      button: text.buttons,
      ...(asksReason ? { reason: shared.reason, reasonHelp: shared.reasonHelp } : {}),
    },
    palette: { label: { [definition.category]: shared[definition.category] ?? definition.category } },
  };
  return `${JSON.stringify(catalogue, null, 2)}\n`;
}

const numbered = (words: readonly string[]): Readonly<Record<string, string>> =>
  Object.fromEntries(words.map((word, index) => [String(index), word]));

const columnWords = (columns: FieldText['columns']): Readonly<Record<string, unknown>> =>
  Object.fromEntries(
    Object.entries(columns).map(([name, { title, choices }]) => [name, { title, choice: numbered(choices) }]),
  );

export function renderHelp(folder: PaletteFolder, language: Language): string {
  const prose = folder.help[language] || folder.help['en-US'] || nodeText(folder, language).summary;
  const [purpose = '', ...rest] = prose.trim().split(/\n(?=### )/);
  const parts = [purpose.trim(), ...portTables(folder, language), settingsTable(folder, language), ...rest];
  const page = parts.filter((part) => part !== '').join('\n\n');
  const type = nodeType(folder.definition);
  return `<script type="text/markdown" data-help-name="${type}">\n${page.replaceAll('</script', '<\\/script')}\n</script>\n`;
}

function portTables(folder: PaletteFolder, language: Language): string[] {
  const { inputs = [], outputs = [] } = folder.definition;
  const { ports } = nodeText(folder, language);
  const words = SHARED[language];
  const table = (title: string | undefined, names: readonly { readonly name: string }[]): string =>
    names.length === 0
      ? ''
      : [
          `### ${title}`,
          '',
          `| ${words.port} | ${words.carries} |`,
          '| --- | --- |',
          ...names.map(({ name }) => `| ${name} | ${cell(ports[name] ?? '')} |`),
        ].join('\n');
  return [table(words.inputs, inputs), table(words.outputs, outputs)];
}

export function settingsTable(folder: PaletteFolder, language: Language): string {
  const described = describeFields(folder.definition);
  if (described.length === 0) return '';
  const words = SHARED[language];
  const { fields } = nodeText(folder, language);
  const rows = described.map((field) => {
    const { title, help, choices } = fields[field.name] ?? { title: field.name, help: '', choices: {} };
    const options = Object.values(choices).join(', ');
    const secret = field.info.secret ? words.secret : '';
    const meaning = [help, options, secret].filter((part) => part !== '').join(' ');
    const unit = field.info.unit ? ` (${field.info.unit})` : '';
    return `| ${cell(title)}${unit} | ${cell(meaning)} | ${cell(defaultText(field, choices, language))} |`;
  });
  return [
    `### ${words.settings}`,
    '',
    `| ${words.setting} | ${words.meaning} | ${words.default} |`,
    '| --- | --- | --- |',
    ...rows,
  ].join('\n');
}

function defaultText(field: Field, choices: Readonly<Record<string, string>>, language: Language): string {
  const words = SHARED[language];
  const variable = field.info.fromEnvironment;
  if (field.required || variable) {
    const must = field.required ? (words.required ?? '') : '';
    return variable ? `${must} ${words.or} \`${variable}\``.trim() : must;
  }
  const value = field.default;
  if (value === '' || value === undefined || (Array.isArray(value) && value.length === 0)) return '';
  if (field.kind === 'choice') return choices[String(value)] ?? String(value);
  if (Array.isArray(value) && field.choices.length > 0)
    return value.map((one) => choices[String(one)] ?? one).join(', ');
  return typeof value === 'object' ? `\`${JSON.stringify(value)}\`` : String(value);
}

const cell = (text: string): string => text.replaceAll('|', '\\|').replaceAll(/\s*\n\s*/g, ' ');
