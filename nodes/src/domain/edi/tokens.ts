/** Text ↔ segments, the same for X12 and EDIFACT: only the separators differ. */
import type { EdiFault } from './fault.ts';
import { type Syntax, separatorsOf } from './syntax.ts';

/** Repetitions of components. */
export type Element = readonly (readonly string[])[];

export interface Segment {
  readonly tag: string;
  readonly elements: readonly Element[];
  /** Counted from 1; UNA is none. */
  readonly position: number;
}

export interface Tokens {
  readonly segments: readonly Segment[];
  /** Where the next interchange of the same text begins. */
  readonly end: number;
  readonly fault?: EdiFault;
}

const LAST = new Set(['IEA', 'UNZ']);

/** Segments from `start` to the end of the interchange; a text that stops before it is truncated. */
export function tokenize(text: string, syntax: Syntax, start = 0): Tokens {
  const segments: Segment[] = [];
  let at = start;
  for (;;) {
    at = skipBlank(text, at);
    if (at >= text.length) return { segments, end: at, fault: truncated(segments, 'the interchange has no end') };
    const read = readSegment(text, at, syntax, segments.length + 1);
    at = read.end;
    if (!read.isClosed && !isLastLine(read.segment, syntax))
      return { segments, end: at, fault: truncated(segments, 'the text ends within a segment') };
    segments.push(read.segment);
    if (LAST.has(read.segment.tag)) return { segments, end: skipBlank(text, at) };
  }
}

/** Where a line break ends a segment, a file may end without the last one; the control number shows whether it is whole. */
const isLastLine = ({ tag }: Segment, { segment }: Syntax): boolean => LAST.has(tag) && /\s/.test(segment);

/** Line breaks between segments mean nothing: people add them to read a file. */
export function skipBlank(text: string, from: number): number {
  let at = from;
  while (at < text.length && /[\s\u{feff}]/u.test(text.charAt(at))) at += 1;
  return at;
}

function readSegment(text: string, start: number, syntax: Syntax, position: number) {
  const elements: string[][][] = [];
  let [repetitions, components, value]: [string[][], string[], string] = [[], [], ''];
  const endComponent = () => {
    components.push(value);
    value = '';
  };
  const endRepetition = () => {
    endComponent();
    repetitions.push(components);
    components = [];
  };
  const endElement = () => {
    endRepetition();
    elements.push(repetitions);
    repetitions = [];
  };
  // The separators of ISA are its own content.
  const isPlain = syntax.standard === 'x12' && text.startsWith('ISA', start);
  let at = start;
  for (; at < text.length; at += 1) {
    const sign = text.charAt(at);
    if (sign === syntax.release) {
      at += 1;
      value += text.charAt(at);
    } else if (sign === syntax.segment) break;
    else if (sign === syntax.element) endElement();
    else if (!isPlain && sign === syntax.component) endComponent();
    else if (!isPlain && sign === syntax.repetition) endRepetition();
    else value += sign;
  }
  endElement();
  const [head, ...rest] = elements;
  // A tag may be followed by nesting indicators in EDIFACT; they are not used in practice.
  const segment: Segment = { tag: head?.[0]?.[0] ?? '', elements: rest, position };
  return { segment, end: at + 1, isClosed: at < text.length };
}

/** Value of an element, first repetition; the empty text where there is none. */
export function elementValue(segment: Segment, element: number, component = 1): string {
  return segment.elements[element - 1]?.[0]?.[component - 1] ?? '';
}

const truncated = (segments: readonly Segment[], reason: string): EdiFault => ({
  code: 'truncated',
  segment: segments.at(-1)?.tag ?? '',
  position: segments.length,
  reason,
});

export type Draft = Pick<Segment, 'tag' | 'elements'>;

/** One segment as text. Empty elements and components at the end are left out, as both standards ask. */
export function writeSegment({ tag, elements }: Draft, syntax: Syntax): string {
  const written = elements.map((element) =>
    element
      .map((components) =>
        trimmed(
          components.map((value) => released(value, syntax)),
          syntax.component,
        ),
      )
      .join(syntax.repetition ?? ''),
  );
  return trimmed([tag, ...written], syntax.element) + syntax.segment;
}

function trimmed(parts: readonly string[], separator: string): string {
  let last = parts.length;
  while (last > 1 && parts[last - 1] === '') last -= 1;
  return parts.slice(0, last).join(separator);
}

function released(value: string, syntax: Syntax): string {
  const { release } = syntax;
  if (release === undefined) return value;
  const special = separatorsOf(syntax);
  return [...value].map((sign) => (special.includes(sign) ? release + sign : sign)).join('');
}

/** X12 cannot carry its own separators: whoever writes a value asks first. */
export const canCarry = (value: string, syntax: Syntax): boolean =>
  syntax.release !== undefined || !separatorsOf(syntax).some((sign) => value.includes(sign));
