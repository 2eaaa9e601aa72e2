/** Entry of the journal configuration node. */
import { journalFile, openJournal } from '../../adapters/sqlite/journal.ts';
import { system } from '../../adapters/system.ts';
import { registerConfig } from '../../host/register.ts';
import { definition } from './definition.ts';
import { checkJournal, openResource, type Storage } from './resource.ts';

const storage: Storage = {
  open: ({ file, userDir, ...settings }) => openJournal({ ...settings, file: journalFile(userDir, file) }),
};

export default registerConfig(definition, system, (context) => openResource(context, storage), {
  actions: { check: (_input, context) => checkJournal(context) },
});
