/** An automation rule of Odoo 14 is an action itself; a job says how often it runs. */
import type { OutboxRules } from '../../outbox-table.ts';

export const outboxRules: OutboxRules = {
  rule: ({ name, model, trigger, code }) => ({ name, trigger, code, model_id: model, state: 'code' }),
  job: { numbercall: -1, doall: false },
};
