/** The only file that reads the process environment: checks every variable before anything starts, and hands out typed values. */
import { existsSync } from 'node:fs';
import path from 'node:path';
import process from 'node:process';
import type { z } from 'zod';
import { didYouMean, EXIT_CONFIGURATION, type Problem, problemTable } from './problems.ts';
import { rows, type VariableName, variableNames, variables } from './variables.ts';

type Raw = Readonly<Record<string, string | undefined>>;
type Table = typeof variables;
/** A variable with a fallback always has a value. */
type Optional<N extends VariableName> = Table[N] extends { fallback: string } ? never : undefined;

export type Environment = { readonly [N in VariableName]: z.output<Table[N]['rule']> | Optional<N> };

export interface Reading {
  readonly environment: Environment;
  readonly problems: readonly Problem[];
}

/** Pure: the same variables give the same reading. An empty value counts as not given. */
export function readEnvironment(raw: Raw): Reading {
  const values: Record<string, unknown> = {};
  const problems: Problem[] = [];
  for (const name of variableNames) {
    const given = raw[name] || undefined;
    const result = rows[name].rule.safeParse(given ?? rows[name].fallback ?? '');
    if (result.success) values[name] = result.data;
    else if (given !== undefined) problems.push(misfit(name, given));
  }
  const environment = values as Environment;
  return { environment, problems: [...problems, ...unknownNames(raw), ...contradictions(raw)] };
}

/** What may be shown of a value. */
export const shown = (name: VariableName, given: string | undefined): string =>
  given === undefined ? '(not set)' : rows[name].secret ? '(set, hidden)' : withoutPassword(given);

const withoutPassword = (text: string) => text.replace(/\/\/[^/@\s]*@/, '//***@');

function misfit(name: VariableName, given: string): Problem {
  const { expects, example, fallback } = rows[name];
  const todo = name === 'PLANTWIRE_PORT' && given.startsWith('tcp://') ? KUBERNETES : `For example ${name}=${example}`;
  const leave = fallback === undefined ? '' : `, or leave it out for ${fallback}`;
  return { variable: name, given: shown(name, given), wrong: `must be ${expects}`, todo: `${todo}${leave}.` };
}

const KUBERNETES = 'Kubernetes sets this for a service named plantwire: set enableServiceLinks: false on the pod';

function unknownNames(raw: Raw): Problem[] {
  const typed = Object.keys(raw).filter(
    (name) => name.startsWith('PLANTWIRE_') && !(name in rows) && name !== MODBUS_URL,
  );
  return typed.map((variable) => {
    const near = didYouMean(variable, variableNames);
    const todo = near ? `Did you mean ${near}?` : 'Remove it; .env.example lists every variable.';
    return { variable, given: '(not shown)', wrong: 'no variable of that name', todo };
  });
}

/** Made from host and port, because site packs want one address where Modbus nodes want two fields. */
const MODBUS_URL = 'PLANTWIRE_MODBUS_URL';
const modbusUrl = (host: unknown, port: unknown): string => `tcp://${host}:${port}`;

/** Rules across variables. */
function contradictions(raw: Raw): Problem[] {
  const odoo = raw.ODOO_URL
    ? needs(raw, 'ODOO_URL', ['ODOO_DB', 'ODOO_API_KEY'])
    : needs(raw, 'ODOO_API_KEY', ['ODOO_URL']).concat(raw.ODOO_API_KEY ? [] : needs(raw, 'ODOO_DB', ['ODOO_URL']));
  return [
    ...odoo,
    ...needs(raw, 'PLANTWIRE_ADMIN_USER', ['PLANTWIRE_ADMIN_PASSWORD_HASH']),
    ...needs(raw, 'PLANTWIRE_ADMIN_PASSWORD_HASH', ['PLANTWIRE_ADMIN_USER']),
    ...needs(raw, 'PLANTWIRE_TLS_CERT', ['PLANTWIRE_TLS_KEY']),
    ...needs(raw, 'PLANTWIRE_TLS_KEY', ['PLANTWIRE_TLS_CERT']),
    ...openEditor(raw),
    ...ownModbusUrl(raw),
  ];
}

function ownModbusUrl(raw: Raw): Problem[] {
  const made = modbusUrl(
    raw.PLANTWIRE_MODBUS_HOST,
    raw.PLANTWIRE_MODBUS_PORT || variables.PLANTWIRE_MODBUS_PORT.fallback,
  );
  const given = raw[MODBUS_URL] || made;
  if (given === made) return [];
  const todo = 'Set PLANTWIRE_MODBUS_HOST and PLANTWIRE_MODBUS_PORT instead.';
  return [{ variable: MODBUS_URL, given, wrong: 'is made from host and port', todo }];
}

function needs(raw: Raw, given: VariableName, needed: readonly VariableName[]): Problem[] {
  if (!raw[given]) return [];
  const missing = needed.filter((name) => !raw[name]);
  return missing.map((variable) => ({
    variable,
    given: '(not set)',
    wrong: `missing although ${given} is set`,
    todo: `Set ${variable} too (${rows[variable].meaning}) or leave ${given} out.`,
  }));
}

const LOOPBACK = /^(localhost|127\.\d+\.\d+\.\d+|::1)$/;
export const isLoopback = (host: string): boolean => LOOPBACK.test(host);

function openEditor(raw: Raw): Problem[] {
  const host = raw.PLANTWIRE_HOST || variables.PLANTWIRE_HOST.fallback;
  const editor = raw.PLANTWIRE_EDITOR || variables.PLANTWIRE_EDITOR.fallback;
  if (editor !== 'on' || isLoopback(host) || raw.PLANTWIRE_ADMIN_USER) return [];
  return [
    {
      variable: 'PLANTWIRE_ADMIN_USER',
      given: '(not set)',
      wrong: `anyone who reaches ${host} could change the flows`,
      todo: 'Set PLANTWIRE_ADMIN_USER and PLANTWIRE_ADMIN_PASSWORD_HASH, or PLANTWIRE_EDITOR=off to run without editor, or PLANTWIRE_EDITOR=open to accept it.',
    },
  ];
}

/** Reads the process's variables, `.env` of the repository below them (a variable of the process wins) and `over` above. */
export function processEnvironment(root: string, over: Readonly<Record<string, string>> = {}): Reading {
  Object.assign(process.env, over);
  const file = path.join(root, '.env');
  if (existsSync(file)) process.loadEnvFile(file);
  return readEnvironment(process.env);
}

/** Prints the table and ends the process when there is anything to say. */
export function refuse(problems: readonly Problem[]): void {
  if (problems.length === 0) return;
  process.stderr.write(`\n${problemTable(problems)}\n`);
  process.exit(EXIT_CONFIGURATION);
}

/** Makes the fallbacks visible to flows, which name addresses as `${PLANTWIRE_...}`. */
export function publish(environment: Environment): void {
  Object.assign(process.env, childVariables(environment));
}

/** Variables for a child process: this process's own, the fallbacks, and what the caller adds. */
export function childEnvironment(environment: Environment, added: Raw): NodeJS.ProcessEnv {
  return { ...process.env, ...childVariables({ ...environment, ...added }) };
}

function childVariables(values: Readonly<Record<string, unknown>>): Record<string, string> {
  const host = values['PLANTWIRE_MODBUS_HOST'];
  const made = host === undefined ? {} : { [MODBUS_URL]: modbusUrl(host, values['PLANTWIRE_MODBUS_PORT']) };
  const set = Object.entries({ ...values, ...made }).filter(([, value]) => value !== undefined);
  return Object.fromEntries(set.map(([name, value]) => [name, String(value)]));
}
