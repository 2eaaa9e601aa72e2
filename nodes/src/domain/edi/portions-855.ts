/** The statements and the schedule of a line of an 855 → what becomes of which part of it. */
import { branches } from './convert.ts';
import type { Branch } from './message-map.ts';

export interface Portion {
  readonly status: string;
  readonly quantity?: string | undefined;
  readonly unit?: string | undefined;
  readonly date?: string | undefined;
}

/** `kind`: what the whole answer says, for lines that say nothing. */
export function portionsOf(line: Branch, kind: string): readonly Portion[] {
  const { ordered, orderedUnit } = line.values;
  const stated = statements(line);
  const whole = { quantity: ordered, unit: orderedUnit };
  const [first, ...more] = stated.length === 0 ? [{ status: kind }] : stated;
  if (!first) return [];
  // How much is meant beside other portions is not said where there is no quantity.
  if (more.length > 0) return stated;
  return scheduled(line, first) ?? [first.quantity === undefined ? { ...first, ...whole } : first];
}

/** A statement without a quantity that takes nothing away is about the whole line: it belongs to what is delivered. */
function statements(line: Branch): readonly Portion[] {
  const all = branches(line, 'answers').map(({ values }): Portion & { status: string } => ({
    status: values.status ?? '',
    quantity: values.quantity,
    unit: values.unit,
    date: values.date ?? values.delivery,
  }));
  const comes = ({ status }: Portion): boolean => status === 'accepted' || status === 'changed';
  const isRemark = (one: Portion): boolean => one.quantity === undefined && comes(one);
  const remarks = all.filter(isRemark);
  if (remarks.length === 0) return all;
  const portions = all.filter((one) => !isRemark(one));
  const delivered = portions.find(comes);
  const status = [...remarks, ...(delivered ? [delivered] : [])].some((one) => one.status === 'changed')
    ? 'changed'
    : 'accepted';
  const date = delivered?.date ?? remarks.find((one) => one.date !== undefined)?.date;
  return [{ ...delivered, status, date }, ...portions.filter((one) => one !== delivered)];
}

/** A statement that names its own day, or refuses, is not told otherwise by a schedule. */
function scheduled(line: Branch, { status, date }: Portion): readonly Portion[] | undefined {
  const schedule = branches(line, 'schedule');
  if (schedule.length === 0 || date !== undefined || status === 'rejected') return undefined;
  return schedule.map(({ values }) => ({ status, quantity: values.quantity, unit: values.unit, date: values.date }));
}
