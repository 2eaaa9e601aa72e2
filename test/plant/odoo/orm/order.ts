/** `order` strings such as `priority desc, date_start, id`. */
import { valueError } from './error.ts';
import type { Model } from './model.ts';
import type { Rec } from './record.ts';
import type { Json } from './value.ts';

interface Key {
  readonly name: string;
  readonly descending: boolean;
}

function parse(order: string, model: Model): Key[] {
  return order
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '')
    .map((part) => {
      const [name = '', direction = 'asc'] = part.split(/\s+/);
      if (!/^(asc|desc)$/i.test(direction)) throw valueError(`Invalid "order" specified (${order}).`);
      const field = name.split('.')[0] ?? '';
      if (field !== 'id' && !(field in model.fields))
        throw valueError(`Invalid field '${field}' on model '${model.name}'`);
      return { name: field, descending: /^desc$/i.test(direction) };
    });
}

/** Unset sorts after everything else, as PostgreSQL does it in ascending order. */
function compareValues(left: Json, right: Json): number {
  const leftUnset = left === false || left === null;
  const rightUnset = right === false || right === null;
  if (leftUnset || rightUnset) return Number(leftUnset) - Number(rightUnset);
  if (typeof left === 'number' && typeof right === 'number') return left - right;
  const [a, b] = [String(left), String(right)];
  return a < b ? -1 : a > b ? 1 : 0;
}

function compareBy(left: Rec, right: Rec, keys: readonly Key[]): number {
  for (const { name, descending } of keys) {
    const field = name === 'id' ? undefined : left.field(name);
    const order =
      field?.type === 'many2one' ? compareTargets(left, right, name) : plain(left, right, name, field?.type);
    if (order !== 0) return descending ? -order : order;
  }
  return left.id - right.id;
}

/** Booleans sort false before true; every other type knows "unset". */
function plain(left: Rec, right: Rec, name: string, type: string | undefined): number {
  if (type === 'boolean') return Number(left.flag(name)) - Number(right.flag(name));
  return compareValues(left.get(name), right.get(name));
}

function compareTargets(left: Rec, right: Rec, name: string): number {
  const [a, b] = [left.one(name), right.one(name)];
  if (!a || !b) return Number(a === undefined) - Number(b === undefined);
  return a.id === b.id ? 0 : compareBy(a, b, parse(a.model.order ?? 'id', a.model));
}

export function sortRecords(records: Rec[], order: string, model: Model): Rec[] {
  const keys = parse(order, model);
  return records.length < 2 ? records : [...records].sort((left, right) => compareBy(left, right, keys));
}
