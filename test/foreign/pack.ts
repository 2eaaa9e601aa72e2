/** The demo plant's site pack cut down to its first press, which counts good pieces and rejects. */
import { type Equipment, type SitePack, sitePackSchema } from '../../nodes/src/domain/site/pack.ts';
import { packFor } from '../flows/bench/site-pack.ts';
import type { SeededPlant } from '../live/seed.ts';

export interface PackParts {
  readonly name: string;
  readonly endpoints: SitePack['endpoints'];
  machine(press: Equipment): object;
}

export function pressPack(plant: SeededPlant, { name, endpoints, machine }: PackParts): SitePack {
  const base = packFor('demo-plant', plant, {
    uses: ['good', 'scrap'],
    policies: { Press1: { consumption: 'backflush' } },
  });
  const equipment = base.equipment.filter((unit) => unit.name === 'Press1').map(machine);
  return sitePackSchema.parse({ ...base, name, endpoints, equipment });
}
