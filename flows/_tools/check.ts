/** `npm run flow:check [template …]`: the static rules of every template. Exit code 1 when something is found. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Finding, Inspection, Rule } from './finding.ts';
import { loadPalette, type Palette } from './palette.ts';
import { holdsNoAddress, holdsNoSecret, holdsNoSiteCode, speaksNoOdoo } from './rules/hygiene.ts';
import { pageIsComplete, scenariosCover, tabsAreDescribed, variablesAreDocumented } from './rules/papers.ts';
import { configurationsParse, typesAreKnown, wiresLand } from './rules/parts.ts';
import { odooCommandsNothing, telemetryIsReduced, troubleIsKept, withoutApproved } from './rules/paths.ts';
import { runAsMain } from './run.ts';
import { siteCodesOf } from './site-codes.ts';
import { FLOWS, readTemplate, type Template, templateFolders } from './template.ts';

export const RULES: readonly Rule[] = [
  typesAreKnown,
  configurationsParse,
  wiresLand,
  holdsNoSecret,
  holdsNoAddress,
  speaksNoOdoo,
  holdsNoSiteCode,
  troubleIsKept,
  telemetryIsReduced,
  odooCommandsNothing,
  tabsAreDescribed,
  variablesAreDocumented,
  pageIsComplete,
  scenariosCover,
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
  const folders = names.length > 0 ? names : templateFolders();
  let found = 0;
  for (const folder of folders) {
    const findings = inspect(readTemplate(folder), palette, siteCodes);
    found += findings.length;
    console.log(findings.length === 0 ? `${folder}: ok` : `${folder}: ${findings.length} finding(s)`);
    for (const finding of findings) console.log(explainFinding(finding));
  }
  if (folders.length === 0) console.log('No template found under flows/.');
  return found > 0 || folders.length === 0 ? 1 : 0;
}

runAsMain(import.meta.filename, main);
