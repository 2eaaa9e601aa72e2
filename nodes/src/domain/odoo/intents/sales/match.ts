/** Which customer is meant by a tax number and an e-mail address. What contradicts itself is nobody's guess. */

export interface Candidate {
  readonly id: number;
  readonly name: string;
  /** The company that a contact or an address belongs to; a company is its own. */
  readonly company: number;
  readonly reference: string | undefined;
  readonly vat: string | undefined;
}

export type Match =
  | { readonly kind: 'one'; readonly id: number }
  | { readonly kind: 'none' }
  | { readonly kind: 'several'; readonly among: readonly Candidate[] };

export interface Found {
  /** Contacts with the tax number; empty when none was named. */
  readonly byTax: readonly Candidate[];
  /** Contacts with the e-mail address; empty when none was named. */
  readonly byMail: readonly Candidate[];
  /** The order names a tax number. */
  readonly hasTax: boolean;
}

export function matchCustomer({ byTax, byMail, hasTax }: Found): Match {
  const among = [...new Map([...byTax, ...byMail].map((candidate) => [candidate.id, candidate])).values()];
  if (among.length === 0) return { kind: 'none' };
  const taxed = companiesOf(byTax);
  const mailed = companiesOf(byMail);
  const meant = taxed.length === 0 ? mailed : mailed.length === 0 ? taxed : taxed.filter((id) => mailed.includes(id));
  const [company, second] = meant;
  if (company === undefined || second !== undefined) return { kind: 'several', among };
  // An address is known, but as somebody with another tax number.
  const isOther = hasTax && taxed.length === 0 && byMail.some(({ vat }) => vat !== undefined);
  return isOther ? { kind: 'several', among } : { kind: 'one', id: who(byMail, company) };
}

const companiesOf = (candidates: readonly Candidate[]): readonly number[] => [
  ...new Set(candidates.map(({ company }) => company)),
];

/** The one contact who has the address, otherwise his company. */
function who(byMail: readonly Candidate[], company: number): number {
  const [contact, second] = byMail.filter((candidate) => candidate.company === company);
  return contact && !second ? contact.id : company;
}

/** `Miller GmbH (C-100, DE123)`: enough for a person to find each. */
export const nameOf = ({ name, reference, vat }: Candidate): string => {
  const facts = [reference ?? 'no reference', ...(vat === undefined ? [] : [vat])];
  return `${name} (${facts.join(', ')})`;
};
