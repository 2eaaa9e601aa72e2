/** What a table writes, the tokenizer and the same table read again: for every message type, by any values. */
import fc from 'fast-check';
import {
  type Branch,
  type FieldPlace,
  isLoop,
  type MessageMap,
  type Rule,
  type SegmentRule,
  type Tree,
} from '../../../nodes/src/domain/edi/message-map.ts';
import { messageMaps } from '../../../nodes/src/domain/edi/messages/index.ts';
import { readMessage } from '../../../nodes/src/domain/edi/read-message.ts';
import { EDIFACT, type Syntax, separatorsOf, X12 } from '../../../nodes/src/domain/edi/syntax.ts';
import { type Draft, tokenize, writeSegment } from '../../../nodes/src/domain/edi/tokens.ts';
import { writeMessage } from '../../../nodes/src/domain/edi/write-message.ts';

const plain = fc.string({ unit: 'grapheme-ascii', minLength: 1, maxLength: 12 });
const trimmed = (text: string): boolean => text.trim() === text && text !== '';

const textFor = (syntax: Syntax) =>
  plain
    .filter(trimmed)
    .filter((text) => syntax.release !== undefined || !separatorsOf(syntax).some((s) => text.includes(s)));

const day = fc
  .date({ min: new Date('2000-01-01'), max: new Date('2099-12-31'), noInvalidDate: true })
  .map((date) => date.toISOString());

function valueFor(place: FieldPlace, syntax: Syntax): fc.Arbitrary<string> {
  if ('qualifier' in place) return textFor(syntax);
  if (place.codes) return fc.constantFrom(...Object.values(place.codes));
  if (place.as === 'number')
    return fc.tuple(fc.nat(99_999), fc.nat(99)).map(([whole, part]) => (part === 0 ? `${whole}` : `${whole}.${part}1`));
  if (place.as === 'date') return day.map((iso) => iso.slice(0, 10));
  if (place.as === 'dtm') return fc.tuple(day, fc.boolean()).map(([iso, timed]) => iso.slice(0, timed ? 16 : 10));
  return textFor(syntax);
}

let serial = 0;

/** Fields of one segment rule; required ones always, the others perhaps. */
function valuesOf(rule: SegmentRule, syntax: Syntax): fc.Arbitrary<Record<string, string>> {
  const fields = Object.entries(rule.fields).map(([name, place]) => {
    const value = valueFor(place, syntax).map((text): [string, string] => [name, text]);
    const isNeeded = ('isRequired' in place && place.isRequired) || rule.isRequired;
    return isNeeded ? value : fc.option(value, { nil: undefined });
  });
  return fc.tuple(...fields).map((entries) => Object.fromEntries(entries.filter((entry) => entry !== undefined)));
}

function treeOf(rules: readonly Rule[], syntax: Syntax, parent = ''): fc.Arbitrary<Tree> {
  const segments = rules.filter((rule) => !isLoop(rule)) as readonly SegmentRule[];
  // Two rules for the same fields (PIA 1 and 5) are one alternative each: the first is written.
  const own = segments.filter((rule, at) => !segments.slice(0, at).some((other) => overlap(other, rule)));
  const loops = rules.filter(isLoop);
  return fc
    .tuple(
      fc.tuple(...own.map((rule) => fc.option(valuesOf(rule, syntax), { nil: undefined }).map((v) => v ?? {}))),
      fc.tuple(
        ...loops.map((rule) =>
          fc.nat(rule.isRequired ? 1 : 2).chain((extra) => {
            const count = rule.isRequired ? extra + 1 : extra;
            return fc.tuple(...Array.from({ length: count }, () => branchOf(rule, syntax, parent)));
          }),
        ),
      ),
    )
    .chain(([values, branches]) =>
      requiredOf(own, syntax).map((needed) => ({
        values: { ...Object.assign({}, ...values), ...needed },
        loops: Object.fromEntries(loops.map((rule, at) => [rule.name, branches[at] ?? []])),
      })),
    );
}

const requiredOf = (rules: readonly SegmentRule[], syntax: Syntax): fc.Arbitrary<Record<string, string>> =>
  fc
    .tuple(...rules.filter(({ isRequired }) => isRequired).map((rule) => valuesOf(rule, syntax)))
    .map((all) => Object.assign({}, ...all));

const overlap = (a: SegmentRule, b: SegmentRule): boolean => Object.keys(a.fields).some((name) => name in b.fields);

function branchOf(rule: Extract<Rule, { starts: unknown }>, syntax: Syntax, parent: string): fc.Arbitrary<Branch> {
  return fc.constant(undefined).chain(() => {
    serial += 1;
    const hl = String(serial);
    return fc.tuple(valuesOf(rule.starts, syntax), treeOf(rule.rules, syntax, hl)).map(([values, tree]) => ({
      ...tree,
      values: { ...tree.values, ...values, ...(rule.isNumbered ? { hl, parent } : {}) },
      segment: '',
      position: 0,
    }));
  });
}

/** Without what only the reader knows, and without loops that are empty. */
function bare(tree: Tree): object {
  const values = Object.fromEntries(
    Object.entries(tree.values)
      .filter(([, value]) => value !== '')
      .sort(),
  );
  const loops = Object.entries(tree.loops).filter(([, branches]) => branches.length > 0);
  return { values, loops: Object.fromEntries(loops.map(([name, branches]) => [name, branches.map(bare)])) };
}

/** A segment that is incomplete by its table is not written by us, and would be refused. */
function isWhole(rules: readonly Rule[], tree: Tree): boolean {
  return rules.every((rule) => {
    if (isLoop(rule)) return (tree.loops[rule.name] ?? []).every((branch) => isWhole(rule.rules, branch));
    const names = Object.keys(rule.fields);
    if (!names.some((name) => tree.values[name] !== undefined)) return true;
    return names.every((name) => {
      const place = rule.fields[name];
      return !(place && 'isRequired' in place && place.isRequired) || tree.values[name] !== undefined;
    });
  });
}

const cases = messageMaps.flatMap((map): [string, MessageMap, Syntax][] => {
  const syntaxes = map.standard === 'x12' ? [X12] : [EDIFACT, { ...EDIFACT, decimal: ',' as const, repetition: '*' }];
  return syntaxes.map((syntax) => [`${map.type} with ${syntax.decimal}`, map, syntax]);
});

test.each(cases)('%s', (_name, map, syntax) => {
  const trees = treeOf(map.rules, syntax).filter((tree) => isWhole(map.rules, tree));
  fc.assert(
    fc.property(trees, (tree) => {
      const body = writeMessage(map, tree, syntax);
      const [head, end, last] = map.standard === 'x12' ? ['ST', 'SE', 'IEA'] : ['UNH', 'UNT', 'UNZ'];
      const one = (tag: string): Draft => ({ tag, elements: [[['1']]] });
      const all = [one(head), ...body, one(end), one(last)];
      const text = all.map((segment) => writeSegment(segment, syntax)).join('\r\n');
      const tokens = tokenize(text, syntax);
      expect(tokens.fault).toBeUndefined();
      const read = readMessage(map, { segments: tokens.segments.slice(0, -1) }, syntax);
      expect(read.faults).toEqual([]);
      expect(bare(read.tree)).toEqual(bare(tree));
    }),
    { numRuns: 60 },
  );
});

const anyText = fc.string({ unit: 'grapheme-ascii', maxLength: 8 });

test.each([
  ['X12', X12],
  ['EDIFACT', EDIFACT],
  ['EDIFACT with repetitions', { ...EDIFACT, repetition: '*' }],
] as const)('%s: any segments come back as they were written', (_name, syntax: Syntax) => {
  const value = anyText.filter(
    (text) => syntax.release !== undefined || !separatorsOf(syntax).some((s) => text.includes(s)),
  );
  // Nothing is empty at an end: an empty end is not written.
  const components = fc
    .tuple(
      fc.array(value, { maxLength: 2 }),
      value.filter((text) => text !== ''),
    )
    .map(([a, b]) => [...a, b]);
  const repetitions = syntax.repetition
    ? fc.array(components, { minLength: 1, maxLength: 3 })
    : components.map((one) => [one]);
  const drafts = fc.array(
    fc.record({ tag: fc.constantFrom('LIN', 'QTY', 'REF'), elements: fc.array(repetitions, { maxLength: 4 }) }),
    { maxLength: 6 },
  );
  fc.assert(
    fc.property(drafts, (segments) => {
      const end: Draft = { tag: syntax.standard === 'x12' ? 'IEA' : 'UNZ', elements: [] };
      const text = [...segments, end].map((segment) => writeSegment(segment, syntax)).join('\n');
      const read = tokenize(text, syntax).segments.map(({ tag, elements }) => ({ tag, elements }));
      expect(read).toEqual([...segments, end]);
    }),
  );
});
