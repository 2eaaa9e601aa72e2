/** What is remembered of each partner: which interchanges came, and what each was answered with. */
import type { Interchange } from './interchange.ts';

export interface KnownInterchange {
  readonly control: string;
  readonly digest: string;
  readonly at: string;
  /** Control number of our answer; absent in what earlier releases remembered. */
  readonly own?: number;
  /** How often the answer was given. */
  readonly sendings?: number;
  /** Names under which sources handed it over last: the same name again is no new question. */
  readonly by?: readonly string[];
}

export interface PartnerMemory {
  /** Oldest first. */
  readonly taken: readonly KnownInterchange[];
  /** Refused as a whole; absent in what earlier releases remembered. */
  readonly refused?: readonly KnownInterchange[];
  /** Last control number that we used towards this partner. */
  readonly own: number;
}

export const STRANGER: PartnerMemory = { taken: [], own: 0 };

/** Numbers of ISA13 begin anew after 999,999,999; far fewer interchanges are repeated than these. */
const REMEMBERED = { taken: 2_000, refused: 200 };
const NAMES = 5;
const LAST_NUMBER = 999_999_999;

/** Numbers are counted for each pair of sender and receiver. */
export const partnerTag = ({ syntax, sender, receiver }: Interchange): string =>
  `edi:${JSON.stringify([syntax.standard, sender.qualifier, sender.id, receiver.qualifier, receiver.id])}`;

export const partnerName = ({ sender }: Interchange): string => sender.id || 'a sender without name';

export type Seen =
  | { readonly kind: 'new' }
  | { readonly kind: 'repeated'; readonly at: string }
  | { readonly kind: 'reused'; readonly at: string };

export function seenBefore(memory: PartnerMemory, control: string, digest: string): Seen {
  const known = memory.taken.filter((one) => one.control === control);
  const same = known.find((one) => one.digest === digest);
  if (same) return { kind: 'repeated', at: same.at };
  const [other] = known;
  return other ? { kind: 'reused', at: other.at } : { kind: 'new' };
}

export interface Asked {
  readonly control: string;
  readonly digest: string;
  readonly at: string;
  readonly isRefused: boolean;
  /** Name under which the source handed it over, if it has one. */
  readonly by?: string;
}

/** What an interchange is answered with, however often it comes. */
export interface Answering {
  readonly memory: PartnerMemory;
  /** Control number and moment of the first answer: every further one reads the same. */
  readonly own: number;
  readonly at: string;
  readonly sending: number;
  /** The source handed over once more what it had handed over before. */
  readonly isRedelivered: boolean;
}

export function answering(memory: PartnerMemory, asked: Asked): Answering {
  const { control, digest, by, isRefused } = asked;
  const place = isRefused ? 'refused' : 'taken';
  const list = memory[place] ?? [];
  const known = list.find((one) => one.control === control && one.digest === digest);
  if (known?.own !== undefined && by !== undefined && known.by?.includes(by))
    return { memory, own: known.own, at: known.at, sending: known.sendings ?? 1, isRedelivered: true };
  const isNumbered = known?.own !== undefined;
  const own = known?.own ?? nextOwn(memory.own);
  const at = isNumbered ? known.at : asked.at;
  const sending = isNumbered ? (known.sendings ?? 1) + 1 : 1;
  const names = [...(known?.by ?? []), ...(by === undefined ? [] : [by])].slice(-NAMES);
  const next = { control, digest, at, own, sendings: sending, by: names };
  const others = list.filter((one) => one !== known);
  return {
    memory: {
      ...memory,
      own: isNumbered ? memory.own : own,
      [place]: [...others, next].slice(-REMEMBERED[place]),
    },
    ...{ own, at, sending, isRedelivered: false },
  };
}

const nextOwn = (own: number): number => (own >= LAST_NUMBER ? 1 : own + 1);
