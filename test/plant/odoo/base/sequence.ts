/** Next number of a sequence. */
import type { Environment } from '../orm/environment.ts';
import type { Rec } from '../orm/record.ts';

export function nextOf(sequence: Rec): string {
  const number = sequence.num('number_next_actual');
  sequence.set({ number_next_actual: number + 1 });
  return `${sequence.text('prefix')}${String(number).padStart(sequence.num('padding'), '0')}`;
}

export function nextByCode(env: Environment, code: string): string {
  const [found] = env.search('ir.sequence', [['code', '=', code]]);
  if (!found) throw new Error(`no sequence with code ${code}`);
  return nextOf(found);
}
