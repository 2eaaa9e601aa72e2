/** What a warehouse system holds at one moment, by place, material and lot. Follows X12 846 and INVRPT; nothing is posted. */
import { z } from 'zod';
import { code, instant, lotRef, materialRef, properties, quantity } from '../blocks.ts';
import { defineEvent, type EventRule, PRIORITY } from '../definition.ts';
import { subject } from '../scopes.ts';

const line = z.strictObject({
  locationId: code,
  material: materialRef,
  lot: lotRef.optional(),
  /** All of it that lies there, reserved or not. */
  quantity,
});

interface Snapshot {
  readonly locations: readonly string[];
  readonly materials?: readonly string[] | undefined;
  readonly lines: readonly z.output<typeof line>[];
}

const rules: readonly EventRule<Snapshot>[] = [
  {
    rule: 'a line stands in one of the places that were looked at',
    path: 'data.lines',
    holds: ({ locations, lines }) => lines.every(({ locationId }) => locations.includes(locationId)),
  },
  {
    rule: 'a line is of a material that was looked at',
    path: 'data.lines',
    holds: ({ materials, lines }) =>
      !materials || lines.every(({ material }) => materials.includes(material.materialDefinitionId)),
  },
  {
    rule: 'nobody holds less than nothing',
    path: 'data.lines',
    holds: ({ lines }) => lines.every((one) => Number(one.quantity.value) >= 0),
  },
];

export const balanceSnapshot = defineEvent({
  name: 'inventory.balance.snapshot',
  major: 1,
  version: '1.0.0',
  summary: 'What a warehouse system holds at one moment',
  writer: z.strictObject({
    /** Name of what is looked at again and again, such as a hall. */
    scope: code,
    asOf: instant,
    /** Places that were looked at: what no line names there, the warehouse does not have. */
    locations: z.array(code).min(1).max(1_000),
    /** Absent: everything that lies there was looked at. */
    materials: z.array(code).min(1).max(10_000).optional(),
    lines: z.array(line).max(20_000),
    properties: properties.optional(),
  }),
  rules,
  naturalKey: ({ scope: name, asOf }, { system }) => ['inv.snap', system, name, asOf],
  partition: ({ scope: name }, { site }) => `${site}:snap:${name}`,
  subject: ({ scope: name }) => subject('stock', name),
  correlation: ({ scope: name }, { enterprise }) => `snap:${enterprise}:${name}`,
  owner: 'MES',
  priority: PRIORITY.summary,
  retention: 'status',
  delivery: 'B2',
});
