/** Reads a definition's zod schema as a flat list of fields: the one walker behind forms, docs and configuration. */
import { z } from 'zod';
import { type FieldInfo, fields, type NodeDefinition } from './define.ts';

export type FieldKind = 'text' | 'number' | 'boolean' | 'choice' | 'list' | 'json';

export interface Field {
  readonly name: string;
  readonly kind: FieldKind;
  /** The saved value may not be empty. */
  readonly required: boolean;
  readonly default: unknown;
  readonly info: FieldInfo;
  /** Values of a choice, or all that a list may hold: such a list is shown as check boxes. */
  readonly choices: readonly string[];
  readonly minimum?: number;
  readonly maximum?: number;
  readonly pattern?: string;
  /** Columns when the field is a table: a list of flat text records. */
  readonly columns?: readonly Column[];
}

export interface Column {
  readonly name: string;
  readonly info: Partial<FieldInfo>;
  readonly choices: readonly string[];
}

interface Property extends FieldInfo {
  type?: string;
  enum?: string[];
  default?: unknown;
  minLength?: number;
  minimum?: number;
  maximum?: number;
  pattern?: string;
  items?: Property;
  properties?: Record<string, Property>;
}

/** Every field of the configuration in the order it was written. Throws when a field was registered without a title. */
export function describeFields(definition: NodeDefinition): readonly Field[] {
  const schema = z.toJSONSchema(definition.config, { io: 'input', metadata: fields, unrepresentable: 'any' });
  const required = new Set(schema.required ?? []);
  return Object.entries((schema.properties ?? {}) as Record<string, Property>).map(([name, property]) => {
    if (!property.title) throw new Error(`${definition.type}: field "${name}" has no title; register it with fields`);
    return describe(name, property, required.has(name));
  });
}

function describe(name: string, property: Property, listedAsRequired: boolean): Field {
  return {
    name,
    kind: kindOf(property),
    required: listedAsRequired || (property.minLength ?? 0) > 0,
    default: property.default ?? emptyOf(kindOf(property)),
    info: property,
    choices: property.enum ?? property.items?.enum ?? [],
    ...(property.minimum === undefined ? {} : { minimum: property.minimum }),
    ...(property.maximum === undefined ? {} : { maximum: property.maximum }),
    ...(property.pattern === undefined ? {} : { pattern: property.pattern }),
    ...columnsOf(property),
  };
}

function columnsOf(property: Property): { columns?: readonly Column[] } {
  const columns = Object.entries(property.items?.properties ?? {});
  const isFlat = columns.length > 0 && columns.every(([, column]) => column.type === 'string');
  if (!isFlat || property.widget !== 'table') return {};
  return { columns: columns.map(([name, column]) => ({ name, info: column, choices: column.enum ?? [] })) };
}

function kindOf(property: Property): FieldKind {
  if (property.enum) return 'choice';
  if (property.type === 'number' || property.type === 'integer') return 'number';
  if (property.type === 'boolean') return 'boolean';
  if (property.type === 'array' && property.items?.type === 'string') return 'list';
  return property.type === 'string' ? 'text' : 'json';
}

function emptyOf(kind: FieldKind): unknown {
  if (kind === 'list') return [];
  return kind === 'json' ? undefined : '';
}
