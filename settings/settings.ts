/** Node-RED's settings file: checks what it is given, prepares the data folder, composes the parts. */
import { processEnvironment, publish, refuse } from './environment.ts';
import { firstBoot } from './first-boot.ts';
import { observability, ownLine } from './observability.ts';
import { findRoot } from './place.ts';
import { credentialSecret, editorRemark, readTls, security } from './security.ts';
import { dataFolder, prepareDataFolder, storage } from './storage.ts';

const root = findRoot(import.meta.dirname);
const { environment, problems } = processEnvironment(root);
const { tls, problems: tlsProblems } = readTls(environment);
refuse([...problems, ...tlsProblems]);
refuse(prepareDataFolder(environment, root));
const folder = dataFolder(environment, root);
refuse(firstBoot(environment, root, folder).problems);
publish(environment);
const remark = editorRemark(environment);
if (remark !== undefined) process.stdout.write(`${ownLine(environment, remark)}\n`);

const settings = {
  uiPort: environment.PLANTWIRE_PORT,
  uiHost: environment.PLANTWIRE_HOST,
  ...storage(folder),
  ...security(environment, credentialSecret(environment, folder), tls),
  ...observability(environment),
  paletteCategories: [
    'plant',
    'events',
    'odoo',
    'operations',
    'subflows',
    'common',
    'function',
    'network',
    'sequence',
    'parser',
  ],
  editorTheme: {
    tours: false,
    page: { title: 'Plantwire' },
    header: { title: 'Plantwire' },
    projects: { enabled: false },
  },
};

// Node-RED requires this file; only this export name hands it the object itself, a default export would lose every setting.
export { settings as 'module.exports' };
