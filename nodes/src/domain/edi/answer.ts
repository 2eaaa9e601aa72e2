/** What both kinds of functional acknowledgement are made of. */
import type { EdiFault } from './fault.ts';
import type { Group, Transaction } from './interchange.ts';
import type { Tree } from './message-map.ts';
import type { Draft } from './tokens.ts';

/** What became of one message. */
export interface Judged {
  readonly transaction: Transaction;
  readonly faults: readonly EdiFault[];
}
export interface JudgedGroup {
  readonly group: Group;
  readonly messages: readonly Judged[];
}

export interface Numbering {
  /** Of our interchange; the partner tells our repeats by it. */
  readonly control: number;
  /** Local wall-clock time of the site. */
  readonly at: { readonly date: string; readonly time: string };
}

export type Branchless = Omit<Tree, 'loops'> & { readonly loops?: Readonly<Record<string, readonly Branchless[]>> };
export const tree = ({ values, loops = {} }: Branchless): Tree & { segment: string; position: number } => ({
  values: Object.fromEntries(Object.entries(values).filter(([, value]) => value !== '')),
  loops: Object.fromEntries(Object.entries(loops).map(([name, list]) => [name, list.map(tree)])),
  segment: '',
  position: 0,
});

export const draft = (tag: string, values: readonly string[]): Draft => ({
  tag,
  elements: values.map((value) => [[value]]),
});
