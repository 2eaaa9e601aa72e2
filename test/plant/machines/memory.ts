/** The simulator's memory between two starts: one file with the plant's registers and orders and the Odoo's rows. */
import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import type { DatabaseDump } from '../odoo/database.ts';
import type { MachineState, PlantState } from './state.ts';

export interface Memory {
  readonly plant: PlantState;
  /** Absent when the orders come from an Odoo that is not simulated. */
  readonly odoo?: DatabaseDump;
}

/** What the file remembers, or nothing on the first start. Without the Odoo of these orders only the registers are kept. */
export function remember(file: string, withOdoo: boolean): Memory | undefined {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw cause;
  }
  const { plant, odoo } = JSON.parse(text) as Memory;
  return withOdoo && odoo ? { plant, odoo } : { plant: registersOnly(plant) };
}

const registersOnly = ({ machines, meter }: PlantState): PlantState => ({
  machines: Object.fromEntries(
    Object.entries(machines).map(([name, { registers }]): [string, MachineState] => [name, { registers }]),
  ),
  meter,
});

const SAVE_MS = 1_000;
/** A save takes longer the more orders there were; it may use this share of the time. */
const SHARE = 20;

/** Saves again and again; the function returned saves a last time and stops. */
export function keep(file: string, take: () => Memory): () => void {
  let timer: NodeJS.Timeout;
  const save = (): void => {
    const since = performance.now();
    writeFileSync(`${file}.part`, JSON.stringify(take()));
    renameSync(`${file}.part`, file);
    timer = setTimeout(save, Math.max(SAVE_MS, SHARE * (performance.now() - since)));
  };
  timer = setTimeout(save, SAVE_MS);
  return () => {
    clearTimeout(timer);
    save();
    clearTimeout(timer);
  };
}
