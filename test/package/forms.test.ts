/** Definitions, words and forms: what the editor shows is complete in English and in German. */
import { z } from 'zod';
import { describeFields } from '../../nodes/src/host/fields.ts';
import { type PaletteNode, palette } from '../support/palette.ts';

const each = palette().map((node) => [node.folder, node] as const);
interface Words {
  readonly title?: string;
  readonly choices?: Record<string, string>;
}
interface German {
  readonly label?: string;
  readonly summary?: string;
  readonly fields?: Record<string, Words & { help?: string; columns?: Record<string, Words> }>;
  readonly ports?: Record<string, string>;
  readonly buttons?: Record<string, string>;
}
const german = (node: PaletteNode): German => JSON.parse(node.text('locale/de.json') || '{}') as German;

describe.each(each)('%s', (_folder, node) => {
  const described = describeFields(node.definition);

  test('its configuration is plain data: nothing that JSON Schema loses silently', () => {
    expect(silentlyLost(node.definition.config, 'config')).toEqual([]);
  });

  test('every upgrade leads to the next version', () => {
    const { version, upgrades } = node.definition;
    expect(upgrades.map(({ from }) => from)).toEqual(Array.from({ length: version - 1 }, (_, index) => index + 1));
  });

  test('a field that selects a configuration node names one that exists', () => {
    const wanted = described.flatMap(({ info }) => info.configNode ?? []);
    const known = palette()
      .filter(({ definition }) => definition.role === 'config')
      .map(({ folder }) => folder);
    expect(wanted.filter((type) => !known.includes(type))).toEqual([]);
  });

  test('a form with a secret and a button says which fields are the address', () => {
    const secret = described.some(({ info }) => info.secret);
    const buttons = node.definition.buttons ?? [];
    if (secret && buttons.length > 0) expect(described.filter(({ info }) => info.address)).not.toEqual([]);
  });

  test('every word is translated to German', () => {
    const words = german(node);
    const missing = [
      ...(words.label ? [] : ['label']),
      ...(words.summary ? [] : ['summary']),
      ...described.flatMap(({ name, info, choices, columns = [] }) => {
        const own = words.fields?.[name];
        return [
          ...(own?.title ? [] : [`fields.${name}.title`]),
          ...(info.help && !own?.help ? [`fields.${name}.help`] : []),
          ...choices
            .filter((value) => info.choices?.[value] && !own?.choices?.[value])
            .map((value) => `fields.${name}.choices.${value}`),
          ...columns
            .filter((column) => column.info.title && !own?.columns?.[column.name]?.title)
            .map((column) => `fields.${name}.columns.${column.name}`),
        ];
      }),
      ...[...(node.definition.inputs ?? []), ...(node.definition.outputs ?? [])]
        .filter(({ name }) => !words.ports?.[name])
        .map(({ name }) => `ports.${name}`),
      ...(node.definition.buttons ?? [])
        .filter(({ action }) => !words.buttons?.[action])
        .map(({ action }) => `buttons.${action}`),
    ];
    expect(missing).toEqual([]);
  });

  test('no translation stands for a word that is gone', () => {
    const words = german(node);
    const names = described.map(({ name }) => name);
    const ports = [...(node.definition.inputs ?? []), ...(node.definition.outputs ?? [])].map(({ name }) => name);
    const actions = (node.definition.buttons ?? []).map(({ action }) => action);
    expect(Object.keys(words.fields ?? {}).filter((name) => !names.includes(name))).toEqual([]);
    expect(Object.keys(words.ports ?? {}).filter((name) => !ports.includes(name))).toEqual([]);
    expect(Object.keys(words.buttons ?? {}).filter((action) => !actions.includes(action))).toEqual([]);
  });

  test('help has its three sections in both languages', () => {
    const headings = (file: string): string[] =>
      [...node.text(file).matchAll(/^### (.+)$/gm)].map((match) => String(match[1]));
    expect(headings('help.md')).toEqual(
      expect.arrayContaining(['When to use it', 'What it promises', 'What can go wrong']),
    );
    expect(headings('help.de.md')).toHaveLength(headings('help.md').length);
    expect(node.text('help.md').trim()).not.toMatch(/^###/);
  });

  test('its icon is white and has the size the editor expects', () => {
    const icon = node.text('icon.svg');
    expect(icon).toMatch(/width="40"[^>]*height="60"|viewBox="0 0 40 60"/);
    const colours = [...icon.matchAll(/(?:fill|stroke)="([^"]+)"/g)].map((match) => String(match[1]).toLowerCase());
    expect(colours.filter((colour) => !['none', '#fff', '#ffffff', 'white'].includes(colour))).toEqual([]);
  });
});

/** Transforms, pipes, refinements and custom checks; zod's own length and format checks are fine. */
function silentlyLost(schema: z.ZodType, path: string): string[] {
  const def = schema.def as unknown as Record<string, unknown> & {
    type: string;
    checks?: { _zod: { def: { check: string } } }[];
  };
  const own = ['transform', 'pipe', 'custom'].includes(def.type) ? [`${path}: ${def.type}`] : [];
  const refined = (def.checks ?? []).filter((check) => check._zod.def.check === 'custom').map(() => `${path}: refine`);
  const inner = ['innerType', 'element', 'valueType', 'keyType'].flatMap((key) =>
    def[key] instanceof z.ZodType ? silentlyLost(def[key] as z.ZodType, `${path}.${key}`) : [],
  );
  const shape = Object.entries((def['shape'] ?? {}) as Record<string, z.ZodType>).flatMap(([name, field]) =>
    silentlyLost(field, `${path}.${name}`),
  );
  const options = ((def['options'] ?? []) as z.ZodType[]).flatMap((option, index) =>
    silentlyLost(option, `${path}|${index}`),
  );
  return [...own, ...refined, ...inner, ...shape, ...options];
}
