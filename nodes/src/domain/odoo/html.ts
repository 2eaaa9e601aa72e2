/** Text of the plant inside a field that Odoo shows as HTML. */
const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

const escaped = (text: string): string => text.replaceAll(/[&<>"]/g, (sign) => ENTITIES[sign] ?? sign);

/** One paragraph, one line each. */
export const paragraph = (lines: readonly string[]): string => `<p>${lines.map(escaped).join('<br>')}</p>`;
