/**
 * `nodes/docs/intents.md`: what every intent promises, what it is given, and on which servers its contract runs. Made of
 * the intents' own definitions and of the contract suites' text: an intent that no suite names shows as unproven.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { catalogue } from '../src/domain/odoo/intents/catalogue.ts';
import { type IntentSpec, standing } from '../src/domain/odoo/intents/spec.ts';
import { orderIntentSchema } from '../src/domain/odoo/order-intent.ts';

const HEAD = `# Intents

Made by \`npm run generate\` from the intents' definitions. A flow says what it wants in these words; only the tables of each
Odoo version know models and methods. Every intent carries \`kind\`, \`key\` (of the event), \`partition\` (its order of delivery) and
\`at\` (when it happened); what else it is given stands with it. A reference is \`{id, by, value}\`: the plant's name, and the external id,
code, barcode or name of the one record in Odoo.`;

const PROOF = `## Where they are proven

*Proven*: the intent's contract suite runs there and must pass. It tells the intent once, again and by several writers at once,
refuses what is wrong, and loses the answer where Odoo would do it twice. The simulated Odoo runs in every test run; the real ones
run the same suite where they can be started. Posting by batch action, the real ones run its core in every run; all of it with
\`LIVE_BATCH=whole\`.`;

const specs = catalogue as readonly unknown[] as readonly IntentSpec[];

export function intentsPage(root: string): string {
  return `${[HEAD, PROOF, proofTable(contractText(root)), ...specs.map(section)].join('\n\n')}\n`;
}

/** Kinds that no contract suite names. */
export const unproven = (root: string): string[] => {
  const suites = contractText(root);
  return specs.map(({ kind }) => kind).filter((kind) => !suites.includes(`'${kind}'`));
};

/** Read, never run: the page must not depend on a server. */
function contractText(root: string): string {
  const folder = join(root, 'test/contract/intents');
  return readdirSync(folder)
    .map((file) => readFileSync(join(folder, file), 'utf8'))
    .join('\n');
}

function proofTable(suites: string): string {
  const orders = orderIntentSchema.options.map((option) => row(option.shape.kind.value, {}, true));
  const others = specs.map((spec) => row(spec.kind, spec.limits ?? {}, suites.includes(`'${spec.kind}'`)));
  return [
    '| Intent | Simulated, calls | Simulated, batch action | Odoo 19, JSON-2 | Odoo 19, JSON-RPC | Odoo 14, JSON-RPC |',
    '| --- | --- | --- | --- | --- | --- |',
    ...orders,
    ...others,
  ].join('\n');
}

type Limits = NonNullable<IntentSpec['limits']>;

function row(kind: string, limits: Limits, isProven: boolean): string {
  const cell = (reason: string | undefined): string => (reason ? `no: ${reason}` : isProven ? 'proven' : 'not proven');
  const cells = [undefined, limits.batch, limits.v19, limits.v19, limits.v14].map(cell);
  return `| \`${kind}\` | ${cells.join(' | ')} |`;
}

function section(spec: IntentSpec): string {
  const { does, postCondition, once, wizards, undo } = spec.promised;
  const needs = spec.needs.map(([model, operation, app]) => `${operation} \`${model}\` (${app})`).join(', ');
  return [
    `## \`${spec.kind}\``,
    `${spec.title}. ${does}`,
    `- *Done when*: ${postCondition}`,
    `- *Once*: ${once}`,
    `- *Questions of Odoo*: ${wizards}`,
    `- *Taken back*: ${undo}`,
    `- *Rights*: ${needs || 'those of the model that the message names'}`,
    `- *Given*: ${inputs(spec)}`,
  ]
    .join('\n')
    .replace('\n- *Done', '\n\n- *Done')
    .replace('`\n', '`\n\n');
}

interface Described {
  readonly type?: string;
  readonly enum?: readonly unknown[];
  readonly properties?: Readonly<Record<string, unknown>>;
}

function inputs(spec: IntentSpec): string {
  const schema = z.toJSONSchema(spec.schema, { io: 'input', unrepresentable: 'any' });
  const required = new Set(schema.required ?? []);
  const own = Object.entries(schema.properties ?? {}).filter(([name]) => name !== 'kind' && !(name in standing));
  const words = own.map(([name, value]) => `\`${name}\`${typeOf(value as Described, required.has(name))}`);
  return words.join(', ') || 'nothing more';
}

function typeOf(value: Described, isRequired: boolean): string {
  const properties = Object.keys(value.properties ?? {}).join();
  const kind = value.enum
    ? value.enum.map(String).join(' or ')
    : properties === 'id,by,value'
      ? 'reference'
      : value.type;
  const notes = [...(kind && kind !== 'string' ? [kind] : []), ...(isRequired ? [] : ['optional'])];
  return notes.length > 0 ? ` (${notes.join(', ')})` : '';
}
