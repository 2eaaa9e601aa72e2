/** The event envelope: CloudEvents 1.0.2 with its documented extensions and the ISA-95 site attributes. */
import { z } from 'zod';

/** First segment of every event type; breaking to change after 1.0. */
export const EVENT_PREFIX = 'mfg';

const timestamp = z.iso.datetime({ offset: true });

/**
 * Attributes every Plantwire event carries. `time` is the source's clock and is never rewritten; `recordedtime` is
 * when our first node made the event; `sequence` is `epoch(10)-counter(12)` and sorts as text per `source`.
 * Readers are tolerant (unknown attributes pass), writers use the strict schemas of the event types.
 */
export const envelopeSchema = z.looseObject({
  specversion: z.literal('1.0'),
  id: z.string().regex(/^[A-Za-z0-9_:~-]{1,200}$/),
  source: z.string().min(1),
  type: z.string().regex(/^mfg(\.[a-z]+){2,3}\.v[1-9][0-9]*$/),
  subject: z.string().min(1),
  time: timestamp,
  recordedtime: timestamp,
  datacontenttype: z.literal('application/json'),
  dataschema: z.string().min(1),
  schemaversion: z.string().regex(/^\d+\.\d+\.\d+$/),
  siteid: z.string().min(1),
  areaid: z.string().optional(),
  workcenterid: z.string().optional(),
  workunitid: z.string().optional(),
  partitionkey: z.string().min(1),
  sequence: z.string().regex(/^\d{10}-\d{12}$/),
  correlationid: z.string().min(1),
  causationid: z.string().optional(),
  traceparent: z.string().optional(),
  tracestate: z.string().optional(),
  idempotencykey: z
    .string()
    .regex(/^k1\.[A-Za-z0-9_-]{32}$/)
    .optional(),
  originsystem: z.string().min(1),
  deliverymode: z.enum(['live', 'replay', 'backfill', 'reconcile']),
  timequality: z.enum(['synced', 'drifting', 'unsynced', 'inferred']),
  expirytime: timestamp.optional(),
  data: z.unknown(),
});

export type Envelope = z.output<typeof envelopeSchema>;
