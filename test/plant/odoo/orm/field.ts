/** Field types of a model table and short builders for them. */
import type { Rec } from './record.ts';
import type { Json } from './value.ts';

export type FieldType =
  | 'char'
  | 'text'
  | 'html'
  | 'integer'
  | 'float'
  | 'monetary'
  | 'boolean'
  | 'date'
  | 'datetime'
  | 'selection'
  | 'many2one'
  | 'one2many'
  | 'many2many'
  | 'json';

export interface Field {
  readonly type: FieldType;
  readonly label?: string;
  readonly required?: boolean;
  /** Shown as read-only; a write is ignored unless there is an inverse or `writable`. */
  readonly readonly?: boolean;
  /** Model behind a relation. */
  readonly relation?: string;
  /** The many2one on the other side of a one2many. */
  readonly inverseField?: string;
  readonly selection?: readonly (readonly [string, string])[];
  /** Decimals, or the name of a `decimal.precision`. */
  readonly digits?: number | string;
  readonly default?: Json | ((now: string) => Json);
  /** Value from other fields; not stored, writes are ignored without `inverse`. */
  readonly compute?: (record: Rec) => Json;
  readonly inverse?: (record: Rec, value: Json) => void;
  /** A duplicate of the record does not take this value over. */
  readonly copy?: boolean;
  /** What happens to the row when the many2one target is deleted. */
  readonly onDelete?: 'restrict' | 'cascade' | 'set null';
  /** Where the value really is, for `fields_get`: `product_tmpl_id.name`. */
  readonly path?: string;
  /** Keep a stored value that `compute` may look at and `inverse` may change. */
  readonly stored?: boolean;
  /** Kept by the simulator for itself: not shown, not described. */
  readonly internal?: boolean;
  /** One2many: only rows for which this holds. */
  readonly filter?: (record: Rec) => boolean;
}

type More = Omit<Field, 'type'>;
const of =
  (type: FieldType) =>
  (more: More = {}): Field => ({ type, ...more });

export const char = of('char');
export const text = of('text');
export const html = of('html');
export const integer = of('integer');
export const float = of('float');
export const boolean = of('boolean');
export const date = of('date');
export const datetime = of('datetime');
export const many2one = (relation: string, more: More = {}): Field => ({ type: 'many2one', relation, ...more });
export const many2many = (relation: string, more: More = {}): Field => ({ type: 'many2many', relation, ...more });
export const one2many = (relation: string, inverseField: string, more: More = {}): Field => ({
  type: 'one2many',
  relation,
  inverseField,
  ...more,
});
export const selection = (choices: Record<string, string>, more: More = {}): Field => ({
  type: 'selection',
  selection: Object.entries(choices),
  ...more,
});
/** A quantity: rounded to the precision "Product Unit" whenever it is stored. */
export const quantity = (more: More = {}): Field => ({ type: 'float', digits: 'Product Unit', ...more });

/** The value of another record's field, reached by a dotted path. */
export function related(path: string, like: Field): Field {
  const { default: _default, ...shape } = like;
  return {
    ...shape,
    required: false,
    readonly: true,
    path,
    compute: (record) => {
      const steps = path.split('.');
      const last = steps.pop() ?? 'id';
      let at: Rec | undefined = record;
      for (const step of steps) at = at?.one(step);
      return at ? at.get(last) : false;
    },
  };
}
