/** What every system of the plant puts around its facts: a CloudEvent without key, which the validator completes. */

export interface Teller {
  readonly enterprise: string;
  readonly site: string;
}

export type PlantEvent = Readonly<Record<string, unknown>> & { readonly id: string };

export interface Told {
  readonly id: string;
  /** Such as `shipment.staged`. */
  readonly name: string;
  /** RFC 3339. */
  readonly at: string;
  readonly data: object;
  readonly version?: string;
}

export function plantEvent({ enterprise, site }: Teller, system: string, told: Told): PlantEvent {
  const { id, name, at, data, version = '1.0.0' } = told;
  return {
    specversion: '1.0',
    id,
    source: `urn:plantwire:${enterprise}:${site}:${system}`,
    type: `mfg.${name}.v1`,
    time: at,
    recordedtime: at,
    datacontenttype: 'application/json',
    schemaversion: version,
    siteid: site,
    originsystem: system,
    deliverymode: 'live',
    timequality: 'synced',
    data,
  };
}
