/** Entry of the Odoo connection. */
import { readSwitch, writeSwitch } from '../../adapters/files/operator-switch.ts';
import { openBatch } from '../../adapters/odoo/batch.ts';
import { openErp } from '../../adapters/odoo/client.ts';
import { system } from '../../adapters/system.ts';
import { registerConfig } from '../../host/register.ts';
import { tellAbilities } from './abilities-told.ts';
import { definition } from './definition.ts';
import { examine } from './examine.ts';
import { switchTo } from './operator.ts';
import { chooseField, chooseFieldPath, chooseModel } from './pickers.ts';
import { type Outside, openConnection, settingsOf, withBatch } from './resource.ts';

/** A person waits at the form: an answer after 15 s is as good as none. */
const TEST_DEADLINE_MS = 15_000;

const outside: Outside = { connect: openErp, batch: openBatch, switches: { read: readSwitch, write: writeSwitch } };

export default registerConfig(definition, system, (context) => openConnection(context, outside), {
  actions: {
    test: (_input, { config }) =>
      examine(withBatch(openErp({ ...settingsOf(config), deadlineMs: TEST_DEADLINE_MS }), config, outside)),
    abilities: tellAbilities,
    automatic: switchTo('automatic'),
    'read-only': switchTo('read-only'),
    manual: switchTo('manual'),
  },
  browse: { 'odoo-models': chooseModel, 'odoo-fields': chooseField, 'odoo-field-paths': chooseFieldPath },
});
