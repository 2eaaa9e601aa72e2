/** Templates → the palette's examples: `flows/<template>/flow.json` becomes `examples/<Area>/NN - Title.json`. */
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';

export function copyExamples(root: string): readonly string[] {
  const examples = join(root, 'nodes/examples');
  rmSync(examples, { recursive: true, force: true });
  const flows = join(root, 'flows');
  // Small flows that show one node; they post nothing, so they have no scenarios.
  if (existsSync(join(flows, '_examples'))) cpSync(join(flows, '_examples'), examples, { recursive: true });
  const folders = readdirSync(flows).filter((name) => existsSync(join(flows, name, 'flow.json')));
  for (const folder of folders) {
    const name = exampleName(join(flows, folder));
    mkdirSync(dirname(join(examples, name)), { recursive: true });
    cpSync(join(flows, folder, 'flow.json'), join(examples, name));
  }
  return readdirSync(examples, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.json'));
}

/** Example site packs travel with the palette; a flow from Examples then runs without anything else. */
export function copySitePacks(root: string): void {
  const packs = join(root, 'nodes/site-packs');
  rmSync(packs, { recursive: true, force: true });
  mkdirSync(packs, { recursive: true });
  const source = join(root, 'flows/_sites');
  for (const name of existsSync(source) ? readdirSync(source) : []) {
    if (name.endsWith('.json')) cpSync(join(source, name), join(packs, name));
  }
}

/** The scenario file says what a template is; an id list of nodes has no title. */
function exampleName(folder: string): string {
  const paper = JSON.parse(readFileSync(join(folder, 'scenarios.json'), 'utf8')) as {
    template: { code: string; area: string; title: string };
  };
  const { code, area, title } = paper.template;
  return `${area}/${code.slice(2)} - ${title}.json`;
}
