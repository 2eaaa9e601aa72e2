/** What a model is: its table of fields, its public methods, and its rules around create, write and delete. */
import type { Environment } from './environment.ts';
import type { Field } from './field.ts';
import type { Rec } from './record.ts';
import type { Json, Vals } from './value.ts';

/** Arguments of a call after they were bound to names. */
export type Arguments = Vals;

export interface Method {
  /** `record`: works on `ids` and does nothing without them. `model`: takes no ids. */
  readonly on: 'record' | 'model';
  /** Parameter names in positional order; `name?` is optional, `**name` collects the unknown ones. */
  readonly parameters: readonly string[];
  /** `undefined` is Python's None. */
  readonly run: (env: Environment, model: Model, ids: number[], args: Arguments) => Json | undefined;
}

export interface Model {
  readonly name: string;
  readonly label: string;
  /** Default order, e.g. `sequence, id`. */
  readonly order?: string;
  readonly recordName?: string;
  readonly fields: Readonly<Record<string, Field>>;
  readonly methods?: Readonly<Record<string, Method>>;
  /** What a user without administration rights may do: any of `rwcu`. Defaults to nothing. */
  readonly access?: string;
  /** Looks its fields up before a write, so that an unknown one is a KeyError instead of a ValueError. */
  readonly looksUpWrites?: boolean;
  readonly displayName?: (record: Rec) => string;
  /** Looks at the values of a create before anything is converted. */
  readonly inspect?: (vals: Vals) => void;
  /** Fills what Odoo computes when a record is created; may change `vals`. */
  readonly prepare?: (env: Environment, vals: Vals) => void;
  readonly create?: (env: Environment, vals: Vals, base: (vals: Vals) => Rec) => Rec;
  /** Called for a record that `load` has just created under an external id. */
  readonly loaded?: (record: Rec, externalId: string) => void;
  readonly write?: (records: Rec[], vals: Vals, base: (vals: Vals) => void) => void;
  readonly unlink?: (records: Rec[], base: () => void) => void;
  /** Called after stored values changed, whoever changed them. */
  readonly changed?: (record: Rec, fields: readonly string[]) => void;
  /** Constraints, checked after create and write of the named fields. */
  readonly check?: (record: Rec, fields: readonly string[]) => void;
}

export const model = (definition: Model): Model => definition;

type Run = (record: Rec, args: Arguments) => Json | undefined;

/** A record method that runs once per record and answers `true` (also for no record at all). */
export const each = (run: (record: Rec, args: Arguments) => void, parameters: readonly string[] = []): Method => ({
  on: 'record',
  parameters,
  run: (env, definition, ids, args) => {
    for (const record of env.existing(definition.name, ids)) run(record, args);
    return true;
  },
});

/** Like `each`, but answers null. */
export const silently = (run: (record: Rec, args: Arguments) => void, parameters: readonly string[] = []): Method => ({
  ...each(run, parameters),
  run: (env, definition, ids, args) => {
    for (const record of env.existing(definition.name, ids)) run(record, args);
    return undefined;
  },
});

/** A record method that insists on exactly one record. */
export const single = (run: Run, parameters: readonly string[] = []): Method => ({
  on: 'record',
  parameters,
  run: (env, definition, ids, args) => run(env.one(definition.name, ids), args),
});

/** A record method over the whole set. */
export const all = (
  run: (records: Rec[], args: Arguments, env: Environment) => Json | undefined,
  parameters: readonly string[] = [],
): Method => ({
  on: 'record',
  parameters,
  run: (env, definition, ids, args) => run(env.existing(definition.name, ids), args, env),
});

/** A method that belongs to the model, not to records. */
export const onModel = (
  run: (env: Environment, args: Arguments, definition: Model) => Json | undefined,
  parameters: readonly string[] = [],
): Method => ({ on: 'model', parameters, run: (env, definition, _ids, args) => run(env, args, definition) });
