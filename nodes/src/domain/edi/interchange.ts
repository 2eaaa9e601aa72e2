/** Envelopes: who sent what to whom under which control numbers, and whether numbers and counts agree. */
import type { EdiFault } from './fault.ts';
import { detect, type Syntax } from './syntax.ts';
import { elementValue, type Segment, skipBlank, tokenize } from './tokens.ts';

export interface Party {
  readonly id: string;
  readonly qualifier: string;
}

export interface Transaction {
  /** `856`, `DESADV`, … */
  readonly type: string;
  /** `004010`, `D:96A`. */
  readonly version: string;
  readonly control: string;
  /** From `ST` or `UNH` to `SE` or `UNT`, counted from 1. */
  readonly segments: readonly Segment[];
  readonly faults: readonly EdiFault[];
}

export interface Group {
  /** `SH`; empty where EDIFACT has no groups. */
  readonly id: string;
  readonly control: string;
  readonly sender: string;
  readonly receiver: string;
  readonly version: string;
  readonly transactions: readonly Transaction[];
  readonly faults: readonly EdiFault[];
}

export interface Interchange {
  readonly syntax: Syntax;
  readonly control: string;
  readonly sender: Party;
  readonly receiver: Party;
  readonly isTest: boolean;
  /** As it came, without what stands around it. */
  readonly text: string;
  readonly groups: readonly Group[];
  /** The whole interchange cannot be trusted when there is one. */
  readonly faults: readonly EdiFault[];
}

export type ReadInterchange = { readonly interchange: Interchange } | { readonly fault: EdiFault };

/** One text may hold several interchanges, each with separators of its own. */
export function readInterchanges(text: string): readonly ReadInterchange[] {
  const found: ReadInterchange[] = [];
  let at = skipBlank(text, 0);
  do {
    const detected = detect(text.slice(at));
    if ('fault' in detected) return [...found, detected];
    const tokens = tokenize(text, detected.syntax, at + detected.start);
    found.push(assemble(tokens.segments, detected.syntax, text.slice(at, tokens.end).trim(), tokens.fault));
    at = tokens.end;
  } while (at < text.length);
  return found;
}

interface Names {
  readonly group: string;
  readonly groupEnd: string;
  readonly message: string;
  readonly messageEnd: string;
  readonly end: string;
}
const NAMES = {
  x12: { group: 'GS', groupEnd: 'GE', message: 'ST', messageEnd: 'SE', end: 'IEA' },
  edifact: { group: 'UNG', groupEnd: 'UNE', message: 'UNH', messageEnd: 'UNT', end: 'UNZ' },
} as const satisfies Record<Syntax['standard'], Names>;

function assemble(
  segments: readonly Segment[],
  syntax: Syntax,
  text: string,
  broken: EdiFault | undefined,
): ReadInterchange {
  const [head, ...body] = segments;
  if (!head) return { fault: broken ?? { code: 'truncated', segment: '', position: 0, reason: 'it is empty' } };
  const end = body.at(-1);
  const groups = groupsOf(broken ? body : body.slice(0, -1), syntax);
  const control = elementValue(head, syntax.standard === 'x12' ? 13 : 5).trim();
  const counted = countOf(groups, syntax);
  const faults = broken ? [broken] : end ? closing(end, [1, counted], [2, control]) : [];
  return {
    interchange: {
      syntax,
      control,
      sender: partyOf(head, syntax, 'sender'),
      receiver: partyOf(head, syntax, 'receiver'),
      isTest: syntax.standard === 'x12' ? elementValue(head, 15) === 'T' : elementValue(head, 11) === '1',
      text,
      groups,
      faults,
    },
  };
}

function partyOf(head: Segment, { standard }: Syntax, who: 'sender' | 'receiver'): Party {
  const at = who === 'sender' ? 0 : 1;
  return standard === 'x12'
    ? { qualifier: elementValue(head, 5 + 2 * at).trim(), id: elementValue(head, 6 + 2 * at).trim() }
    : { id: elementValue(head, 2 + at), qualifier: elementValue(head, 2 + at, 2) };
}

/** UNZ counts groups where there are any, messages otherwise. */
function countOf(groups: readonly Group[], { standard }: Syntax): number {
  const named = groups.filter(({ id }) => id !== '');
  if (standard === 'x12' || named.length > 0) return named.length;
  return groups.reduce((sum, { transactions }) => sum + transactions.length, 0);
}

function groupsOf(body: readonly Segment[], syntax: Syntax): readonly Group[] {
  const names: Names = NAMES[syntax.standard];
  const groups: Group[] = [];
  let open: Segment | undefined;
  let inside: Segment[] = [];
  const close = (end: Segment | undefined): void => {
    if (open || inside.length > 0) groups.push(groupOf(open, inside, end, syntax));
    open = undefined;
    inside = [];
  };
  for (const segment of body) {
    if (segment.tag === names.group) {
      close(undefined);
      open = segment;
    } else if (segment.tag === names.groupEnd) close(segment);
    else if (!open && inside.length === 0 && isOfEnvelope(segment, syntax)) groups.push(...reportOf(segment));
    else inside.push(segment);
  }
  close(undefined);
  return groups;
}

/** X12 allows the grade of service and the report on an interchange of ours between ISA and the groups. */
const isOfEnvelope = ({ tag }: Segment, { standard }: Syntax): boolean =>
  standard === 'x12' && (tag === 'TA1' || tag === 'ISB' || tag === 'ISE');

function reportOf(segment: Segment): readonly Group[] {
  if (segment.tag !== 'TA1') return [];
  const control = elementValue(segment, 1);
  const transactions = [{ type: 'TA1', version: '', control, segments: [segment], faults: [] }];
  return [{ id: '', control: '', sender: '', receiver: '', version: '', transactions, faults: [] }];
}

function groupOf(
  head: Segment | undefined,
  inside: readonly Segment[],
  end: Segment | undefined,
  syntax: Syntax,
): Group {
  const transactions = transactionsOf(inside, syntax);
  const isX12 = syntax.standard === 'x12';
  if (!head) return { id: '', control: '', sender: '', receiver: '', version: '', transactions, faults: [] };
  const control = elementValue(head, isX12 ? 6 : 5);
  const faults = end
    ? closing(end, [1, transactions.length], [2, control])
    : [missing(head, `it has no ${NAMES[syntax.standard].groupEnd}`)];
  return {
    id: elementValue(head, 1),
    control,
    sender: elementValue(head, 2),
    receiver: elementValue(head, 3),
    version: isX12 ? elementValue(head, 8) : '',
    transactions,
    faults,
  };
}

function transactionsOf(inside: readonly Segment[], syntax: Syntax): readonly Transaction[] {
  const names: Names = NAMES[syntax.standard];
  const found: Transaction[] = [];
  let open: Segment[] = [];
  const close = (isEnded: boolean): void => {
    if (open.length > 0) found.push(transactionOf(open, isEnded, syntax));
    open = [];
  };
  for (const segment of inside) {
    if (segment.tag === names.message) close(false);
    open.push(segment);
    if (segment.tag === names.messageEnd) close(true);
  }
  close(false);
  return found;
}

function transactionOf(run: readonly Segment[], isEnded: boolean, { standard }: Syntax): Transaction {
  const segments = run.map((segment, at) => ({ ...segment, position: at + 1 }));
  const [head] = segments;
  const end = segments.at(-1);
  const names: Names = NAMES[standard];
  if (!head || !end || head.tag !== names.message) {
    const fault = missing(head ?? { tag: '', position: 0 }, `it stands outside of a message (${names.message})`);
    return { type: '', version: '', control: '', segments, faults: [fault] };
  }
  const isX12 = standard === 'x12';
  const control = elementValue(head, isX12 ? 2 : 1);
  const faults = isEnded
    ? closing(end, [1, segments.length], [2, control])
    : [missing(head, `it has no ${names.messageEnd}`)];
  return isX12
    ? { type: elementValue(head, 1), version: elementValue(head, 3), control, segments, faults }
    : {
        type: elementValue(head, 2),
        version: `${elementValue(head, 2, 2)}:${elementValue(head, 2, 3)}`,
        control,
        segments,
        faults,
      };
}

/** The last segment of an envelope repeats the control number and counts what lies between. */
function closing(
  end: Segment,
  [countAt, counted]: readonly [number, number],
  [controlAt, control]: readonly [number, string],
): readonly EdiFault[] {
  const [saidCount, saidControl] = [elementValue(end, countAt), elementValue(end, controlAt)];
  const place = { segment: end.tag, position: end.position };
  const faults: EdiFault[] = [];
  if (!/^\d+$/.test(saidCount) || Number(saidCount) !== counted) {
    const reason = `it counts ${saidCount || 'nothing'}, there are ${counted}`;
    faults.push({ code: 'count', ...place, element: countAt, value: saidCount, reason });
  }
  if (saidControl.trim() !== control.trim()) {
    const reason = `it names ${saidControl || 'nothing'}, the envelope began with ${control}`;
    faults.push({ code: 'control-number', ...place, element: controlAt, value: saidControl, reason });
  }
  return faults;
}

const missing = ({ tag, position }: Pick<Segment, 'tag' | 'position'>, reason: string): EdiFault => ({
  code: 'segment-missing',
  segment: tag,
  position,
  reason,
});
