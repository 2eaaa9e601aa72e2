/**
 * GS1 identification keys. Their last digit checks the others: modulo 10 with the weights 3 and 1, from the right (GS1
 * General Specifications, 7.9.1). It finds every single wrong digit, and most exchanges of two neighbours.
 */
import { z } from 'zod';

/** The digit that belongs behind these, whatever their number. */
export function checkDigit(digits: string): string {
  const sum = [...digits]
    .reverse()
    .reduce((total, digit, place) => total + Number(digit) * (place % 2 === 0 ? 3 : 1), 0);
  return String((10 - (sum % 10)) % 10);
}

/** The last digit is the check digit of the ones before it. */
export const isGs1 = (digits: string): boolean =>
  digits.length > 1 && checkDigit(digits.slice(0, -1)) === digits.at(-1);

/** Shape of a Serial Shipping Container Code (General Specifications, 3.3): AI 00 without its identifier. */
export const sscc = z.string().regex(/^\d{18}$/, 'an SSCC of 18 digits');

/** Absent is right: not everything that is packed carries a label. */
export const ssccIsRight = (code: string | undefined): boolean => code === undefined || isGs1(code);
