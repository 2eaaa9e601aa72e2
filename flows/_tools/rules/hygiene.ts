/** A flow holds the purpose alone: no secret, no address, no word of Odoo's interface, no code of one plant. */
import { eventNames } from '../../../nodes/src/domain/canonical/registry.ts';
import { about, type Finding, type Rule } from '../finding.ts';
import type { FlowNode } from '../flow-file.ts';
import { PREFIX } from '../palette.ts';

interface Text {
  readonly node: FlowNode;
  readonly key: string;
  readonly value: string;
}

/** Keys whose values refer to parts of the flow itself. */
const STRUCTURE = ['id', 'type', 'z', 'g', 'wires', 'links', 'scope', 'nodes'];
const SECRET_KEY = /pass(word|phrase)?$|secret|token|api_?key|credential|private_?key/i;
const SECRET_VALUE = [/\b[0-9a-f]{32,}\b/i, /-----BEGIN/, /\beyJ[\w-]{10,}\./, /\bBearer\s+\S+/];
/** Fields that say where a secret is found, or under which name it travels. */
const SAYS_WHERE = /(Variable|Header)$/;
const VARIABLE = /^\$\{[A-Z][A-Z0-9_]*\}$/;
const ADDRESS = [
  /\b[a-z][a-z0-9+.-]*:\/\/\S+/i,
  /\b(?:\d{1,3}\.){3}\d{1,3}\b/,
  /\blocalhost\b/i,
  /\b(?:[a-z0-9-]+\.)+(?:com|net|org|io|eu|de|at|ch|dev|cloud|local|lan|internal|corp)\b/i,
  /\[[0-9a-f:]{3,}\]/i,
];
const ADDRESS_KEYS = /^(tcpHost|tcpPort|host|hostname|port|broker|url|endpoint|server)$/;
const ODOO = [
  /\b(?:mrp|stock|product|uom|res|ir|sale|purchase|account|quality|maintenance|repair|crm|hr|mail)\.[a-z]+[a-z_.]*/,
  /\b(?:button|action)_[a-z]+(?:_[a-z]+)*\b/,
  /\b(?:search_read|read_group|execute_kw|name_search|fields_get|set_qty_producing|qty_producing|lot_producing_ids?)\b/,
  /\b(?:move_raw_ids|move_finished_ids|move_line_ids|skip_backorder|skip_consumption|vals_list)\b/,
];
const PLANT_SHAPES = [/\bns=\d+;[isgb]=/, /\bnsu=/, /\b[A-Z0-9]+\/(?:MO|OUT|IN|PICK|INT)\/\d+/];

export const holdsNoSecret: Rule = ({ template, palette }) => {
  const findings: Finding[] = [];
  for (const node of template.flow) {
    if (node.credentials !== undefined) {
      findings.push(about('secret', node, 'carries `credentials`', 'Write the flow with `npm run flow:save`.'));
    }
    const shape = palette.nodes.get(node.type)?.config.shape ?? {};
    for (const [field, schema] of Object.entries(shape)) {
      const isSecret = palette.fieldFacts(schema as Parameters<typeof palette.fieldFacts>[0])?.secret === true;
      if (isSecret && node[field] !== undefined) {
        const remedy = 'Remove it: secrets come from the credential store or an environment variable.';
        findings.push(about('secret', node, `carries the secret field \`${field}\``, remedy));
      }
    }
  }
  for (const { node, key, value } of textsOf(template.flow)) {
    const named = SECRET_KEY.test(key) && !SAYS_WHERE.test(key) && value !== '' && !VARIABLE.test(value);
    if (named || SECRET_VALUE.some((pattern) => pattern.test(value))) {
      const remedy = 'Remove it, or name an environment variable in a dollar and braces.';
      findings.push(about('secret', node, `\`${key}\` looks like a secret`, remedy));
    }
  }
  return findings;
};

export const holdsNoAddress: Rule = ({ template }) =>
  textsOf(template.flow).flatMap(({ node, key, value }) => {
    const hit = matchOf(ADDRESS, value) ?? (isFixedAddress(node, key, value) ? value : undefined);
    const remedy = 'Name a site pack endpoint, or an environment variable in a dollar and braces.';
    return hit ? [about('address', node, `\`${key}\` holds the address ${hit}`, remedy)] : [];
  });

/** A host or port field of a partner's node must be a variable, whatever its value looks like. */
function isFixedAddress(node: FlowNode, key: string, value: string): boolean {
  if (node.type.startsWith(PREFIX)) return false;
  const field = key.split('.').at(-1) ?? key;
  return ADDRESS_KEYS.test(field) && value !== '' && !VARIABLE.test(value) && !value.startsWith('plantwire.');
}

/** The name of an event type may look like a model; as a whole value it is none. */
const isEventName = (value: string): boolean => (eventNames as readonly string[]).includes(value);

export const speaksNoOdoo: Rule = ({ template }) =>
  textsOf(template.flow).flatMap(({ node, key, value }) => {
    const hit = isEventName(value) ? undefined : matchOf(ODOO, value);
    const remedy = 'Say what the plant wants; models and methods belong to the dialects of the odoo nodes.';
    return hit ? [about('odoo-word', node, `\`${key}\` speaks Odoo's interface: ${hit}`, remedy)] : [];
  });

export const holdsNoSiteCode: Rule = ({ template, siteCodes }) =>
  textsOf(template.flow).flatMap(({ node, key, value }) => {
    const shape = matchOf(PLANT_SHAPES, value);
    const code = shape ?? [...siteCodes.keys()].find((candidate) => holdsWord(value, candidate));
    if (!code) return [];
    const from = siteCodes.get(code);
    const remedy = 'Move it to the site pack; a flow names the pack only.';
    return [about('site-code', node, `\`${key}\` holds ${code}${from ? ` of site pack ${from}` : ''}`, remedy)];
  });

function holdsWord(text: string, word: string): boolean {
  const at = text.indexOf(word);
  if (at < 0) return false;
  const isEdge = (character: string | undefined): boolean => character === undefined || !/[\w/.-]/.test(character);
  return isEdge(text[at - 1]) && isEdge(text[at + word.length]);
}

function matchOf(patterns: readonly RegExp[], value: string): string | undefined {
  for (const pattern of patterns) {
    const match = pattern.exec(value);
    if (match) return match[0];
  }
  return undefined;
}

function textsOf(flow: readonly FlowNode[]): readonly Text[] {
  return flow.flatMap((node) =>
    Object.entries(node)
      .filter(([key]) => !STRUCTURE.includes(key))
      .flatMap(([key, value]) => textsIn(node, key, value)),
  );
}

function textsIn(node: FlowNode, key: string, value: unknown): readonly Text[] {
  if (typeof value === 'string') return [{ node, key, value }];
  if (typeof value === 'number') return [{ node, key, value: String(value) }];
  if (Array.isArray(value)) return value.flatMap((item, index) => textsIn(node, `${key}.${index}`, item));
  if (value === null || typeof value !== 'object') return [];
  return Object.entries(value).flatMap(([inner, item]) => textsIn(node, `${key}.${inner}`, item));
}
