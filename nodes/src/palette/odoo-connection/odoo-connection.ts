/** Entry of the Odoo connection. */
import { openErp } from '../../adapters/odoo/client.ts';
import { system } from '../../adapters/system.ts';
import { registerConfig } from '../../host/register.ts';
import { definition } from './definition.ts';
import { examine } from './examine.ts';
import { chooseField, chooseModel } from './pickers.ts';
import { openConnection, settingsOf } from './resource.ts';

/** A person waits at the form: an answer after 15 s is as good as none. */
const TEST_DEADLINE_MS = 15_000;

export default registerConfig(definition, system, (context) => openConnection(context.config, openErp), {
  actions: {
    test: (_input, context) => examine(openErp({ ...settingsOf(context.config), deadlineMs: TEST_DEADLINE_MS })),
  },
  browse: { 'odoo-models': chooseModel, 'odoo-fields': chooseField },
});
