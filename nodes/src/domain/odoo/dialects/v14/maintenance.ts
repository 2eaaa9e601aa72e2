/** Maintenance in Odoo 14: the description is plain text. */
export const maintenance14 = { description: (lines: readonly string[]): string => lines.join('\n') } as const;
