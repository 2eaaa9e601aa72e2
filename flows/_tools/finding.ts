/** What a rule says about a template: where, what, and how to put it right. */
import type { FlowNode } from './flow-file.ts';
import { titleOf } from './graph.ts';
import type { Palette } from './palette.ts';
import type { Template } from './template.ts';

export interface Finding {
  readonly rule: string;
  /** Node or file the finding is about. */
  readonly where: string;
  readonly problem: string;
  readonly remedy: string;
}

export interface Inspection {
  readonly template: Template;
  readonly palette: Palette;
  /** Codes that belong to one plant, from every site pack, with the pack they stand in. */
  readonly siteCodes: ReadonlyMap<string, string>;
}

export type Rule = (inspection: Inspection) => readonly Finding[];

export function about(rule: string, node: FlowNode, problem: string, remedy: string): Finding {
  return { rule, where: titleOf(node), problem, remedy };
}

export function aboutFile(rule: string, file: string, problem: string, remedy: string): Finding {
  return { rule, where: file, problem, remedy };
}
