/** One row seen by the rules of the models: typed getters over loose columns. */
import type { Environment } from './environment.ts';
import type { Field } from './field.ts';
import type { Model } from './model.ts';
import { readField } from './read.ts';
import { type Context, idsOf, type Json, type Vals } from './value.ts';
import { deleteRecords, writeRecords } from './write.ts';

export class Rec {
  readonly env: Environment;
  readonly model: Model;
  readonly id: number;

  constructor(env: Environment, model: Model, id: number) {
    this.env = env;
    this.model = model;
    this.id = id;
  }

  field(name: string): Field {
    const field = this.model.fields[name];
    if (!field) throw new Error(`${this.model.name} has no field ${name}`);
    return field;
  }

  /** Stored or computed value; relations as ids. */
  get(name: string): Json {
    return name === 'id' ? this.id : readField(this, name);
  }

  /** The stored column alone, without computing. */
  raw(name: string): Json {
    return this.env.store.row(this.model.name, this.id)?.[name] ?? false;
  }

  text(name: string): string {
    const value = this.get(name);
    return typeof value === 'string' ? value : '';
  }

  num(name: string): number {
    const value = this.get(name);
    return typeof value === 'number' ? value : 0;
  }

  flag(name: string): boolean {
    return this.get(name) === true;
  }

  one(name: string): Rec | undefined {
    const id = this.get(name);
    const relation = this.field(name).relation;
    return typeof id === 'number' && relation ? this.env.browse(relation, id) : undefined;
  }

  /** The target of a many2one that must be set. */
  must(name: string): Rec {
    const found = this.one(name);
    if (!found) throw new Error(`${this.model.name}(${this.id}).${name} is not set`);
    return found;
  }

  many(name: string): Rec[] {
    const relation = this.field(name).relation;
    return relation ? idsOf(this.get(name)).map((id) => this.env.browse(relation, id)) : [];
  }

  get exists(): boolean {
    return this.env.store.row(this.model.name, this.id) !== undefined;
  }

  is(other: Rec | undefined): boolean {
    return other !== undefined && other.id === this.id && other.model.name === this.model.name;
  }

  /** Same record, with more context. */
  with(context: Context): Rec {
    return this.env.with(context).browse(this.model.name, this.id);
  }

  /** Stores values without rules and without touching `write_date`, as recomputed columns do. */
  set(patch: Vals): void {
    this.env.store.update(this.model.name, this.id, patch);
    this.model.changed?.(this, Object.keys(patch));
    this.env.world.observe?.(this, 'written');
  }

  write(vals: Vals): void {
    writeRecords(this.env, this.model, [this.id], vals);
  }

  unlink(): void {
    deleteRecords(this.env, this.model, [this.id]);
  }

  get displayName(): string {
    if (this.model.displayName) return this.model.displayName(this);
    const named = this.model.recordName ?? 'name';
    return named in this.model.fields ? this.text(named) : `${this.model.name},${this.id}`;
  }
}
