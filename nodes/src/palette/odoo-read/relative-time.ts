/** Times that move with the clock: `now-8h`, `today`, `today-7d`, `date:today` for fields without a time. */
const UNIT_MS: Readonly<Record<string, number>> = { m: 60_000, h: 3_600_000, d: 86_400_000, w: 604_800_000 };
const WORDS = /^(date:)?(now|today)(?:\s*([+-])\s*(\d{1,4})\s*([mhdw]))?$/;

/** As Odoo writes it, in UTC; a day begins at midnight UTC. Undefined when the words mean nothing. */
export function relativeTime(words: string, nowMs: number): string | undefined {
  const match = WORDS.exec(words.trim());
  if (!match) return undefined;
  const [, isDate, base, sign, count = '0', unit = 'd'] = match;
  const start = base === 'today' ? Math.floor(nowMs / 86_400_000) * 86_400_000 : nowMs;
  const shift = Number(count) * (UNIT_MS[unit] ?? 0) * (sign === '-' ? -1 : 1);
  const text = new Date(start + shift).toISOString();
  return isDate ? text.slice(0, 10) : text.slice(0, 19).replace('T', ' ');
}
