/** A template folder: `flow.json`, `scenarios.json`, `README.md`. The scenario file also says what the template is. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { type Flow, readFlow } from './flow-file.ts';
import { scenarioSchema } from './scenario.ts';

const ROOT = join(import.meta.dirname, '../..');
export const FLOWS = join(ROOT, 'flows');

export const paperSchema = z.strictObject({
  template: z.strictObject({
    /** Catalogue name, such as T-03. */
    code: z.string().regex(/^T-\d{2}$/),
    /** Folder in the Import dialog. */
    area: z.string().regex(/^[A-Z][A-Za-z ]+$/),
    title: z.string().regex(/^[A-Z][A-Za-z ,-]+$/),
    summary: z.string().min(20),
    /** How soon an event must be in Odoo: R1 10 s, R2 60 s, R3 5 min, B1 shift, B2 day. */
    deliveryClass: z.enum(['R1', 'R2', 'R3', 'B1', 'B2']),
    /** Business objects it touches, in the plant's words. */
    objects: z.array(z.string()).min(1),
    protocols: z.array(z.string()).min(1),
    /** What its use case still lacks, each in a few words. */
    notYet: z.array(z.string().min(5)).default([]),
  }),
  /** Every `${VARIABLE}` of the flow with its meaning. */
  variables: z.record(z.string().regex(/^[A-Z][A-Z0-9_]*$/), z.string().min(10)),
  /** Approved exceptions from a static rule: each with a reason and a name of the approving role. */
  exceptions: z
    .array(z.strictObject({ rule: z.string(), node: z.string(), reason: z.string().min(20), approvedBy: z.string() }))
    .default([]),
  scenarios: z.array(scenarioSchema),
});

export type TemplatePaper = z.output<typeof paperSchema>;

export interface Template {
  /** Folder name, such as `t03-completion`. */
  readonly folder: string;
  readonly path: string;
  readonly flow: Flow;
  readonly paper: TemplatePaper;
  readonly readme: string;
  /** Test files that should play its scenarios and do not. */
  readonly tests: { readonly missing: readonly string[] };
}

/** Folders that are called like a template: a letter, two digits, a name. */
export function folderNames(flows = FLOWS): readonly string[] {
  return readdirSync(flows)
    .filter((name) => /^t\d{2}-[a-z-]+$/.test(name))
    .sort();
}

export const FILES = ['flow.json', 'scenarios.json'];

/** Those that hold one. */
export function templateFolders(flows = FLOWS): readonly string[] {
  return folderNames(flows).filter((name) => FILES.every((file) => existsSync(join(flows, name, file))));
}

/** Throws with the file's name and zod's readable list when a file is not what it should be. */
export function readTemplate(folder: string, flows = FLOWS): Template {
  const path = join(flows, folder);
  const file = join(path, 'scenarios.json');
  const parsed = paperSchema.safeParse(JSON.parse(readFileSync(file, 'utf8')));
  if (!parsed.success) throw new Error(`${file}:\n${z.prettifyError(parsed.error)}`);
  const readme = join(path, 'README.md');
  return {
    folder,
    path,
    flow: readFlow(join(path, 'flow.json')),
    paper: parsed.data,
    readme: existsSync(readme) ? readFileSync(readme, 'utf8') : '',
    tests: { missing: testsWithout(folder) },
  };
}

/** Test files are read as text: importing them would run them. */
function testsWithout(folder: string): readonly string[] {
  const tests = join(ROOT, 'test/flows');
  const own = readdirSync(tests).filter((name) => name.startsWith(`${folder}.`) && name.endsWith('.test.ts'));
  const plays = (file: string): boolean => readFileSync(join(ROOT, file), 'utf8').includes(`'${folder}'`);
  const simulated = own.some((name) => plays(`test/flows/${name}`)) ? [] : [`test/flows/${folder}.test.ts`];
  const live = ['test/live/flows.test.ts', 'test/live/machine-flows.test.ts'];
  return [...simulated, ...(live.some(plays) ? [] : live.slice(0, 1))];
}

export function readTemplates(flows = FLOWS): readonly Template[] {
  return templateFolders(flows).map((folder) => readTemplate(folder, flows));
}

/** Where the Import dialog shows it: `<Area>/<NN> - <Title>.json`. */
export function exampleName(paper: TemplatePaper): string {
  const { code, area, title } = paper.template;
  return `${area}/${code.slice(2)} - ${title}.json`;
}
