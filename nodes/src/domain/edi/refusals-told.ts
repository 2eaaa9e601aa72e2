/** What a partner's own 997, CONTRL or TA1 says against the messages that we sent. */
import { branches } from './convert.ts';
import type { EdiFault } from './fault.ts';
import type { Tree } from './message-map.ts';
import { elementValue, type Segment } from './tokens.ts';

const isBad = (verdict: string | undefined): boolean => verdict === 'rejected' || verdict === 'partly-accepted';

export function refusalsIn(tree: Tree, type: string): readonly string[] {
  return type === '997' ? from997(tree) : fromContrl(tree);
}

function from997(tree: Tree): readonly string[] {
  const sets = branches(tree, 'sets').filter(({ values }) => isBad(values.verdict));
  const told = sets.map((set) => {
    const places = branches(set, 'segments').map(({ values }) => `${values.tag} (segment ${values.position})`);
    return `${set.values.type} ${set.values.control} was refused${places.length > 0 ? ` for ${places.join(', ')}` : ''}`;
  });
  const { verdict, group, control } = tree.values;
  return told.length === 0 && isBad(verdict) ? [`group ${group} ${control} was refused`] : told;
}

function fromContrl(tree: Tree): readonly string[] {
  const { verdict, control, error } = tree.values;
  if (isBad(verdict)) return [`interchange ${control} was refused${error ? ` (error ${error})` : ''}`];
  return branches(tree, 'messages')
    .filter(({ values }) => isBad(values.verdict))
    .map((message) => {
      const places = branches(message, 'segments').map(({ values }) => `segment ${values.position}`);
      return `${message.values.type} ${message.values.control} was refused${places.length > 0 ? ` for ${places.join(', ')}` : ''}`;
    });
}

/** TA1 is one segment, outside of any message: what became of a whole interchange. */
export function reportTold(report: Segment): {
  readonly told: readonly string[];
  readonly faults: readonly EdiFault[];
} {
  const [control, verdict, note] = [1, 4, 5].map((element) => elementValue(report, element));
  if (verdict === 'R') return { told: [`interchange ${control} was refused (note ${note})`], faults: [] };
  if (verdict === 'A' || verdict === 'E') return { told: [], faults: [] };
  const place = { segment: report.tag, position: report.position, element: 4 };
  return { told: [], faults: [{ code: 'code-unknown', ...place, reason: `the code "${verdict}" is not known here` }] };
}
