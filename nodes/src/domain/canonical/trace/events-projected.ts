/** What happened to lots, as a document of GS1 EPCIS 2.0: `data` is the document a repository captures. */
import { z } from 'zod';
import { instant } from '../blocks.ts';
import { defineEvent, PRIORITY } from '../definition.ts';

const epcisEvent = z.looseObject({
  type: z.enum(['ObjectEvent', 'TransformationEvent', 'AggregationEvent', 'AssociationEvent']),
  eventID: z.string().min(1).max(500),
  eventTime: instant,
  eventTimeZoneOffset: z.string(),
});

export const eventsProjected = defineEvent({
  name: 'trace.events.projected',
  major: 1,
  version: '1.0.0',
  summary: 'What happened to lots, in the words of EPCIS 2.0',
  writer: z.strictObject({
    '@context': z.array(z.string()),
    type: z.literal('EPCISDocument'),
    schemaVersion: z.literal('2.0'),
    creationDate: instant,
    epcisBody: z.strictObject({ eventList: z.array(epcisEvent).min(1) }),
  }),
  rules: [],
  naturalKey: ({ epcisBody }, { site }) => ['trace.epcis', site, JSON.stringify(epcisBody)],
  partition: (_data, { site }) => `${site}:epcis`,
  subject: () => 'epcisdocument',
  correlation: (_data, { enterprise }) => `epcis:${enterprise}`,
  owner: 'Plantwire',
  priority: PRIORITY.summary,
  retention: 'status',
  delivery: 'R3',
});
