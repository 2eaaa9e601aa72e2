/** Which customer is meant: one that nothing speaks against, or nobody. */
import fc from 'fast-check';
import { type Candidate, matchCustomer, nameOf } from '../../../../../nodes/src/domain/odoo/intents/sales/match.ts';

const person = (id: number, company: number, more: Partial<Candidate> = {}): Candidate => {
  return { id, name: `P${id}`, company, reference: undefined, vat: undefined, ...more };
};

test.each([
  ['nobody is found', [], [], { kind: 'none' }],
  ['a tax number is the company, not one of its addresses', [person(1, 1), person(2, 1)], [], { kind: 'one', id: 1 }],
  ['an address is the contact who has it', [], [person(5, 1)], { kind: 'one', id: 5 }],
  ['an address of several contacts is their company', [], [person(5, 1), person(6, 1)], { kind: 'one', id: 1 }],
  ['both agree', [person(1, 1)], [person(5, 1)], { kind: 'one', id: 5 }],
  [
    'the address tells two companies with one tax number apart',
    [person(1, 1), person(2, 2)],
    [person(7, 2)],
    { kind: 'one', id: 7 },
  ],
  ['two companies have the tax number', [person(1, 1), person(2, 2)], [], { kind: 'several' }],
  ['both contradict each other', [person(1, 1)], [person(2, 2)], { kind: 'several' }],
])('%s', (_what, byTax, byMail, expected) => {
  expect(matchCustomer({ byTax, byMail, hasTax: byTax.length > 0 })).toMatchObject(expected);
});

test('an address that belongs to another tax number is not taken', () => {
  const byMail = [person(5, 1, { vat: 'DE1', reference: 'C-1' })];
  expect(matchCustomer({ byTax: [], byMail, hasTax: true })).toEqual({ kind: 'several', among: byMail });
  expect(byMail.map(nameOf)).toEqual(['P5 (C-1, DE1)']);
});

const candidate = fc
  .tuple(fc.integer({ min: 1, max: 8 }), fc.integer({ min: 1, max: 3 }))
  .map(([id, company]) => person(id + 10 * company, company));
const found = fc.array(candidate, { maxLength: 5 });

test('one is taken only where every fact that is known of anybody leads to its company, in any order', () => {
  fc.assert(
    fc.property(found, found, (byTax, byMail) => {
      const match = matchCustomer({ byTax, byMail, hasTax: byTax.length > 0 });
      const turned = matchCustomer({
        byTax: byTax.toReversed(),
        byMail: byMail.toReversed(),
        hasTax: byTax.length > 0,
      });
      expect(turned.kind).toBe(match.kind);
      if (match.kind !== 'one') return;
      const company = match.id > 10 ? Math.floor(match.id / 10) : match.id;
      for (const facts of [byTax, byMail])
        if (facts.length > 0) expect(facts.map((one) => one.company)).toContain(company);
      const others = [byTax, byMail]
        .filter((facts) => facts.length > 0)
        .map((facts) => new Set(facts.map((one) => one.company)));
      const shared = [...(others[0] ?? [])].filter((one) => others.every((companies) => companies.has(one)));
      expect(shared).toEqual([company]);
    }),
  );
});
