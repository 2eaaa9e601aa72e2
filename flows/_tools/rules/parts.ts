/** Every part of a flow is known, configured for the current version, and connected to something that exists. */
import { z } from 'zod';
import { allKinds } from '../../../nodes/src/domain/odoo/capabilities.ts';
import { about, type Finding, type Inspection, type Rule } from '../finding.ts';
import type { FlowNode } from '../flow-file.ts';
import { FOREIGN_NODES } from '../foreign-nodes.ts';
import { graphOf, outputsOf } from '../graph.ts';
import { type FieldFacts, PREFIX } from '../palette.ts';

/** Properties the editor keeps on every node; they are no configuration. */
const EDITOR_KEYS = [
  'id',
  'type',
  'z',
  'g',
  'd',
  'x',
  'y',
  'l',
  'wires',
  'info',
  'credentials',
  'inputLabels',
  'outputLabels',
  'icon',
];
/** Property in which a node keeps the version its configuration was saved with. */
export const VERSION_KEY = 'configVersion';

export const typesAreKnown: Rule = ({ template, palette }) =>
  template.flow
    .filter((node) => !palette.nodes.has(node.type) && !FOREIGN_NODES[node.type])
    .map((node) =>
      about(
        'known-type',
        node,
        `no palette of the appliance has a node type \`${node.type}\``,
        node.type.startsWith(PREFIX)
          ? 'Check the spelling against the folders under nodes/src/palette.'
          : 'Use a node of the appliance, or add the type to flows/_tools/foreign-nodes.ts with its outputs and duty.',
      ),
    );

export const configurationsParse: Rule = (inspection) =>
  inspection.template.flow.flatMap((node) => configurationFindings(inspection, node));

/** Deploying says what cannot run on an Odoo only of intents that somebody named. */
export const intentsAreNamed: Rule = ({ template }) =>
  template.flow
    .filter(({ type }) => type === `${PREFIX}odoo-write`)
    .flatMap((node) => {
      const named = String(node['intents'] ?? '')
        .split(/\s+/)
        .filter((kind) => kind !== '');
      const strange = named.filter((kind) => !allKinds.includes(kind));
      const remedy = 'Choose them in the form of the node; the choice marks those that this flow needs.';
      if (named.length === 0) return [about('intents', node, 'names no intent', remedy)];
      return strange.map((kind) => about('intents', node, `names ${kind}, which is no intent`, remedy));
    });

function configurationFindings({ palette, template }: Inspection, node: FlowNode): readonly Finding[] {
  const definition = palette.nodes.get(node.type);
  if (!definition) return [];
  const saved = node[VERSION_KEY] ?? 1;
  if (saved !== definition.version) {
    const remedy = 'Open the flow with `npm run flow:open` and write it back with `npm run flow:save`.';
    const problem = `configured for version ${saved}, the node is at ${definition.version}`;
    return [about('configuration', node, problem, remedy)];
  }
  const given = configurationOf(node);
  const factsOf = (field: string): FieldFacts => {
    const schema = definition.config.shape[field] as z.ZodType | undefined;
    return (schema && palette.fieldFacts(schema)) ?? {};
  };
  const remedy = `Set it in the editor, or compare with nodes/src/palette/${definition.type}/definition.ts.`;
  const parsed = z.strictObject(definition.config.shape).safeParse(given);
  const issues = parsed.success ? [] : parsed.error.issues.filter((issue) => !isSetElsewhere(issue, given, factsOf));
  const findings = issues.map((issue) => {
    const path = issue.code === 'unrecognized_keys' ? issue.keys.join(', ') : issue.path.join('.');
    return about('configuration', node, `\`${path}\`: ${issue.message}`, remedy);
  });
  for (const field of Object.keys(definition.config.shape)) {
    const wanted = factsOf(field).configNode;
    const id = given[field];
    if (!wanted || typeof id !== 'string' || id === '') continue;
    const target = template.flow.find((other) => other.id === id);
    if (target?.type === `${PREFIX}${wanted}`) continue;
    const found = target ? `is a ${target.type}` : 'is not in the flow';
    const select = `Select a ${PREFIX}${wanted} node and save it with the template.`;
    findings.push(about('configuration', node, `\`${field}\` names ${id}, which ${found}`, select));
  }
  return findings;
}

/** What the node itself is configured with; lists and tables may be saved as JSON text. */
function configurationOf(node: FlowNode): Record<string, unknown> {
  const own = Object.entries(node).filter(([key]) => !EDITOR_KEYS.includes(key) && key !== VERSION_KEY);
  return Object.fromEntries(own.map(([key, value]) => [key, parsed(value)]));
}

/** A text with places to fill begins like JSON and is none. */
function parsed(value: unknown): unknown {
  if (typeof value !== 'string' || !/^\s*[[{]/.test(value)) return value;
  try {
    return JSON.parse(value) as unknown;
  } catch {
    return value;
  }
}

/** A field may be left to a variable, to the environment or to the credential store. */
function isSetElsewhere(
  issue: z.core.$ZodIssue,
  given: Readonly<Record<string, unknown>>,
  factsOf: (field: string) => FieldFacts,
): boolean {
  const field = String(issue.path[0] ?? '');
  const value = given[field];
  if (typeof value === 'string' && /^\$\{[^}]+\}$/.test(value)) return true;
  const isEmpty = value === undefined || value === null || value === '';
  return isEmpty && (factsOf(field).fromEnvironment !== undefined || factsOf(field).secret === true);
}

export const wiresLand: Rule = ({ template, palette }) => {
  const graph = graphOf(template.flow);
  const ids = template.flow.map((node) => node.id);
  const twice = template.flow.filter((node, index) => ids.indexOf(node.id) !== index);
  const findings = twice.map((node) =>
    about('wire', node, 'another entry has the same id', 'Give each node of the template its own id.'),
  );
  for (const node of template.flow) {
    const outputs = outputsOf(node);
    const declared = palette.nodes.get(node.type)?.outputs?.length ?? FOREIGN_NODES[node.type]?.outputs ?? 'any';
    if (!node.type.startsWith('link') && typeof declared === 'number' && outputs.length > declared) {
      const problem = `has wires on ${outputs.length} outputs but ${declared} exist`;
      findings.push(about('wire', node, problem, 'Remove the wires of the outputs that are gone.'));
    }
    for (const id of outputs.flat()) {
      const target = graph.nodes.get(id);
      if (!target) {
        findings.push(
          about('wire', node, `leads to ${id}, which is not in the flow`, 'Remove the wire or add the node.'),
        );
      } else if (!takesInput(target, palette)) {
        findings.push(about('wire', node, `leads to ${id}, which takes no input`, 'Wire it to a node with an input.'));
      }
    }
  }
  const tabs = new Set(template.flow.filter((node) => node.type === 'tab').map((node) => node.id));
  for (const node of template.flow) {
    if (node.z !== undefined && !tabs.has(node.z)) {
      findings.push(about('wire', node, `stands on tab ${node.z}, which is not in the flow`, 'Save the tab with it.'));
    }
  }
  return findings;
};

function takesInput(node: FlowNode, palette: Inspection['palette']): boolean {
  const own = palette.nodes.get(node.type);
  if (own) return (own.inputs?.length ?? 0) > 0;
  // A `link in` is entered through links, not wires.
  return node.type === 'link in' || (FOREIGN_NODES[node.type]?.input ?? true);
}
