/** What every intent promises, whatever it is about. An intent without a sample of the upgrade drill is found missing here. */
import { intentKinds } from '../../../../nodes/src/domain/odoo/intent.ts';
import type { ErpBench } from '../../erp.ts';
import type { Proof } from '../proof.ts';
import { haveShiftTable } from '../shift-table.ts';
import { EFFECTS, effects } from './effects.ts';
import { asksOnly } from './exceptions.ts';
import { type Findings, type Plan, play } from './play.ts';

export interface Every extends Plan {
  readonly major: 14 | 19;
  /** Code of a unit that no other suite on the same server makes. */
  readonly unit: string;
  readonly proof: Proof;
}

export function everyPromises(get: () => ErpBench, { major, unit, proof, ...plan }: Every): void {
  const told = { lost: 'while answers are lost', four: 'by four at once', none: 'once' }[plan.strain];
  describe(`told ${told},`, () => {
    let findings: Findings | undefined;
    const found = (): Findings => {
      if (!findings) throw new Error('the day was not played');
      return findings;
    };
    const prefix = () => `${get().plant.prefix}${plan.strain === 'four' ? 'F' : 'D'}`;

    beforeAll(async () => {
      await haveShiftTable(get().admin);
      findings = await play({ bench: get(), prefix: prefix(), major, unit, plan, proof });
    }, 600_000);

    test('occurs in the day that is played: give a new one its sample in the upgrade drill', () => {
      expect(intentKinds.filter((kind) => !found().kinds.has(kind))).toEqual([]);
    });

    test('is posted, and happened once', async () => {
      const { happy, four, lost } = found().wrong;
      expect([...happy, ...four, ...lost]).toEqual([]);
      const spared = intentKinds.filter((kind) => !found().lost.has(kind) && !(kind in asksOnly));
      expect(plan.strain === 'lost' ? spared : []).toEqual([]);
      expect(await effects(get().admin, prefix(), major)).toEqual(EFFECTS);
    });

    if (plan.asks.includes('again'))
      test('is told again and changes nothing', () => expect(found().wrong.again).toEqual([]));
    if (plan.asks.includes('right'))
      test('is refused for want of rights with their names, and nothing is written', () =>
        expect(found().wrong.right).toEqual([]));
    if (plan.asks.includes('record'))
      test('about something that Odoo does not know is refused with its name, and nothing is written', () =>
        expect(found().wrong.record).toEqual([]));
  });
}
