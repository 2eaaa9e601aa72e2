/** The view of the database one call works in: whose call, which context, what time. */
import { checkConstraint } from './check.ts';
import { compileDomain } from './domain.ts';
import { missingError, valueError } from './error.ts';
import { findExternal } from './external.ts';
import type { Model } from './model.ts';
import { sortRecords } from './order.ts';
import { Rec } from './record.ts';
import type { Store } from './store.ts';
import { type Context, dateTimeText, type Json, type Vals } from './value.ts';
import { createRecord } from './write.ts';

export interface World {
  readonly models: ReadonlyMap<string, Model>;
  readonly store: Store;
  readonly now: () => number;
  readonly uuid: string;
  /** What automation rules see: after a record was written, before it is deleted. */
  readonly observe?: (record: Rec, occasion: 'written' | 'deleted') => void;
}

export class Environment {
  readonly world: World;
  readonly uid: number;
  readonly context: Context;

  constructor(world: World, uid: number, context: Context = {}) {
    this.world = world;
    this.uid = uid;
    this.context = context;
  }

  get store(): Store {
    return this.world.store;
  }

  /** The transaction's clock, in Odoo's format. */
  get now(): string {
    return dateTimeText(this.world.now());
  }

  with(context: Context): Environment {
    return new Environment(this.world, this.uid, { ...this.context, ...context });
  }

  /** The same with this context and nothing else. */
  bare(context: Context): Environment {
    return new Environment(this.world, this.uid, context);
  }

  model(name: string): Model {
    const found = this.world.models.get(name);
    if (!found) throw new Error(`no model ${name}`);
    return found;
  }

  browse(model: string, id: number): Rec {
    return new Rec(this, this.model(model), id);
  }

  /** The records that exist; the first missing one is reported as Odoo does. */
  existing(model: string, ids: readonly number[]): Rec[] {
    return ids.map((id) => {
      if (!this.store.row(model, id)) throw missingError(model, id, this.uid);
      return this.browse(model, id);
    });
  }

  one(model: string, ids: readonly number[]): Rec {
    const [id] = ids;
    if (id === undefined || ids.length > 1)
      throw valueError(`Expected singleton: ${model}(${ids.join(', ')}${ids.length === 1 ? ',' : ''})`);
    const [record] = this.existing(model, [id]);
    if (!record) throw missingError(model, id, this.uid);
    return record;
  }

  /** Search with Odoo's defaults: archived rows are left out unless the domain or the context asks for them. */
  search(model: string, domain: Json = [], order?: string): Rec[] {
    const definition = this.model(model);
    const { matches, fields, candidates } = compileDomain(this, definition, domain);
    const hideArchived = 'active' in definition.fields && !fields.has('active') && this.context.active_test !== false;
    const ids = candidates ?? this.store.ids(model);
    const found: Rec[] = [];
    for (const id of ids) {
      const record = this.browse(model, id);
      if (!record.exists || (hideArchived && record.get('active') === false)) continue;
      if (matches(record)) found.push(record);
    }
    return sortRecords(found, order ?? definition.order ?? 'id', definition);
  }

  create(model: string, vals: Vals): Rec {
    return createRecord(this, this.model(model), vals);
  }

  check(record: Rec, fields: readonly string[]): void {
    checkConstraint(record, fields);
  }

  get user(): Rec {
    return this.browse('res.users', this.uid);
  }

  /** Rec behind an external id such as `uom.product_uom_kgm`. */
  ref(externalId: string): Rec | undefined {
    return findExternal(this, externalId);
  }
}
