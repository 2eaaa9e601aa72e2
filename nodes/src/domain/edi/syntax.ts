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

/** ISA has fixed widths; behind these elements stand the component separator and the segment terminator. */
const ISA_WIDTHS = [2, 10, 2, 10, 2, 15, 2, 15, 6, 4, 1, 5, 9, 1, 1];
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
  const parts = text.slice(4, ISA_LENGTH).split(text.charAt(3));
  const wrong = ISA_WIDTHS.findIndex((width, at) => parts[at]?.length !== width);
  if (wrong >= 0) {
    return { fault: { ...fault('ISA', 'the element has not its fixed width'), element: wrong + 1 } };
  }
  const [component, segment] = [text.charAt(104), text.charAt(105)];
  const hasRepetition = text.slice(84, 89) >= FIRST_WITH_REPETITION;
  const repetition = hasRepetition ? { repetition: text.charAt(82) } : {};
  return check({ standard: 'x12', segment, element: text.charAt(3), component, ...repetition, decimal: '.' }, 'ISA', 0);
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
