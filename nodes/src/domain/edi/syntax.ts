/** The separators of one interchange, from its own first characters: ISA says them by position, UNA by definition. */
import type { EdiFault } from './fault.ts';

export interface Syntax {
  readonly standard: 'x12' | 'edifact';
  readonly segment: string;
  readonly element: string;
  readonly component: string;
  /** Absent where the version of the standard has none. */
  readonly repetition?: string;
  /** Takes the meaning from the separator behind it; X12 has none. */
  readonly release?: string;
  readonly decimal: '.' | ',';
}

export type Detected = { readonly syntax: Syntax; readonly start: number } | { readonly fault: EdiFault };

export const X12: Syntax = {
  standard: 'x12',
  segment: '~',
  element: '*',
  component: '>',
  repetition: '^',
  decimal: '.',
};

/** What holds where an interchange says nothing else (ISO 9735, level A). */
export const EDIFACT: Syntax = {
  standard: 'edifact',
  segment: "'",
  element: '+',
  component: ':',
  release: '?',
  decimal: '.',
};

/** ISA has fixed widths: an element separator stands at each of these places. */
const ISA_SEPARATORS = [3, 6, 17, 20, 31, 34, 50, 53, 69, 76, 81, 83, 89, 99, 101, 103];
const ISA_LENGTH = 106;
/** Before this version ISA11 names a standard (`U`), since then the repetition separator. */
const FIRST_WITH_REPETITION = '00402';

/** `text` begins at the first character that is no white space. */
export function detect(text: string): Detected {
  if (text.startsWith('ISA')) return detectX12(text);
  if (text.startsWith('UNA')) return detectUna(text);
  if (text.startsWith('UNB')) return { syntax: withRepetition(EDIFACT, text), start: 0 };
  return { fault: fault(text.slice(0, 3), 'it begins neither with ISA, nor with UNA or UNB') };
}

function detectX12(text: string): Detected {
  if (text.length < ISA_LENGTH) return { fault: fault('ISA', `it has ${text.length} characters instead of 106`) };
  const element = text.charAt(3);
  const wrong = ISA_SEPARATORS.findIndex((at) => text[at] !== element);
  if (wrong >= 0) {
    return { fault: { ...fault('ISA', 'the element has not its fixed width'), element: Math.max(1, wrong) } };
  }
  const [component, segment] = [text.charAt(104), text.charAt(105)];
  const hasRepetition = text.slice(84, 89) >= FIRST_WITH_REPETITION;
  const repetition = hasRepetition ? { repetition: text.charAt(82) } : {};
  return check({ standard: 'x12', segment, element, component, ...repetition, decimal: '.' }, 'ISA', 0);
}

const UNA_LENGTH = 9;

function detectUna(text: string): Detected {
  if (text.length < UNA_LENGTH) return { fault: fault('UNA', 'it is shorter than nine characters') };
  const [component = '', element = '', decimal, release = '', repetition = '', segment = ''] = text.slice(3, 9);
  const syntax: Syntax = {
    standard: 'edifact',
    segment,
    element,
    component,
    ...(release === ' ' ? {} : { release }),
    ...(repetition === ' ' ? {} : { repetition }),
    decimal: decimal === ',' ? ',' : '.',
  };
  return check(syntax, 'UNA', UNA_LENGTH);
}

/** Version 4 of the syntax repeats elements with `*` unless UNA says otherwise. */
function withRepetition(syntax: Syntax, text: string): Syntax {
  return /^UNB\+UNO[A-Z]:4/.test(text) ? { ...syntax, repetition: '*' } : syntax;
}

function check(syntax: Syntax, segment: string, start: number): Detected {
  const signs = separatorsOf(syntax);
  const isUsable = signs.every((sign) => sign !== '' && !/[A-Za-z0-9 ]/.test(sign));
  if (isUsable && new Set(signs).size === signs.length) return { syntax, start };
  return { fault: fault(segment, `its separators ${JSON.stringify(signs.join(' '))} cannot be told apart`) };
}

export const separatorsOf = ({ segment, element, component, repetition, release }: Syntax): readonly string[] =>
  [segment, element, component, repetition, release].filter((sign) => sign !== undefined);

const fault = (segment: string, reason: string): EdiFault => ({ code: 'separators', segment, position: 1, reason });
