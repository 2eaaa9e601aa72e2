/** Maintenance in Odoo 19: the description is HTML. */
import { paragraph } from '../../html.ts';

export const maintenance19 = { description: paragraph } as const;
