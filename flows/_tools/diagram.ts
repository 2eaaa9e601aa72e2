/**
 * `node flows/_tools/diagram.ts [--check]`: diagram and tables of every template page, and the catalogue, from the
 * flows themselves. With `--check` nothing is written; exit code 1 when a page is not what it should be.
 */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { classTable } from './delivery-class.ts';
import type { FlowNode } from './flow-file.ts';
import { type Graph, graphOf } from './graph.ts';
import { loadPalette, type Palette, PREFIX } from './palette.ts';
import { proofTable } from './proof.ts';
import { runAsMain } from './run.ts';
import { table } from './table.ts';
import { exampleName, FLOWS, readTemplates, type Template } from './template.ts';

const COMMAND = 'node flows/_tools/diagram.ts';

/** Puts `content` between the markers of a section; throws when the page has none. */
export function fillSection(page: string, section: string, content: string): string {
  const start = `<!-- ${section}:start -->`;
  const end = `<!-- ${section}:end -->`;
  const from = page.indexOf(start);
  const to = page.indexOf(end);
  if (from < 0 || to < from) throw new Error(`The page has no section between ${start} and ${end}`);
  return `${page.slice(0, from + start.length)}\n${content.trim()}\n${page.slice(to)}`;
}

export function mermaidOf(template: Template, palette: Palette): string {
  const shown = template.flow.filter((node) => node.z !== undefined && node.type !== 'comment' && node.d !== true);
  const graph = graphOf(shown);
  const lines = shown.filter((node) => !isLink(node)).map((node) => `  ${idOf(node)}${shapeOf(node)}`);
  for (const { from, port, to } of graph.edges) {
    if (isLink(from)) continue;
    const label = portLabel(from, port, palette);
    const wire = label === 'rejected' ? '-.->' : '-->';
    for (const end of behindLinks(graph, to)) {
      lines.push(`  ${idOf(from)} ${wire}${label ? `|${label}|` : ''} ${idOf(end)}`);
    }
  }
  return ['```mermaid', 'flowchart LR', ...lines, '```'].join('\n');
}

const isLink = (node: FlowNode): boolean => node.type === 'link in' || node.type === 'link out';

/** Links keep the canvas of the editor tidy; what matters is where they lead. */
function behindLinks(graph: Graph, node: FlowNode): readonly FlowNode[] {
  return isLink(node) ? graph.leaving(node).flatMap((next) => behindLinks(graph, next)) : [node];
}

function idOf(node: FlowNode): string {
  return node.id.replace(/[^A-Za-z0-9]/g, '_');
}

function shapeOf(node: FlowNode): string {
  const kind = node.type.replace(PREFIX, '');
  const text = node.name && node.name !== kind ? `${node.name}<br/><small>${kind}</small>` : kind;
  if (kind === 'dlq' || kind === 'outbox') return `[("${text}")]`;
  return ['catch', 'status', 'complete', 'inject'].includes(kind) || kind.endsWith('-source')
    ? `(["${text}"])`
    : `["${text}"]`;
}

function portLabel(node: FlowNode, port: number, palette: Palette): string {
  const outputs = palette.nodes.get(node.type)?.outputs ?? [];
  return outputs.length > 1 ? (outputs[port]?.name ?? '') : '';
}

export function nodeTable(template: Template, palette: Palette): string {
  const rows = template.flow
    .filter((node) => palette.nodes.has(node.type))
    .map((node) => [node.name || node.type, `\`${node.type}\``, palette.nodes.get(node.type)?.summary ?? '']);
  return table(['Node', 'Type', 'What it does'], rows);
}

export function variableTable(template: Template): string {
  const rows = Object.entries(template.paper.variables).map(([name, meaning]) => [`\`${name}\``, meaning]);
  return rows.length > 0 ? table(['Variable', 'Meaning'], rows) : 'The flow reads no variables.';
}

export function scenarioTable(template: Template): string {
  const rows = template.paper.scenarios.map(({ title, kind, live }) => [
    title,
    kind,
    live ? 'simulated and real' : 'simulated',
  ]);
  return table(['Scenario', 'Kind', 'Odoo'], rows);
}

export function catalogueTable(templates: readonly Template[]): string {
  const rows = templates.map(({ folder, paper }) => [
    `[${paper.template.code} ${paper.template.title}](${folder}/README.md)`,
    paper.template.summary,
    paper.template.objects.join(', '),
    paper.template.protocols.join(', '),
    paper.template.deliveryClass,
    `${paper.scenarios.length}`,
    exampleName(paper).replace('.json', ''),
  ]);
  return table(['Template', 'Purpose', 'Objects', 'Protocols', 'Class', 'Scenarios', 'In the Import dialog'], rows);
}

/** File → text it should have. */
export function renderPages(
  templates: readonly Template[],
  palette: Palette,
  flows = FLOWS,
): ReadonlyMap<string, string> {
  const pages = new Map<string, string>();
  for (const template of templates) {
    let page = fillSection(template.readme, 'diagram', mermaidOf(template, palette));
    page = fillSection(page, 'nodes', nodeTable(template, palette));
    page = fillSection(page, 'variables', variableTable(template));
    pages.set(join(template.path, 'README.md'), fillSection(page, 'scenarios', scenarioTable(template)));
  }
  const catalogue = join(flows, 'README.md');
  const listed = fillSection(readFileSync(catalogue, 'utf8'), 'catalogue', catalogueTable(templates));
  const proven = fillSection(listed, 'proof', proofTable(templates));
  pages.set(catalogue, fillSection(proven, 'classes', classTable(templates)));
  return pages;
}

async function main(check: boolean): Promise<number> {
  const pages = renderPages(readTemplates(), await loadPalette());
  const stale = [...pages].filter(([file, text]) => !existsSync(file) || readFileSync(file, 'utf8') !== text);
  if (!check) for (const [file, text] of stale) writeFileSync(file, text);
  for (const [file] of stale) console.log(`${check ? 'stale' : 'written'}: ${file.slice(FLOWS.length + 1)}`);
  if (check && stale.length > 0) console.log(`Run \`${COMMAND}\` and commit the result.`);
  return check && stale.length > 0 ? 1 : 0;
}

runAsMain(import.meta.filename, (args) => main(args.includes('--check')));
