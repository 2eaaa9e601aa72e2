/**
 * A schema as a plain function for what is right, which is nearly everything: what surely keeps the schema comes back as zod
 * would give it, anything else is `UNSURE`, and zod's to judge and to put into words. Inputs are plain JSON.
 */
import type { z } from 'zod';

export const UNSURE: unique symbol = Symbol('unsure');
type Read = (input: unknown) => unknown;

export interface Reader<S extends z.ZodType> {
  safeParse(input: unknown): z.ZodSafeParseResult<z.output<S>>;
}

/** `keep`: objects that need no change are given back themselves; `copy`: never the caller's own. */
export type Sharing = 'keep' | 'copy';

export function surely<S extends z.ZodType>(schema: S, sharing: Sharing): Reader<S> {
  let read: Read | undefined;
  return {
    safeParse(input) {
      read ??= readOf(schema, sharing);
      const output = read(input);
      return output === UNSURE ? schema.safeParse(input) : { success: true, data: output as z.output<S> };
    },
  };
}

/** What is not in this table is read by zod itself, where it stands. */
function readOf(schema: z.core.$ZodType, sharing: Sharing): Read {
  const { def } = (schema as z.core.$ZodTypes)._zod;
  switch (def.type) {
    case 'string':
      return def.coerce === true ? byZod(schema) : text(schema, def);
    case 'number':
      return def.coerce === true ? byZod(schema) : number(schema, def);
    case 'boolean':
      return bare(schema, (input) => (typeof input === 'boolean' ? input : UNSURE));
    case 'literal':
    case 'enum':
      return choice(schema);
    case 'unknown':
      return bare(schema, (input) => input);
    case 'optional':
      return around(def.innerType, sharing, undefined);
    case 'nullable':
      return around(def.innerType, sharing, null);
    case 'default':
      return withDefault(def, sharing);
    case 'array':
      return list(schema, def, sharing);
    case 'object':
      return object(schema, def, sharing);
    case 'union':
      return union(schema, sharing);
    default:
      return byZod(schema);
  }
}

function byZod(schema: z.core.$ZodType): Read {
  const { run } = schema._zod;
  return (input) => {
    const read = run({ value: input, issues: [] }, { async: false });
    return read instanceof Promise || read.issues.length > 0 ? UNSURE : read.value;
  };
}

const checksOf = (schema: z.core.$ZodType): readonly z.core.$ZodCheckDef[] =>
  (schema._zod.def.checks ?? []).map((check) => check._zod.def);

const bare = (schema: z.core.$ZodType, read: Read): Read => (checksOf(schema).length === 0 ? read : byZod(schema));

/** Formats that are a pattern and nothing else. */
const PATTERNED: ReadonlySet<unknown> = new Set(['regex', 'datetime', 'date', 'duration']);

type Test<T> = (value: T) => boolean;

function text(schema: z.core.$ZodType, def: z.core.$ZodStringDef): Read {
  const own = 'format' in def ? [def as unknown as z.core.$ZodCheckDef] : [];
  const tests = [...own, ...checksOf(schema)].map(textTest);
  if (tests.includes(undefined)) return byZod(schema);
  const [first, second = always, ...more] = tests as Test<string>[];
  if (more.length > 0) return byZod(schema);
  if (first === undefined) return (input) => (typeof input === 'string' ? input : UNSURE);
  return (input) => (typeof input === 'string' && first(input) && second(input) ? input : UNSURE);
}

const always = (): boolean => true;

function textTest(def: z.core.$ZodCheckDef): Test<string> | undefined {
  const { check, format, pattern, minimum, maximum } = def as unknown as Readonly<Record<string, unknown>>;
  if (check === 'string_format' && PATTERNED.has(format) && pattern instanceof RegExp) {
    return pattern.global || pattern.sticky ? undefined : (value) => pattern.test(value);
  }
  // Zod counts characters, which are at most as many as the units of the text.
  if (check === 'max_length' && typeof maximum === 'number') return (value) => value.length <= maximum;
  if (check !== 'min_length' || typeof minimum !== 'number') return undefined;
  if (minimum <= 1) return (value) => value.length >= minimum;
  return (value) => value.length >= minimum && characters(value) >= minimum;
}

function characters(text: string): number {
  let count = 0;
  for (const _character of text) count += 1;
  return count;
}

function number(schema: z.core.$ZodType, def: z.core.$ZodNumberDef): Read {
  const format = 'format' in def ? def.format : undefined;
  if (format !== undefined && format !== 'safeint') return byZod(schema);
  let [least, most] = [Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY];
  for (const check of checksOf(schema)) {
    const { check: kind, value, inclusive } = check as unknown as Readonly<Record<string, unknown>>;
    if (typeof value !== 'number' || inclusive !== true) return byZod(schema);
    if (kind === 'greater_than') least = Math.max(least, value);
    else if (kind === 'less_than') most = Math.min(most, value);
    else return byZod(schema);
  }
  const isOne = format === 'safeint' ? Number.isSafeInteger : Number.isFinite;
  return (input) => (typeof input === 'number' && isOne(input) && input >= least && input <= most ? input : UNSURE);
}

function choice(schema: z.core.$ZodType): Read {
  const { values } = schema._zod;
  if (values === undefined) return byZod(schema);
  return bare(schema, (input) => (values.has(input as z.core.util.Primitive) ? input : UNSURE));
}

function around(inner: z.core.$ZodType, sharing: Sharing, pass: null | undefined): Read {
  const read = readOf(inner, sharing);
  const isPlain = inner._zod.optin !== 'defaulted';
  return (input) => {
    if (input !== pass) return read(input);
    return isPlain ? pass : UNSURE;
  };
}

function withDefault(def: z.core.$ZodDefaultDef, sharing: Sharing): Read {
  const read = readOf(def.innerType, sharing);
  return (input) => (input === undefined ? def.defaultValue : read(input));
}

function list(schema: z.core.$ZodType, def: z.core.$ZodArrayDef, sharing: Sharing): Read {
  const read = readOf(def.element, sharing);
  let [least, most] = [0, Number.POSITIVE_INFINITY];
  for (const check of checksOf(schema)) {
    const { check: kind, minimum, maximum } = check as unknown as Readonly<Record<string, unknown>>;
    if (kind === 'min_length' && typeof minimum === 'number') least = Math.max(least, minimum);
    else if (kind === 'max_length' && typeof maximum === 'number') most = Math.min(most, maximum);
    else return byZod(schema);
  }
  return (input) => {
    if (!Array.isArray(input) || input.length < least || input.length > most) return UNSURE;
    let output: unknown[] | undefined = sharing === 'copy' ? input.slice() : undefined;
    for (let at = 0; at < input.length; at += 1) {
      const item = read(input[at]);
      if (item === UNSURE) return UNSURE;
      if (item === input[at]) continue;
      output ??= input.slice();
      output[at] = item;
    }
    return output ?? input;
  };
}

type Unnamed = 'refused' | 'kept';

interface Field {
  readonly name: string;
  readonly read: Read;
  /** What the field is when it is not there; `needed` has nothing to stand for it. */
  readonly absent: 'optional' | 'default' | 'needed';
}

function object(schema: z.core.$ZodType, def: z.core.$ZodObjectDef, sharing: Sharing): Read {
  const catchall = def.catchall?._zod.def.type;
  const unnamed: Unnamed = catchall === 'unknown' || catchall === 'any' ? 'kept' : 'refused';
  if (checksOf(schema).length > 0 || Object.getOwnPropertySymbols(def.shape).length > 0) return byZod(schema);
  const fields = Object.entries(def.shape).map(([name, field]): Field => {
    const { optin, optout } = field._zod;
    const isOptional = optin === 'optional' && optout === 'optional';
    const absent = field._zod.def.type === 'default' ? 'default' : isOptional ? 'optional' : 'needed';
    return { name, read: readOf(field, sharing), absent };
  });
  return sharing === 'copy' && unnamed === 'refused' ? copied(fields) : kept(fields, unnamed);
}

const isObject = (input: unknown): input is Readonly<Record<string, unknown>> =>
  typeof input === 'object' && input !== null && !Array.isArray(input);

function kept(fields: readonly Field[], unnamed: Unnamed): Read {
  return (input) => {
    if (!isObject(input)) return UNSURE;
    let output: Record<string, unknown> | undefined;
    let named = 0;
    for (const { name, read, absent } of fields) {
      const value = input[name];
      if (value === undefined && !Object.hasOwn(input, name)) {
        if (absent === 'needed') return UNSURE;
        if (absent === 'optional') continue;
      } else named += 1;
      const got = read(value);
      if (got === UNSURE) return UNSURE;
      if (got === value) continue;
      output ??= { ...input };
      output[name] = got;
    }
    if (unnamed === 'refused' && Object.keys(input).length !== named) return UNSURE;
    return output ?? input;
  };
}

function copied(fields: readonly Field[]): Read {
  return (input) => {
    if (!isObject(input)) return UNSURE;
    const output: Record<string, unknown> = {};
    let named = 0;
    for (const { name, read, absent } of fields) {
      const value = input[name];
      if (value === undefined && !Object.hasOwn(input, name)) {
        if (absent === 'needed') return UNSURE;
        if (absent === 'optional') continue;
      } else named += 1;
      const got = read(value);
      if (got === UNSURE) return UNSURE;
      output[name] = got;
    }
    return Object.keys(input).length === named ? output : UNSURE;
  };
}

/** The first option that is sure is the one zod takes; with a discriminator no other is asked. */
function union(schema: z.core.$ZodType, sharing: Sharing): Read {
  const def = schema._zod.def as z.core.$ZodUnionDef & { readonly discriminator?: string };
  const { discriminator } = def;
  if (checksOf(schema).length > 0 || discriminator === undefined) return byZod(schema);
  const byValue = new Map<unknown, Read>();
  for (const option of def.options) {
    const values = option._zod.propValues?.[discriminator];
    if (values === undefined) return byZod(schema);
    const read = readOf(option, sharing);
    for (const value of values) byValue.set(value, read);
  }
  return (input) => (isObject(input) ? (byValue.get(input[discriminator])?.(input) ?? UNSURE) : UNSURE);
}
