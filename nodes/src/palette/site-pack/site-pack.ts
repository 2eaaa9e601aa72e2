/** Entry of the site-pack configuration node. */
import { packFolders } from '../../adapters/files/folders.ts';
import { describePack, listPacks, loadPack, stampOf } from '../../adapters/files/site-packs.ts';
import { system } from '../../adapters/system.ts';
import { eventNames } from '../../domain/canonical/registry.ts';
import { registerConfig } from '../../host/register.ts';
import { definition } from './definition.ts';
import { chooseEndpoint, chooseEquipment, choosePack, type Disk, openSitePack } from './resource.ts';

const disk: Disk = {
  load: (name, userDir) => loadPack(name, packFolders(userDir), process.env),
  list: (userDir) => listPacks(packFolders(userDir)),
  stamp: stampOf,
};

export default registerConfig(definition, system, (context) => openSitePack(context, disk), {
  actions: {
    check: (_input, context) => describePack(context.config.pack, packFolders(context.userDir), process.env),
  },
  browse: {
    'site-packs': (_query, host) => choosePack(disk, host),
    equipment: chooseEquipment,
    endpoints: chooseEndpoint,
    'event-types': () => eventNames.map((name) => ({ value: name, label: name })),
  },
});
