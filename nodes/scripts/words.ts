/** All words of one node in one language: the definition's English, overlaid by the translation. */
import { describeFields, type Field } from '../src/host/fields.ts';
import { type FieldWords, labelOf, type PaletteFolder } from './palette.ts';

export type Language = 'en-US' | 'de';
export const LANGUAGES: readonly Language[] = ['en-US', 'de'];

export interface FieldText {
  readonly title: string;
  readonly help: string;
  readonly choices: Readonly<Record<string, string>>;
  readonly columns: Readonly<Record<string, { readonly title: string; readonly choices: readonly string[] }>>;
}

export interface NodeText {
  readonly label: string;
  readonly summary: string;
  readonly fields: Readonly<Record<string, FieldText>>;
  readonly ports: Readonly<Record<string, string>>;
  readonly buttons: Readonly<Record<string, string>>;
}

/** Words that every node shares. */
export const SHARED: Readonly<Record<Language, Readonly<Record<string, string>>>> = {
  'en-US': {
    advanced: 'Advanced',
    inputs: 'Inputs',
    outputs: 'Outputs',
    settings: 'Settings',
    port: 'Port',
    carries: 'Carries',
    setting: 'Setting',
    meaning: 'Meaning',
    default: 'Default',
    required: 'required',
    or: 'or the variable',
    secret: 'Stored encrypted, never exported.',
    reason: 'Reason',
    reasonHelp: 'May be left empty. It is kept with your name and the time, and shown to everybody.',
    plant: 'plant',
    events: 'events',
    odoo: 'odoo',
    operations: 'operations',
  },
  de: {
    advanced: 'Erweitert',
    inputs: 'Eingänge',
    outputs: 'Ausgänge',
    settings: 'Einstellungen',
    port: 'Anschluss',
    carries: 'Bedeutung',
    setting: 'Einstellung',
    meaning: 'Bedeutung',
    default: 'Vorgabe',
    required: 'nötig',
    or: 'oder die Variable',
    secret: 'Verschlüsselt gespeichert, wird nie exportiert.',
    reason: 'Grund',
    reasonHelp: 'Darf leer bleiben. Er wird mit Ihrem Namen und der Zeit aufbewahrt und allen gezeigt.',
    plant: 'Anlage',
    events: 'Ereignisse',
    odoo: 'Odoo',
    operations: 'Betrieb',
  },
};

export function nodeText(folder: PaletteFolder, language: Language): NodeText {
  const { definition } = folder;
  const own = language === 'de' ? folder.german : {};
  const ports = [...(definition.inputs ?? []), ...(definition.outputs ?? [])];
  return {
    label: own.label ?? labelOf(folder),
    summary: own.summary ?? definition.summary,
    fields: Object.fromEntries(
      describeFields(definition).map((field) => [field.name, fieldText(field, own.fields?.[field.name])]),
    ),
    ports: Object.fromEntries(ports.map((port) => [port.name, own.ports?.[port.name] ?? port.carries])),
    buttons: Object.fromEntries(
      (definition.buttons ?? []).map(({ action, title }) => [action, own.buttons?.[action] ?? title]),
    ),
  };
}

function fieldText(field: Field, own: FieldWords | undefined): FieldText {
  return {
    title: own?.title ?? field.info.title,
    help: own?.help ?? field.info.help ?? '',
    choices: Object.fromEntries(
      field.choices.map((value) => [value, own?.choices?.[value] ?? field.info.choices?.[value] ?? value]),
    ),
    columns: Object.fromEntries(
      (field.columns ?? []).map(({ name, info, choices }) => {
        const words = own?.columns?.[name];
        const labels = choices.map((value) => words?.choices?.[value] ?? info.choices?.[value] ?? value);
        return [name, { title: words?.title ?? info.title ?? name, choices: labels }];
      }),
    ),
  };
}
