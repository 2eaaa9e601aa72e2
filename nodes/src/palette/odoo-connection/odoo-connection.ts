/** Entry of the Odoo connection. */
import { readSwitchings, writeSwitchings } from '../../adapters/files/operator-switch.ts';
import { openBatch } from '../../adapters/odoo/batch.ts';
import { openErp } from '../../adapters/odoo/client.ts';
import { system } from '../../adapters/system.ts';
import { registerConfig } from '../../host/register.ts';
import { tellAbilities } from './abilities-told.ts';
import { definition } from './definition.ts';
import { examine, TEST_DEADLINE_MS } from './examine.ts';
import { switchActions } from './operator.ts';
import { chooseField, chooseFieldPath, chooseModel } from './pickers.ts';
import { type Outside, openConnection, settingsOf, withBatch } from './resource.ts';

const outside: Outside = {
  connect: openErp,
  batch: openBatch,
  switches: { read: readSwitchings, write: writeSwitchings },
};

export default registerConfig(definition, system, (context) => openConnection(context, outside), {
  actions: {
    test: (_input, { config }) =>
      examine(withBatch(openErp({ ...settingsOf(config), deadlineMs: TEST_DEADLINE_MS }), config, outside)),
    abilities: tellAbilities,
    ...switchActions,
  },
  browse: { 'odoo-models': chooseModel, 'odoo-fields': chooseField, 'odoo-field-paths': chooseFieldPath },
});
