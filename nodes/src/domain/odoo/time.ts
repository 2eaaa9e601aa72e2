/** From RFC 3339 to what Odoo takes: UTC without zone; it refuses everything else (19.0, measured). */
export const odooTime = (instant: string): string => new Date(instant).toISOString().slice(0, 19).replace('T', ' ');
