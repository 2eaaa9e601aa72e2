/** Where events come from. A source knows what truly happened, whatever the process under test made of it. */

import type { Node } from '../flows/bench/flow-side.ts';
import type { Quantities } from '../flows/bench/odoo-records.ts';
import type { OdooSide } from '../flows/bench/odoo-side.ts';
import type { Chance } from './chance.ts';
import type { Teller } from './teller.ts';

/** What Odoo must hold about one order, from the ledger the source kept. */
export interface Expected {
  readonly order: string;
  readonly id: number;
  readonly produced: Quantities;
  readonly scrapped: Quantities;
  readonly consumed: Quantities;
  readonly byproducts: Quantities;
  /** Good pieces on the shelf, by lot. */
  readonly stock: Quantities;
}

export interface Surroundings {
  readonly odoo: OdooSide;
  readonly chance: Chance;
  readonly teller: Teller;
  /** Folder of the process, for what a source leaves there. */
  readonly userDir: string;
  /** Where the process serves HTTP. */
  readonly url: string;
}

export interface Source {
  readonly name: string;
  /** Nodes that take its events, from the templates it proves. */
  readonly flow: readonly Node[];
  readonly variables: Readonly<Record<string, string>>;
  /** Does what is due now; called again and again, whether the process lives or not. */
  feed(): Promise<void>;
  /** Begins nothing new. */
  finish(): void;
  /** Everything that was begun has happened, as far as the source is concerned. */
  isDone(): Promise<boolean>;
  /** How many facts it has emitted. */
  emitted(): number;
  ledger(): Promise<readonly Expected[]>;
  /** What only a person can put right: true when the letter may be replayed now. */
  repair(lane: string): Promise<boolean>;
  close(): Promise<void>;
}

export type OpenSource = (around: Surroundings) => Promise<Source>;
