/** Products of Odoo as the plant calls them, with their unit and GTIN; by the code of Odoo where no binding says more. */
import { z } from 'zod';
import { isGs1 } from '../canonical/gs1.ts';
import { type Erp, ok, type Result } from '../ports.ts';
import type { SitePackResource } from '../site/resource.ts';
import type { TracedProduct } from './genealogy-lines.ts';
import { unitCodeOf } from './materials.ts';
import { one, rows, textOrNone } from './rows.ts';

const row = z.object({
  ...{ id: z.number(), display_name: z.string(), default_code: textOrNone, barcode: textOrNone, uom_id: one },
  tracking: z.enum(['none', 'lot', 'serial']),
});

interface Named extends TracedProduct {
  /** UN/ECE Rec 20; none for what is counted by pieces, as EPCIS has it. */
  readonly uom?: string | undefined;
  readonly gtin?: string | undefined;
}

export class ProductNames {
  readonly #erp: Erp;
  readonly #site: SitePackResource;
  readonly #byId = new Map<number, Named>();

  constructor(erp: Erp, site: SitePackResource) {
    this.#erp = erp;
    this.#site = site;
  }

  readonly read = async (ids: readonly number[]): Promise<Result<ReadonlyMap<number, TracedProduct>>> => {
    const unknown = [...new Set(ids)].filter((id) => !this.#byId.has(id));
    if (unknown.length > 0) {
      const learned = await this.#learn(unknown);
      if (!learned.ok) return learned;
    }
    return ok(this.#byId);
  };

  uomOf = (name: string): string | undefined => this.#named(name)?.uom;
  gtinOf = (name: string): string | undefined => this.#named(name)?.gtin;

  #named(name: string): Named | undefined {
    return [...this.#byId.values()].find((product) => product.name === name);
  }

  async #learn(ids: readonly number[]): Promise<Result<void>> {
    const found = await rows(this.#erp, { model: 'product.product', row, domain: [['id', 'in', ids]] });
    if (!found.ok) return found;
    const products = await this.#externalIds('product.product', ids);
    if (!products.ok) return products;
    const units = await this.#externalIds('uom.uom', [...new Set(found.value.map(({ uom_id }) => uom_id))]);
    if (!units.ok) return units;
    for (const { id, display_name, default_code, barcode, tracking, uom_id } of found.value) {
      const keys = { externalId: products.value[id], code: default_code, barcode, name: display_name };
      const bound = this.#site.pack.bindings.find((one) => one.domain === 'material' && keys[one.by] === one.value);
      const uom = unitCodeOf(units.value[uom_id]);
      this.#byId.set(id, {
        ...{ name: bound?.canonicalId ?? default_code ?? display_name, tracking },
        ...{ uom: uom === 'C62' ? undefined : uom, gtin: gtinIn(barcode) },
      });
    }
    return ok(undefined);
  }

  async #externalIds(model: string, ids: readonly number[]): Promise<Result<Record<string, string>>> {
    if (ids.length === 0) return ok({});
    const answer = await this.#erp.call({ model, method: 'get_external_id', ids, repeatable: true });
    return answer.ok ? ok(z.record(z.string(), z.string()).catch({}).parse(answer.value)) : answer;
  }
}

/** Digits of a length that GS1 has, with the right check digit. */
const gtinIn = (barcode: string | undefined): string | undefined =>
  barcode !== undefined && /^(\d{8}|\d{12,14})$/.test(barcode) && isGs1(barcode)
    ? barcode.padStart(14, '0')
    : undefined;
