/** Values of elements: as a partner writes them ↔ as we keep them. A fault is a reason, never a guess. */
import type { FaultCode } from './fault.ts';
import type { ValuePlace } from './message-map.ts';
import type { Syntax } from './syntax.ts';

export type ReadValue = { readonly value: string } | { readonly code: FaultCode; readonly reason: string };

/** `format` is the format qualifier of an EDIFACT date. */
export function readValue(text: string, place: ValuePlace, syntax: Syntax, format: string): ReadValue {
  if (text.length > place.max) return { code: 'too-long', reason: `it has more than ${place.max} characters` };
  if (/\p{Cc}/u.test(text)) return { code: 'characters', reason: 'it contains control characters' };
  if (place.codes) {
    const word = Object.hasOwn(place.codes, text) ? place.codes[text] : undefined;
    return word === undefined
      ? { code: 'code-unknown', reason: `the code "${text}" is not known here` }
      : { value: word };
  }
  switch (place.as) {
    case 'text':
      return { value: text };
    case 'number':
      return readNumber(text, syntax);
    case 'date':
      return readDate(text);
    case 'dtm':
      return readDtm(text, format);
  }
}

/** Both marks are a decimal mark in EDIFACT, whatever UNA says; a second one is a mistake. */
function readNumber(text: string, { standard }: Syntax): ReadValue {
  const pointed = standard === 'edifact' ? text.replace(',', '.') : text;
  const parts = /^(-?)(\d{0,15})(?:\.(\d{0,9}))?$/.exec(pointed);
  const [, sign = '', whole = '', fraction = ''] = parts ?? [];
  if (!parts || whole + fraction === '') return { code: 'number-invalid', reason: `"${text}" is no decimal number` };
  const digits = `${whole.replace(/^0+(?=\d)/, '') || '0'}${fraction.replace(/0+$/, '') === '' ? '' : `.${fraction.replace(/0+$/, '')}`}`;
  return { value: digits === '0' ? '0' : sign + digits };
}

/** X12: CCYYMMDD, or YYMMDD of old partners. */
function readDate(text: string): ReadValue {
  return calendarDay(/^\d{6}$/.test(text) ? `20${text}` : text, text);
}

const FORMATS: Readonly<Record<string, RegExp>> = {
  '101': /^\d{6}$/,
  '102': /^\d{8}$/,
  '201': /^\d{10}$/,
  '203': /^\d{12}$/,
  '204': /^\d{14}$/,
  // A zone follows; day and time are those of the partner.
  '303': /^\d{12}[+\-A-Z][\dA-Z]{2}$/,
  '304': /^\d{14}[+\-A-Z][\dA-Z]{2}$/,
};

function readDtm(text: string, format: string): ReadValue {
  const shape = Object.hasOwn(FORMATS, format) ? FORMATS[format] : undefined;
  if (!shape) {
    const served = Object.keys(FORMATS).join(', ');
    return { code: 'date-invalid', reason: `the date format "${format}" is not served (${served})` };
  }
  if (!shape.test(text)) return { code: 'date-invalid', reason: `"${text}" is no date of format ${format}` };
  const full = format === '101' || format === '201' ? `20${text}` : text;
  const day = calendarDay(full.slice(0, 8), text);
  const [hour, minute] = [full.slice(8, 10), full.slice(10, 12)];
  if (!('value' in day) || hour === '') return day;
  if (Number(hour) > 23 || Number(minute) > 59) return { code: 'date-invalid', reason: `"${text}" is no time of day` };
  return { value: `${day.value}T${hour}:${minute}` };
}

function calendarDay(digits: string, text: string): ReadValue {
  const iso = `${digits.slice(0, 4)}-${digits.slice(4, 6)}-${digits.slice(6, 8)}`;
  const ms = /^\d{8}$/.test(digits) ? Date.parse(`${iso}T00:00:00Z`) : Number.NaN;
  const isDay = !Number.isNaN(ms) && new Date(ms).toISOString().startsWith(iso);
  return isDay ? { value: iso } : { code: 'date-invalid', reason: `"${text}" is no date` };
}

/** The text and, for an EDIFACT date, its format qualifier. */
export function writeValue(value: string, place: ValuePlace, syntax: Syntax): { text: string; format?: string } {
  if (place.codes) {
    const [code] = Object.entries(place.codes).find(([, word]) => word === value) ?? [value];
    return { text: code };
  }
  switch (place.as) {
    case 'text':
      return { text: value };
    case 'number':
      return { text: syntax.decimal === ',' ? value.replace('.', ',') : value };
    case 'date':
      return { text: value.replaceAll('-', '') };
    case 'dtm':
      return { text: value.replaceAll(/[-T:]/g, ''), format: value.length > 10 ? '203' : '102' };
  }
}
