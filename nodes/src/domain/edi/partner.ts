/** What is remembered of each partner: which interchanges were taken, and the last number of our own answers. */
import type { Interchange } from './interchange.ts';

export interface PartnerMemory {
  /** Oldest first. */
  readonly taken: readonly { readonly control: string; readonly digest: string; readonly at: string }[];
  /** Last control number that we used towards this partner. */
  readonly own: number;
}

export const STRANGER: PartnerMemory = { taken: [], own: 0 };

/** Numbers of ISA13 begin anew after 999,999,999; far fewer interchanges are repeated than these. */
const REMEMBERED = 2_000;
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

export const withTaken = (memory: PartnerMemory, control: string, digest: string, at: string): PartnerMemory => ({
  ...memory,
  taken: [...memory.taken, { control, digest, at }].slice(-REMEMBERED),
});

export const nextOwn = (memory: PartnerMemory): PartnerMemory => ({
  ...memory,
  own: memory.own >= LAST_NUMBER ? 1 : memory.own + 1,
});
