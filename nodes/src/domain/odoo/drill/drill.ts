/**
 * The drill before an upgrade: what deployed flows want of Odoo, asked of the server they run on and of the one they shall
 * run on. Reads only. A row says that it works there, or why it breaks and what takes its place.
 */
import { type Erp, type ErpProfile, ok, type Result } from '../../ports.ts';
import { capabilities } from '../capabilities.ts';
import { recordCalls } from '../dialects/records.ts';
import { fieldAfter, RENAMED_MODELS, speaksAfter } from '../dialects/renamed.ts';
import { specOf } from '../intents/catalogue.ts';
import { ORDER_NEEDS } from '../rights.ts';
import { fieldsAmong } from '../still-right-reads.ts';
import type { Named, Usage } from './usage.ts';

export type Verdict = 'works' | 'breaks' | 'broken-before';

export interface DrillRow {
  /** `produce`, or `reads stock.lot`. */
  readonly what: string;
  readonly flows: readonly string[];
  readonly verdict: Verdict;
  readonly because: string;
  readonly replacedBy: string;
}

export interface Servers {
  /** Absent: nothing is known of before, and whatever is missing breaks. */
  readonly from: Erp | undefined;
  readonly to: Erp;
}

export async function drill(usages: readonly Usage[], servers: Servers): Promise<Result<readonly DrillRow[]>> {
  const kinds = [...new Set(usages.flatMap((usage) => usage.kinds))];
  const intents = await ofIntents(kinds, usages, servers);
  if (!intents.ok) return intents;
  const named = await ofNames(usages, servers);
  if (!named.ok) return named;
  const profile = await servers.to.profile();
  if (!profile.ok) return profile;
  return ok([...intents.value, ...named.value, ...ofMentions(usages, profile.value)]);
}

async function ofIntents(
  kinds: readonly string[],
  usages: readonly Usage[],
  { from, to }: Servers,
): Promise<Result<readonly DrillRow[]>> {
  const [then, now] = [from ? await capabilities(from, kinds) : undefined, await capabilities(to, kinds)];
  if (then && !then.ok) return then;
  if (!now.ok) return now;
  const changed = await modelChanges({ from, to });
  if (!changed.ok) return changed;
  return ok(
    now.value.intents.map(({ kind, missing }) => {
      const before = then?.value.intents.find((one) => one.kind === kind)?.missing ?? [];
      const models = new Set((specOf(kind)?.needs ?? ORDER_NEEDS).map(([model]) => model));
      return {
        ...{ what: kind, flows: usages.filter((usage) => usage.kinds.includes(kind)).map(({ flow }) => flow) },
        verdict: verdictOf(missing.length > 0, before.length > 0),
        because: missing.join(', '),
        replacedBy: changed.value
          .filter(({ model }) => models.has(model))
          .map(({ words }) => words)
          .join(', '),
      };
    }),
  );
}

const verdictOf = (isBroken: boolean, wasBroken: boolean): Verdict =>
  isBroken ? (wasBroken ? 'broken-before' : 'breaks') : 'works';

/** Models that the two versions name differently: the intents' tables know both. */
async function modelChanges({ from, to }: Servers): Promise<Result<readonly { model: string; words: string }[]>> {
  const names = await Promise.all([from, to].map(async (erp) => (erp ? await modelNames(erp) : ok(undefined))));
  const [before, after] = names;
  if (!before?.ok) return before ?? ok([]);
  if (!after?.ok) return after ?? ok([]);
  if (!before.value) return ok([]);
  const models = [...new Set([...Object.keys(before.value), ...Object.keys(after.value ?? {})])];
  return ok(
    models.flatMap((model) => {
      const [old, next] = [before.value?.[model] ?? model, after.value?.[model] ?? model];
      return old === next ? [] : [{ model, words: `${next} instead of ${old}, by itself` }];
    }),
  );
}

async function modelNames(erp: Erp): Promise<Result<Readonly<Record<string, string>>>> {
  const profile = await erp.profile();
  if (!profile.ok) return profile;
  const calls = recordCalls(profile.value);
  return calls.ok ? ok(calls.value.models) : calls;
}

/** Models and fields that flows read or follow by their own names. */
async function ofNames(usages: readonly Usage[], { from, to }: Servers): Promise<Result<readonly DrillRow[]>> {
  const found: DrillRow[] = [];
  const models = [...new Set(usages.flatMap(({ names }) => names.map(({ model }) => model)))].sort();
  for (const model of models) {
    const flows = usages.filter(({ names }) => names.some((one) => one.model === model));
    const named: Named = {
      model,
      fields: [
        ...new Set(
          flows.flatMap(({ names }) => names.filter((one) => one.model === model)).flatMap(({ fields }) => fields),
        ),
      ],
    };
    const [then, now] = [from ? await missingNames(from, named) : ok([]), await missingNames(to, named)];
    if (!then.ok) return then;
    if (!now.ok) return now;
    const after = now.value.map((name) => (name === model ? RENAMED_MODELS[model] : fieldAfter(model, name)));
    found.push({
      ...{ what: `reads ${model}`, flows: flows.map(({ flow }) => flow) },
      verdict: verdictOf(
        now.value.length > 0,
        now.value.every((name) => then.value.includes(name)) && then.value.length > 0,
      ),
      because: now.value.length > 0 ? `there is no ${now.value.join(', ')}` : '',
      replacedBy: after.flatMap((name) => (name === undefined ? [] : [name])).join(', '),
    });
  }
  return ok(found);
}

/** The model itself when the server has none, else those of its fields that are missing. */
async function missingNames(erp: Erp, { model, fields }: Named): Promise<Result<readonly string[]>> {
  const known = await fieldsAmong(erp, model, ['id', ...fields]);
  if (!known.ok) return known;
  if (known.value.length === 0) return ok([model]);
  return ok(fields.filter((field) => !known.value.includes(field)));
}

/** Old names in the text of a function or a change node: nobody can try them, a person must look. */
function ofMentions(usages: readonly Usage[], { major }: ErpProfile): readonly DrillRow[] {
  if (!speaksAfter(major)) return [];
  const names = [...new Set(usages.flatMap(({ mentions }) => mentions))];
  return names.map((name) => ({
    ...{
      what: `names ${name}`,
      flows: usages.filter(({ mentions }) => mentions.includes(name)).map(({ flow }) => flow),
    },
    verdict: 'breaks',
    because: `Odoo ${major} does not call anything ${name}`,
    replacedBy: RENAMED_MODELS[name] ?? fieldAfter('', name) ?? '',
  }));
}
