/**
 * Message types as tables: which segment, told apart by which qualifiers, holds which field. One table reads and writes.
 * Segments that a table does not name are passed over: every partner sends more than is needed.
 */
import type { Syntax } from './syntax.ts';

/** How a value is written; dates become ISO text, numbers decimals with a point. */
export type ValueKind = 'text' | 'number' | 'date' | 'dtm';

export interface ValuePlace {
  /** Counted from 1 behind the tag. */
  readonly element: number;
  readonly component: number;
  readonly as: ValueKind;
  readonly isRequired: boolean;
  /** Code → word; any other code is a fault. */
  readonly codes?: Readonly<Record<string, string>>;
  readonly max: number;
}

/** A value that stands beside its qualifier, somewhere in the segment. */
export interface QualifiedPlace {
  readonly qualifier: readonly string[];
  /** First element where a pair may stand. */
  readonly from: number;
  /** `elements`: qualifier and value are neighbours (X12); `components`: value:qualifier in one element (EDIFACT). */
  readonly pairs: 'elements' | 'components';
}

export type FieldPlace = ValuePlace | QualifiedPlace;

export interface Condition {
  readonly element: number;
  readonly component: number;
  /** The first one is written. */
  readonly is: readonly string[];
}

export interface SegmentRule {
  readonly tag: string;
  readonly when: readonly Condition[];
  readonly fields: Readonly<Record<string, FieldPlace>>;
  readonly isRequired: boolean;
}

export interface LoopRule {
  readonly name: string;
  readonly starts: SegmentRule;
  readonly rules: readonly Rule[];
  readonly isRequired: boolean;
  /** Its second element names the first one of the loop it lies in, as `HL` does. */
  readonly isNumbered: boolean;
}

export type Rule = SegmentRule | LoopRule;

export interface MessageMap {
  readonly standard: Syntax['standard'];
  readonly type: string;
  /** Functional group of X12. */
  readonly group: string;
  readonly rules: readonly Rule[];
}

/** What a table reads: values by field, repetitions by loop. */
export interface Tree {
  readonly values: Readonly<Record<string, string>>;
  readonly loops: Readonly<Record<string, readonly Branch[]>>;
}

/** A repetition knows the segment that began it, for faults found later. */
export interface Branch extends Tree {
  readonly segment: string;
  readonly position: number;
}

export const isLoop = (rule: Rule): rule is LoopRule => 'starts' in rule;

type More = Partial<Omit<ValuePlace, 'element' | 'component'>>;
const MAX = 512;

/** `at(3)`, or `at(2, 1, { as: 'number' })`. */
export const at = (element: number, component = 1, more: More = {}): ValuePlace => ({
  element,
  component,
  as: 'text',
  isRequired: false,
  max: MAX,
  ...more,
});
export const must = (element: number, component = 1, more: More = {}): ValuePlace =>
  at(element, component, { ...more, isRequired: true });

/** X12: `LIN*1*VP*ABC*LT*L7`. */
export const pair = (from: number, ...qualifier: readonly string[]): QualifiedPlace => ({
  qualifier,
  from,
  pairs: 'elements',
});
/** EDIFACT: `PIA+1+ABC:SA+L7:NB`. */
export const coded = (from: number, ...qualifier: readonly string[]): QualifiedPlace => ({
  qualifier,
  from,
  pairs: 'components',
});

/** `is(1, 'SU', 'SF')`: element 1 is one of these. */
export const is = (element: number, ...codes: readonly string[]): Condition => ({ element, component: 1, is: codes });
export const isPart = (element: number, component: number, ...codes: readonly string[]): Condition => ({
  element,
  component,
  is: codes,
});

export const segment = (
  tag: string,
  fields: SegmentRule['fields'],
  when: readonly Condition[] = [],
  isRequired = false,
): SegmentRule => ({ tag, when, fields, isRequired });

export const required = <R extends Rule>(rule: R): R => ({ ...rule, isRequired: true });

export const loop = (name: string, starts: SegmentRule, rules: readonly Rule[] = []): LoopRule => ({
  name,
  starts,
  rules,
  isRequired: false,
  isNumbered: false,
});

/** A level of an X12 hierarchy: whatever its place in the text, it belongs to the level whose number it names. */
export const level = (name: string, code: readonly string[], rules: readonly Rule[]): LoopRule => ({
  ...loop(name, segment('HL', { hl: must(1), parent: at(2) }, [is(3, ...code)]), rules),
  isNumbered: true,
});
