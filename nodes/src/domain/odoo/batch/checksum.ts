/** A sum over text that Odoo's restricted Python can compute as well: no library is open to it there. */

export function checksum(text: string, factor = 31): number {
  let total = 0;
  for (const sign of text) total = (total * factor + (sign.codePointAt(0) ?? 0)) % 4_294_967_296;
  return total;
}

/** Tells the steps of one event apart; two factors make an accident as unlikely as 1 in 2^60. */
export const digest = (text: string): string =>
  checksum(text).toString(36).padStart(7, '0') + checksum(text, 65_599).toString(36).padStart(7, '0');
