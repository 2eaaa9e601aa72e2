/** An automation rule of Odoo 19 has actions of its own. */
import type { OutboxRules } from '../../outbox-table.ts';

export const outboxRules: OutboxRules = {
  rule: ({ name, model, trigger, code }) => ({
    ...{ name, trigger, model_id: model },
    action_server_ids: [[0, 0, { name, code, model_id: model, state: 'code' }]],
  }),
  job: {},
};
