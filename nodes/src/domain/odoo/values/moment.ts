/** Days and times the way Odoo takes them: UTC, seconds, no zone. It refuses everything else (19.0, measured). */

const DAY = /^\d{4}-\d{2}-\d{2}$/;
const OWN = /^(\d{4}-\d{2}-\d{2}) (\d{2}:\d{2}:\d{2})$/;
/** RFC 3339 with its zone; without one nobody knows the moment. */
const INSTANT = /^(\d{4}-\d{2}-\d{2})[Tt]\d{2}:\d{2}:\d{2}(\.\d+)?([Zz]|[+-]\d{2}:\d{2})$/;

/** Undefined when it is no day of the calendar. */
export function dayOf(text: string): string | undefined {
  return DAY.test(text) && isReal(`${text}T00:00:00Z`, text) ? text : undefined;
}

/** Undefined when it is no moment, or when its zone is missing. */
export function momentOf(text: string): string | undefined {
  const own = OWN.exec(text);
  if (own) return isReal(`${own[1]}T${own[2]}Z`, `${own[1]}T${own[2]}`) ? text : undefined;
  const instant = INSTANT.exec(text);
  if (!instant || dayOf(instant[1] ?? '') === undefined) return undefined;
  const ms = Date.parse(text);
  if (Number.isNaN(ms)) return undefined;
  const utc = new Date(ms).toISOString();
  return utc.length === 24 ? utc.slice(0, 19).replace('T', ' ') : undefined;
}

/** 30 February becomes 2 March in some engines: what comes out must be what went in. */
function isReal(text: string, same: string): boolean {
  const ms = Date.parse(text);
  return !Number.isNaN(ms) && new Date(ms).toISOString().startsWith(same) && !same.startsWith('0000');
}
