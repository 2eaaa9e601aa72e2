/** `npm run flow:open -- t03-completion`: puts a template into the running instance, beside what is there. */
import type { Flow } from './flow-file.ts';
import { developmentInstance } from './instance.ts';
import { runAsMain } from './run.ts';
import { readTemplate, templateFolders } from './template.ts';

/** The template's tab replaces the one with the same id; a configuration node that is there already stays as it is. */
export function merge(running: Flow, template: Flow): Flow {
  const tabs = new Set(template.filter((node) => node.type === 'tab').map((node) => node.id));
  const kept = running.filter((node) => !tabs.has(node.id) && !tabs.has(node.z ?? ''));
  const present = new Set(kept.map((node) => node.id));
  return [...kept, ...template.filter((node) => !present.has(node.id))];
}

async function main(folder: string | undefined): Promise<number> {
  if (folder === undefined || !templateFolders().includes(folder)) {
    console.error(`Name a template: ${templateFolders().join(', ')}`);
    return 1;
  }
  const instance = developmentInstance();
  const { rev, flows } = await instance.read();
  await instance.deploy({ rev, flows: merge(flows, readTemplate(folder).flow) });
  console.log(`${folder} is in the editor. Draw, deploy, then: npm run flow:save -- ${folder}`);
  return 0;
}

runAsMain(import.meta.filename, (args) => main(args[0]));
