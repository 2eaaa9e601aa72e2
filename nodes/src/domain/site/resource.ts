/** What a site-pack configuration node offers: the checked pack and what was prepared from it once. */

import type { Failure } from '../failure.ts';
import { fail, ok, type Result } from '../ports.ts';
import { buildCalendar, type Calendar } from './calendar.ts';
import { buildMaintenance, type Maintenance } from './maintenance.ts';
import { hint } from './nearest.ts';
import type { Equipment, Material, SitePack } from './pack.ts';
import { buildCrosswalk, type Crosswalk } from './xref.ts';

export interface SitePackResource {
  readonly pack: SitePack;
  readonly calendar: Calendar;
  readonly maintenance: Maintenance;
  readonly crosswalk: Crosswalk;
  /** What the pack says about a material, by canonical id. */
  readonly materials: ReadonlyMap<string, Material>;
  /** By ISA-95 path or by name. */
  equipment(idOrName: string): Equipment | undefined;
  /** Fails when there is no such endpoint, or when a variable of its address is not set. */
  endpoint(name: string): Result<Endpoint>;
}

export type Endpoint = SitePack['endpoints'][string];

export function siteResource(pack: SitePack): SitePackResource {
  const machines = new Map([
    ...pack.equipment.map((machine): [string, Equipment] => [machine.name, machine]),
    ...pack.equipment.map((machine): [string, Equipment] => [machine.id, machine]),
  ]);
  return {
    pack,
    calendar: buildCalendar(pack),
    maintenance: buildMaintenance(pack),
    crosswalk: buildCrosswalk(pack),
    materials: new Map((pack.materials ?? []).map((material) => [material.id, material])),
    equipment: (idOrName) => machines.get(idOrName),
    endpoint: (name) => endpointOf(pack, name),
  };
}

function endpointOf(pack: SitePack, name: string): Result<Endpoint> {
  const endpoint = pack.endpoints[name];
  if (!endpoint) {
    const known = Object.keys(pack.endpoints);
    return fail(unusable(pack, name, `there is no such endpoint${hint(name, known)}; there are ${known.join(', ')}`));
  }
  const variable = /\$\{(\w+)\}/.exec(endpoint.url)?.[1];
  return variable ? fail(unusable(pack, name, `set ${variable} to its address`)) : ok(endpoint);
}

function unusable(pack: SitePack, name: string, reason: string): Failure {
  return {
    code: 'endpoint-unusable',
    class: 'configuration',
    attempted: `use the endpoint ${name}`,
    on: `site pack ${pack.name}`,
    reason,
    nextStep: `Set the variable where Plantwire is started, or correct "endpoints" in site pack ${pack.name}.`,
  };
}
