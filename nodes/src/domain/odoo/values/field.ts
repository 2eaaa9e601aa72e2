/** Fields of a model as `fields_get` describes them, as far as a value for them can be wrong. */
import { z } from 'zod';

export interface Field {
  readonly type: string;
  readonly label: string;
  readonly required: boolean;
  /** Odoo shows it read-only in every state of the record. */
  readonly locked: boolean;
  /** Keys a selection takes. */
  readonly choices?: readonly string[];
  /** Model behind a relation. */
  readonly relation?: string;
  /** Decimals that Odoo keeps; absent when the field does not say. */
  readonly digits?: number;
  /** Most characters. */
  readonly size?: number;
  readonly trims: boolean;
  /** Computed, kept per company, or created along with the record: need not be given although it is required. */
  readonly filled: boolean;
}

export type Fields = ReadonlyMap<string, Field>;

/** What is asked of `fields_get`. */
export const ATTRIBUTES = [
  'type',
  'string',
  'required',
  'readonly',
  'states',
  'selection',
  'relation',
  'digits',
  'size',
  'trim',
  'depends',
  'related',
  'company_dependent',
] as const;

/** 14 says 1 instead of true here and there. */
const loose = z.unknown().optional().transform(Boolean);

const described = z.looseObject({
  type: z.string(),
  string: z.string().catch(''),
  required: loose,
  readonly: loose,
  states: z.record(z.string(), z.unknown()).optional().catch(undefined),
  selection: z
    .array(z.tuple([z.unknown(), z.unknown()]))
    .optional()
    .catch(undefined),
  relation: z.string().optional().catch(undefined),
  digits: z.tuple([z.number(), z.number()]).optional().catch(undefined),
  size: z.number().optional().catch(undefined),
  trim: loose,
  company_dependent: loose,
  depends: z.array(z.unknown()).catch([]),
  /** `product_tmpl_id.name` in 19, a list of names in 14. */
  related: z
    .union([z.string().transform((path) => path.split('.')), z.array(z.string())])
    .optional()
    .catch(undefined),
});
type Described = z.output<typeof described>;

export function readFields(answer: unknown): Fields | undefined {
  const parsed = z.record(z.string(), described).safeParse(answer);
  if (!parsed.success) return undefined;
  const all = Object.entries(parsed.data);
  // Odoo 14 shows every field as read-only to who may not write the model: that is a right, not the field.
  const isShut = all.every(([, field]) => field.readonly);
  const parents = new Set(all.flatMap(([, field]) => (isLocked(field) ? [] : (field.related?.slice(0, 1) ?? []))));
  return new Map(all.map(([name, field]) => [name, fieldOf(field, { isShut, isParent: parents.has(name) })]));
}

/** Up to 16 a field may be open in some states of its record only. */
const isLocked = (field: Described): boolean =>
  field.readonly && !JSON.stringify(field.states ?? {}).includes('["readonly",false]');

function fieldOf(field: Described, { isShut, isParent }: { isShut: boolean; isParent: boolean }): Field {
  const { type, string: label, required, selection, relation, digits, size, trim, depends, related } = field;
  return {
    type,
    label,
    required,
    locked: !isShut && isLocked(field),
    trims: trim,
    filled:
      isShut ||
      isParent ||
      depends.length > 0 ||
      related !== undefined ||
      type === 'one2many' ||
      field.company_dependent,
    ...(selection ? { choices: selection.map(([key]) => String(key)) } : {}),
    ...(relation ? { relation } : {}),
    ...(digits ? { digits: digits[1] } : {}),
    ...(size ? { size } : {}),
  };
}
