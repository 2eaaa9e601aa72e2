/** From Odoo's records to the names of the plant: products, units and work centres, by the bindings of the site pack. */
import { z } from 'zod';
import type { Failure } from '../../failure.ts';
import { type Erp, fail, ok, type Result } from '../../ports.ts';
import type { SitePackResource } from '../../site/resource.ts';
import { unitCodeOf } from '../materials.ts';
import { rows, textOrNone } from '../rows.ts';

type Domain = 'material' | 'uom' | 'equipment';

interface Named {
  readonly name: string;
  readonly code?: string | undefined;
  readonly barcode?: string | undefined;
  readonly externalId?: string | undefined;
  readonly tracking?: string | undefined;
}

export interface OrderNames {
  name(domain: Domain, id: number, at: string): Result<string>;
  tracking(product: number): 'none' | 'lot' | 'serial';
  /** Recipe of what is made, by the bill of materials or by the material; none where the plant works without. */
  recipe(made: Made, at: string): Result<Recipe | undefined>;
}

export interface Made {
  readonly bill: string;
  readonly material: string;
}

export interface Recipe {
  readonly recipeId: string;
  readonly recipeVersion: string;
}

export interface Wanted {
  readonly material: readonly number[];
  readonly uom: readonly number[];
  readonly equipment: readonly number[];
}

const product = z.object({
  ...{ id: z.number(), display_name: z.string(), default_code: textOrNone, barcode: textOrNone },
  tracking: z.string(),
});
const workcenter = z.object({ id: z.number(), name: z.string(), code: textOrNone });
const unit = z.object({ id: z.number(), name: z.string() });

export async function readNames(
  erp: Erp,
  site: SitePackResource,
  system: string,
  wanted: Wanted,
): Promise<Result<OrderNames>> {
  const ask = (ids: readonly number[]) => ({ domain: [['id', 'in', ids]] as const });
  const products = await rows(erp, { model: 'product.product', row: product, ...ask(wanted.material) });
  if (!products.ok) return products;
  const units = await rows(erp, { model: 'uom.uom', row: unit, ...ask(wanted.uom) });
  if (!units.ok) return units;
  const machines = await rows(erp, { model: 'mrp.workcenter', row: workcenter, ...ask(wanted.equipment) });
  if (!machines.ok) return machines;
  const externalIds = new Map<string, string>();
  for (const [model, ids] of [
    ['product.product', wanted.material],
    ['uom.uom', wanted.uom],
    ['mrp.workcenter', wanted.equipment],
  ] as const) {
    const answer = await readExternalIds(erp, model, ids);
    if (!answer.ok) return answer;
    for (const [id, name] of Object.entries(answer.value)) if (name !== '') externalIds.set(`${model} ${id}`, name);
  }
  const book = new Map<string, Named>([
    ...products.value.map(({ id, display_name, default_code, ...rest }): [string, Named] => [
      `material ${id}`,
      { ...rest, name: display_name, code: default_code, externalId: externalIds.get(`product.product ${id}`) },
    ]),
    ...units.value.map(({ id, name }): [string, Named] => [
      `uom ${id}`,
      { name, externalId: externalIds.get(`uom.uom ${id}`) },
    ]),
    ...machines.value.map(({ id, ...rest }): [string, Named] => [
      `equipment ${id}`,
      { ...rest, externalId: externalIds.get(`mrp.workcenter ${id}`) },
    ]),
  ]);
  return ok({
    name: (domain, id, at) => canonical(site, system, domain, book.get(`${domain} ${id}`), at),
    tracking: (id) =>
      z
        .enum(['none', 'lot', 'serial'])
        .catch('none')
        .parse(book.get(`material ${id}`)?.tracking),
    recipe: (made, at) => recipeOf(site, system, made, at),
  });
}

function recipeOf(
  { crosswalk, pack }: SitePackResource,
  system: string,
  { bill, material }: Made,
  at: string,
): Result<Recipe | undefined> {
  const wanted = pack.release?.recipe ?? 'known';
  if (wanted === 'none') return ok(undefined);
  const ofBill = crosswalk.canonical('recipe', system, bill, at);
  const found = ofBill.ok ? ofBill : crosswalk.canonical('recipe', system, material, at);
  if (!found.ok)
    return wanted === 'required' ? fail({ ...found.failure, nextStep: nextStepOf(found.failure) }) : ok(undefined);
  const cut = found.value.lastIndexOf('/');
  return ok({ recipeId: found.value.slice(0, cut), recipeVersion: found.value.slice(cut + 1) });
}

/** Nothing has to be replayed: the order is looked at again. */
const nextStepOf = ({ nextStep }: Failure): string =>
  nextStep.replace(/deploy, and replay this message\.$/, 'and deploy; the order is released then.');

async function readExternalIds(
  erp: Erp,
  model: string,
  ids: readonly number[],
): Promise<Result<Record<string, string>>> {
  if (ids.length === 0) return ok({});
  const answer = await erp.call({ model, method: 'get_external_id', ids, repeatable: true });
  return answer.ok ? ok(z.record(z.string(), z.string()).catch({}).parse(answer.value)) : answer;
}

/** A binding says it; a unit that Odoo ships speaks for itself; else the crosswalk, by the code Odoo has. */
function canonical(
  site: SitePackResource,
  system: string,
  domain: Domain,
  named: Named | undefined,
  at: string,
): Result<string> {
  if (!named) return fail(unmapped(domain, 'a record that is gone', site));
  const bound = site.pack.bindings.find((one) => one.domain === domain && named[one.by] === one.value);
  if (bound) return ok(bound.canonicalId);
  const shipped = domain === 'uom' ? unitCodeOf(named.externalId) : undefined;
  if (shipped) return ok(shipped);
  const machine = domain === 'equipment' ? (site.equipment(named.code ?? '') ?? site.equipment(named.name)) : undefined;
  if (machine) return ok(machine.id);
  const known = site.crosswalk.canonical(domain, system, named.code ?? named.name, at);
  return known.ok ? known : fail(unmapped(domain, named.code ?? named.name, site));
}

const unmapped = (domain: Domain, code: string, { pack }: SitePackResource) => ({
  code: 'unmapped',
  class: 'data' as const,
  attempted: `find the ${domain} "${code}" of Odoo`,
  on: `bindings of site pack ${pack.name}`,
  reason: `no binding says what the ${domain} "${code}" of Odoo is in the plant`,
  nextStep: `Add it to "bindings" in site pack ${pack.name} and deploy; the order is released then.`,
});
