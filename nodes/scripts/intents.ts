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
import { orderPromises } from '../src/domain/odoo/order-promises.ts';
import { ORDER_NEEDS } from '../src/domain/odoo/rights.ts';
import { casesSection, unexplained } from './intent-cases.ts';

const HEAD = `# Intents

Made by \`npm run generate\` from the intents' definitions. A flow says what it wants in these words; only the tables of each
Odoo version know models and methods. Every intent carries \`kind\`, \`key\` (of the event), \`partition\` (its order of delivery) and
\`at\` (when it happened); what else it is given stands with it. A reference is \`{id, by, value}\`: the plant's name, and the external id,
code, barcode or name of the one record in Odoo.`;

const PROOF = `## Where they are proven

*Proven*: the intent's contract suite runs there and must pass. It tells the intent once, again and by several writers at once,
refuses what is wrong, and loses the answer where Odoo would do it twice. The simulated Odoo runs in every test run; the real ones
run the same suite where they can be started. Posting by batch action, the real ones are told every intent once and again in every
run (Odoo 19 by JSON-2; what differs by JSON-RPC is one call); the whole suite with \`LIVE_BATCH=whole\`.`;

/** The intents about an order's quantities need the same rights: they are carried out together. */
const ofOrders: readonly Described[] = orderIntentSchema.options.map((schema) => {
  const kind = schema.shape.kind.value;
  const { title, ...promised } = orderPromises[kind];
  return { kind, title, promised, needs: ORDER_NEEDS, schema };
});

const specs = catalogue as readonly unknown[] as readonly IntentSpec[];

export function intentsPage(root: string): string {
  const all = [...ofOrders, ...specs];
  const proof = [PROOF, proofTable(contractText(root), batchCore(root)), casesSection(root, all)];
  return `${[HEAD, ...proof, ...all.map(section)].join('\n\n')}\n`;
}

/** Kinds that no contract suite names. */
export const unproven = (root: string): string[] => {
  const suites = contractText(root);
  return specs.map(({ kind }) => kind).filter((kind) => !suites.includes(`'${kind}'`));
};

/** Kinds that can be posted by batch action and that no real server is told in that mode. */
export const unprovenInBatch = (root: string): string[] => {
  const { kinds } = batchCore(root);
  return specs.filter(({ kind, limits }) => !limits?.batch && !kinds.has(kind)).map(({ kind }) => kind);
};

/** Cases of an intent that no day shows, without a reason. */
export const casesUnexplained = (root: string): string[] => unexplained(root, [...ofOrders, ...specs]);

const FOLDER = 'test/contract/intents';
const BATCH_CORE = 'in-batch.ts';

interface BatchCore {
  readonly kinds: ReadonlySet<string>;
  /** Why not on Odoo 14, by kind. */
  readonly notOn14: ReadonlyMap<string, string>;
}

function batchCore(root: string): BatchCore {
  const text = readFileSync(join(root, FOLDER, BATCH_CORE), 'utf8');
  const [, core = ''] = /const inBatch[^{]*\{([\s\S]*?)\n\};/.exec(text) ?? [];
  const [, not14 = ''] = /\n {2}14: \{([\s\S]*?)\},\n/.exec(text) ?? [];
  return {
    kinds: new Set([...core.matchAll(/^ {2}(\w+):/gm)].map(([, kind = '']) => kind)),
    notOn14: new Map([...not14.matchAll(/(\w+): '([^']*)'/g)].map(([, kind = '', reason = '']) => [kind, reason])),
  };
}

/** Read, never run: the page must not depend on a server. */
function contractText(root: string): string {
  const folder = join(root, FOLDER);
  return readdirSync(folder)
    .filter((file) => file.endsWith('.ts') && file !== BATCH_CORE)
    .map((file) => readFileSync(join(folder, file), 'utf8'))
    .join('\n');
}

function proofTable(suites: string, core: BatchCore): string {
  const orders = orderIntentSchema.options.map((option) => row(option.shape.kind.value, {}, ALWAYS));
  const others = specs.map(({ kind, limits = {} }) => {
    const v14Batch = limits.v14 ?? limits.batch ?? core.notOn14.get(kind);
    const proven = { whole: suites.includes(`'${kind}'`), batch: core.kinds.has(kind) };
    return row(kind, { ...limits, ...(v14Batch ? { v14Batch } : {}) }, proven);
  });
  return [
    '| Intent | Simulated, calls | Simulated, batch action | Odoo 19, JSON-2 | Odoo 19, JSON-RPC | Odoo 19, batch action | Odoo 14, JSON-RPC | Odoo 14, batch action |',
    '| --- | --- | --- | --- | --- | --- | --- | --- |',
    ...orders,
    ...others,
    ...['', 'Not in the table:', ''],
    ...specs.flatMap(({ kind, unproven }) => (unproven ? [`- \`${kind}\`: ${unproven}`] : [])),
  ].join('\n');
}

type Limits = NonNullable<IntentSpec['limits']> & { readonly v14Batch?: string };
type Proven = Readonly<Record<'whole' | 'batch', boolean>>;
const ALWAYS: Proven = { whole: true, batch: true };

function row(kind: string, limits: Limits, proven: Proven): string {
  const cell = (reason: string | undefined, by: keyof Proven = 'whole'): string =>
    reason ? `no: ${reason}` : proven[by] ? 'proven' : 'not proven';
  const cells = [
    ...[cell(undefined), cell(limits.batch), cell(limits.v19), cell(limits.v19)],
    ...[cell(limits.v19 ?? limits.batch, 'batch'), cell(limits.v14), cell(limits.v14Batch, 'batch')],
  ];
  return `| \`${kind}\` | ${cells.join(' | ')} |`;
}

interface Described extends Pick<IntentSpec, 'kind' | 'title' | 'promised' | 'needs'> {
  readonly schema: z.ZodObject;
}

function section(spec: Described): string {
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

interface Field {
  readonly type?: string;
  readonly enum?: readonly unknown[];
  readonly properties?: Readonly<Record<string, unknown>>;
}

function inputs(spec: Described): string {
  const schema = z.toJSONSchema(spec.schema, { io: 'input', unrepresentable: 'any' });
  const required = new Set(schema.required ?? []);
  const own = Object.entries(schema.properties ?? {}).filter(([name]) => name !== 'kind' && !(name in standing));
  const words = own.map(([name, value]) => `\`${name}\`${typeOf(value as Field, required.has(name))}`);
  return words.join(', ') || 'nothing more';
}

function typeOf(value: Field, isRequired: boolean): string {
  const properties = Object.keys(value.properties ?? {}).join();
  const kind = value.enum
    ? value.enum.map(String).join(' or ')
    : properties === 'id,by,value'
      ? 'reference'
      : value.type;
  const notes = [...(kind && kind !== 'string' ? [kind] : []), ...(isRequired ? [] : ['optional'])];
  return notes.length > 0 ? ` (${notes.join(', ')})` : '';
}
