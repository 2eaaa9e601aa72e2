/** What a flow file wants of Odoo: intents by the events that come to it, and the models and fields it names itself. */
import { z } from 'zod';
import { EVENT_PREFIX } from '../../envelope.ts';
import type { EventMap } from '../../mapping/rules.ts';
import { RENAMED_FIELDS, RENAMED_MODELS } from '../dialects/renamed.ts';
import { intentKinds } from '../intent.ts';

export interface FlowFile {
  readonly name: string;
  readonly nodes: readonly FlowNode[];
  /** What is known to come to it besides what its nodes say, such as the scenarios of a template. */
  readonly told?: string;
}

export type FlowNode = z.output<typeof flowNode>;
export const flowNode = z.looseObject({ id: z.string(), type: z.string(), z: z.string().optional() });

export interface Named {
  readonly model: string;
  readonly fields: readonly string[];
}

export interface Usage {
  readonly flow: string;
  readonly kinds: readonly string[];
  /** It takes whatever comes, and nothing says what that is: every intent that maps make. */
  readonly isAnything: boolean;
  readonly names: readonly Named[];
  /** Old names that stand somewhere in it, in a function or a change node. */
  readonly mentions: readonly string[];
}

const PREFIX = 'plantwire-';

/** Events that a node makes itself. */
const MAKES: Readonly<Record<string, readonly string[]>> = {
  counter: [
    'production.output.reported',
    'production.scrap.reported',
    'production.byproduct.reported',
    'material.consumed',
    'operations.performance.reported',
  ],
  downtime: ['equipment.downtime.recorded', 'equipment.downtime.classified'],
  'opcua-source': [],
  genealogy: ['trace.gap.changed'],
};

export function usageOf({ name, nodes, told = '' }: FlowFile, maps: readonly EventMap[]): Usage {
  const own = nodes.map((node) => JSON.stringify(node)).join('\n');
  const text = `${own}\n${told}`;
  const made = new Set(nodes.flatMap(({ type }) => MAKES[type.replace(PREFIX, '')] ?? []));
  const mapped = maps.filter(({ type }) => made.has(type) || isNamed(text, type)).map(({ to }) => to);
  const direct = intentKinds.filter((kind) => new RegExp(`kind\\\\?["']?\\s*:\\s*\\\\?["']${kind}\\\\?["']`).test(own));
  const writes = nodes.some(({ type }) => type === `${PREFIX}odoo-write`);
  const isAnything = writes && mapped.length + direct.length === 0;
  const kinds = writes ? [...new Set(isAnything ? maps.map(({ to }) => to) : [...mapped, ...direct])] : [];
  return {
    flow: name,
    kinds,
    isAnything,
    names: nodes.flatMap(namedBy),
    mentions: mentioned(nodes.filter((node) => !isReading(node))),
  };
}

/** As a whole: `material.consumed`, also inside `mfg.material.consumed.v1`. */
const isNamed = (text: string, type: string): boolean =>
  new RegExp(`(^|[^a-z.])(${EVENT_PREFIX}\\.)?${type.replaceAll('.', '\\.')}(?![a-z]|\\.(?!v\\d))`).test(text);

const reading = z.looseObject({ model: z.string().min(1), fields: z.array(z.string()).default([]) });
const conditions = z.array(z.looseObject({ field: z.string() }));

const isReading = ({ type }: FlowNode): boolean => [`${PREFIX}odoo-read`, `${PREFIX}odoo-event`].includes(type);

function namedBy(node: FlowNode): Named[] {
  const parsed = isReading(node) ? reading.safeParse(node) : undefined;
  if (!parsed?.success) return [];
  const asked = conditions.safeParse(node['conditions']).data ?? [];
  // What stands behind the first dot belongs to another model.
  const fields = [...parsed.data.fields, ...asked.map(({ field }) => field)].map(
    (field) => field.split('.')[0] ?? field,
  );
  return [{ model: parsed.data.model, fields: [...new Set(fields)] }];
}

function mentioned(nodes: readonly FlowNode[]): string[] {
  const text = JSON.stringify(nodes);
  const names = [
    ...Object.keys(RENAMED_MODELS),
    ...RENAMED_FIELDS.filter(({ model }) => !model).map(({ before }) => before),
  ];
  return [...new Set(names)].filter((name) => new RegExp(`(?<!\\w)${name.replaceAll('.', '\\.')}(?!\\w)`).test(text));
}
