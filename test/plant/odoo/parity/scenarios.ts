/** The scenarios that were recorded from a real server. Each runs on a fresh prefix. */
import { errors, loading } from './errors.ts';
import { components, scrap, stock, workorders } from './floor.ts';
import { backorders, changes, closing, wizards } from './orders.ts';
import type { Tape } from './tape.ts';

export const SCENARIOS: Readonly<Record<string, (tape: Tape) => Promise<void>>> = {
  backorders,
  closing,
  wizards,
  changes,
  components,
  workorders,
  scrap,
  stock,
  errors,
  loading,
};
