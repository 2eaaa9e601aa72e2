/** Days of an order. Odoo holds one promised day an order; whatever else was said is told to people in a note. */
import type { Result } from '../../../ports.ts';
import { paragraph } from '../../html.ts';
import { createOnce } from '../../rows.ts';
import type { Task } from '../spec.ts';
import { SALE, type Sale } from './sale.ts';
import type { SalesOrder } from './sales-order-schema.ts';

export const NOTE = 'mail.message';

/** Noon in UTC is the same day nearly everywhere. */
export const atNoon = (day: string): string => `${day} 12:00:00`;
export const dayOf = ({ commitment_date: at }: Pick<Sale, 'commitment_date'>): string | undefined => at?.slice(0, 10);

const latest = (days: readonly (string | undefined)[]): string | undefined =>
  days
    .filter((day): day is string => day !== undefined)
    .sort()
    .at(-1);

/** The order is there when its last line is. */
export function committedDay({ promised, lines, commit }: SalesOrder): string | undefined {
  const day = promised ?? latest(lines.map((line) => line.promised));
  return day ?? (commit === 'wanted' ? latest(lines.map((line) => line.wanted)) : undefined);
}

/** What the one day of the order does not say. */
export function otherDays({ lines }: SalesOrder, day: string | undefined): string[] {
  return lines.flatMap(({ lineNo, wanted, promised }) => [
    ...(promised === undefined || promised === day ? [] : [`Line ${lineNo}: promised for ${promised}`]),
    ...(wanted === undefined || wanted === day ? [] : [`Line ${lineNo}: wanted for ${wanted}`]),
  ]);
}

/** A note in the history of the order, once. */
export const say = (
  { erp }: Pick<Task<unknown>, 'erp'>,
  id: string,
  sale: number,
  told: readonly string[],
): Promise<Result<number>> =>
  createOnce(erp, NOTE, {
    id,
    model: SALE,
    res_id: String(sale),
    body: paragraph(told),
    message_type: 'comment',
    'subtype_id/id': 'mail.mt_note',
  });
