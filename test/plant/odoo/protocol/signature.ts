/** Binds the arguments of a call to the parameters of a method, with Python's complaints. */
import { typeError, unprocessable } from '../orm/error.ts';
import type { Arguments, Method, Model } from '../orm/model.ts';
import type { Json, Vals } from '../orm/value.ts';

interface Parameter {
  readonly name: string;
  readonly optional: boolean;
}

const parametersOf = (method: Method): Parameter[] =>
  method.parameters
    .filter((entry) => !entry.startsWith('**'))
    .map((entry) => ({ name: entry.replace('?', ''), optional: entry.endsWith('?') }));

const takesStrangers = (method: Method): boolean => method.parameters.some((entry) => entry.startsWith('**'));

/** JSON-2: everything is named. */
export function bindNamed(method: Method, named: Vals): Arguments {
  const parameters = parametersOf(method);
  const strangers = Object.keys(named).filter((name) => !parameters.some((entry) => entry.name === name));
  for (const { name, optional } of parameters)
    if (!optional && !(name in named)) throw unprocessable(`missing a required argument: '${name}'`);
  if (strangers.length > 0 && !takesStrangers(method))
    throw unprocessable(`got an unexpected keyword argument '${strangers[0]}'`);
  return collect(method, named, strangers);
}

function collect(method: Method, named: Vals, strangers: readonly string[]): Arguments {
  if (!takesStrangers(method)) return named;
  const args = { ...named };
  const kwargs: Vals = {};
  for (const name of strangers) {
    kwargs[name] = named[name] ?? null;
    delete args[name];
  }
  return { ...args, kwargs };
}

/** `stock.lot` is the class `StockLot` in the texts of Python's own errors. */
const className = (model: Model): string =>
  model.name
    .split('.')
    .map((part) => part.charAt(0).toUpperCase() + part.slice(1))
    .join('');

/** JSON-RPC: positional arguments first, the rest by name. */
export function bindPositional(
  model: Model,
  methodName: string,
  method: Method,
  positional: readonly Json[],
  named: Vals,
): Arguments {
  const parameters = parametersOf(method);
  const args: Vals = { ...named };
  if (positional.length > parameters.length)
    throw typeError(
      `${className(model)}.${methodName}() takes ${parameters.length + 1} positional arguments but ${positional.length + 1} were given`,
    );
  for (const [at, value] of positional.entries()) {
    const parameter = parameters[at];
    if (parameter) args[parameter.name] = value;
  }
  const missing = parameters
    .filter(({ name, optional }) => !optional && !(name in args))
    .map(({ name }) => `'${name}'`);
  if (missing.length > 0)
    throw typeError(
      `${className(model)}.${methodName}() missing ${missing.length} required positional argument${missing.length > 1 ? 's' : ''}: ${missing.join(' and ')}`,
    );
  const strangers = Object.keys(args).filter((name) => !parameters.some((entry) => entry.name === name));
  if (strangers.length > 0 && !takesStrangers(method))
    throw typeError(`${className(model)}.${methodName}() got an unexpected keyword argument '${strangers[0]}'`);
  return collect(method, args, strangers);
}
