/** Values as they travel and as they are stored. Python's `False` for "not set" is `false` here too, like on the wire. */
export type Json = null | boolean | number | string | Json[] | { [key: string]: Json };
export type Vals = Record<string, Json>;
export type Row = Record<string, Json>;
export type Context = Record<string, Json>;

export const isObject = (value: Json | undefined): value is Vals =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Ids out of a loose value: `5`, `[1,2]`; strings and other strangers are dropped, as Odoo drops unknown ids. */
export const idsOf = (value: Json | undefined): number[] => {
  const list = Array.isArray(value) ? value : [value];
  return list.filter((entry): entry is number => typeof entry === 'number' && Number.isInteger(entry));
};

/** A value as Python prints it, for error texts. */
export function pythonText(value: Json | undefined, insideTuple = false): string {
  if (value === null || value === undefined) return 'None';
  if (value === true) return 'True';
  if (value === false) return 'False';
  if (typeof value === 'number') return String(value);
  if (typeof value === 'string') return `'${value}'`;
  if (Array.isArray(value)) {
    const inside = value.map((entry) => pythonText(entry)).join(', ');
    return insideTuple ? `(${inside})` : `[${inside}]`;
  }
  return `{${Object.entries(value)
    .map(([key, entry]) => `'${key}': ${pythonText(entry)}`)
    .join(', ')}}`;
}

/** Half-up rounding on decimals with an epsilon for binary noise: 2.675 at 2 digits is 2.68. */
export function roundTo(value: number, digits: number, method: 'HALF-UP' | 'UP' | 'DOWN' = 'HALF-UP'): number {
  const factor = 10 ** digits;
  const scaled = Math.abs(value) * factor;
  const noise = Math.min(Math.max(scaled, 1) * 1e-11, 1e-4);
  const whole =
    method === 'UP'
      ? Math.ceil(scaled - noise)
      : method === 'DOWN'
        ? Math.floor(scaled + noise)
        : Math.floor(scaled + 0.5 + noise);
  return whole === 0 ? 0 : (Math.sign(value) * whole) / factor;
}

/** -1, 0 or 1 after rounding both sides to `digits` decimals. */
export const compareAt = (left: number, right: number, digits: number): -1 | 0 | 1 => {
  const delta = roundTo(left - right, digits);
  return delta === 0 ? 0 : delta < 0 ? -1 : 1;
};

/** `YYYY-MM-DD HH:MM:SS` in UTC. */
export const dateTimeText = (ms: number): string => new Date(ms).toISOString().slice(0, 19).replace('T', ' ');

/** Milliseconds of a stored date and time. */
export const dateTimeMs = (text: string): number =>
  Date.parse(`${text.replace(' ', 'T')}${text.length > 10 ? 'Z' : 'T00:00:00Z'}`);
