/** `npm run flow:check [template …]`: the static rules of every template. Exit code 1 when something is found. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { aboutFile, type Finding, type Inspection, type Rule } from './finding.ts';
import { loadPalette, type Palette } from './palette.ts';
import { holdsNoAddress, holdsNoSecret, holdsNoSiteCode, speaksNoOdoo } from './rules/hygiene.ts';
import {
  pageIsComplete,
  scenariosAreRun,
  scenariosCover,
  tabsAreDescribed,
  variablesAreDocumented,
} from './rules/papers.ts';
import { configurationsParse, intentsAreNamed, typesAreKnown, wiresLand } from './rules/parts.ts';
import {
  deliveriesAreHandedOn,
  factsAreCertain,
  linksAreFixed,
  messagesAreKept,
  odooCommandsNothing,
  telemetryIsReduced,
  troubleIsKept,
  withoutApproved,
} from './rules/paths.ts';
import { runAsMain } from './run.ts';
import { siteCodesOf } from './site-codes.ts';
import { FILES, FLOWS, folderNames, readTemplate, type Template } from './template.ts';

export const RULES: readonly Rule[] = [
  typesAreKnown,
  configurationsParse,
  intentsAreNamed,
  wiresLand,
  holdsNoSecret,
  holdsNoAddress,
  speaksNoOdoo,
  holdsNoSiteCode,
  troubleIsKept,
  telemetryIsReduced,
  factsAreCertain,
  messagesAreKept,
  deliveriesAreHandedOn,
  linksAreFixed,
  odooCommandsNothing,
  tabsAreDescribed,
  variablesAreDocumented,
  pageIsComplete,
  scenariosCover,
  scenariosAreRun,
];

export function inspect(
  template: Template,
  palette: Palette,
  siteCodes: ReadonlyMap<string, string>,
): readonly Finding[] {
  const inspection: Inspection = { template, palette, siteCodes };
  return withoutApproved(
    RULES.flatMap((rule) => rule(inspection)),
    inspection,
  );
}

/** A folder whose files cannot be read as a template is a finding too. */
export function inspectFolder(
  folder: string,
  palette: Palette,
  siteCodes: ReadonlyMap<string, string>,
  flows = FLOWS,
): readonly Finding[] {
  const missing = FILES.filter((file) => !existsSync(join(flows, folder, file)));
  const remedy = 'Write it; without scenarios a template is not merged. flows/README.md says how.';
  if (missing.length > 0)
    return missing.map((file) => aboutFile('scenario', `${folder}/${file}`, 'is missing', remedy));
  return inspect(readTemplate(folder, flows), palette, siteCodes);
}

/** Codes of every site pack under `_sites`. */
export function readSiteCodes(flows = FLOWS): ReadonlyMap<string, string> {
  const folder = join(flows, '_sites');
  const files = existsSync(folder) ? readdirSync(folder).filter((name) => name.endsWith('.json')) : [];
  return siteCodesOf(files.map((name) => JSON.parse(readFileSync(join(folder, name), 'utf8')) as unknown));
}

export function explainFinding(finding: Finding): string {
  return `  [${finding.rule}] ${finding.where}: ${finding.problem}.\n      ${finding.remedy}`;
}

async function main(names: readonly string[]): Promise<number> {
  const palette = await loadPalette();
  const siteCodes = readSiteCodes();
  const folders = names.length > 0 ? names : folderNames();
  let found = 0;
  for (const folder of folders) {
    const findings = inspectFolder(folder, palette, siteCodes);
    found += findings.length;
    console.log(findings.length === 0 ? `${folder}: ok` : `${folder}: ${findings.length} finding(s)`);
    for (const finding of findings) console.log(explainFinding(finding));
  }
  if (folders.length === 0) console.log('No template found under flows/.');
  return found > 0 || folders.length === 0 ? 1 : 0;
}

runAsMain(import.meta.filename, main);
