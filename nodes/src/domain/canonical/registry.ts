/** Every event type Plantwire knows, by name. A new type is one file and one line here. */
import type { z } from 'zod';
import { EVENT_PREFIX } from '../envelope.ts';
import { type EventDefinition, RETENTION_MS } from './definition.ts';
import { finance } from './finance/index.ts';
import { acknowledgementOverdue } from './integration/acknowledgement-overdue.ts';
import { batchEnded } from './integration/batch-ended.ts';
import { decisions } from './integration/decisions.ts';
import { documentIssued } from './integration/document-issued.ts';
import { documentReceived } from './integration/document-received.ts';
import { messageRejected } from './integration/message-rejected.ts';
import { reconciliationCompleted } from './integration/reconciliation-completed.ts';
import { recordChanged } from './integration/record-changed.ts';
import { recordDeleted } from './integration/record-deleted.ts';
import { inventory } from './inventory/index.ts';
import { logistics } from './logistics/index.ts';
import { alarmfloodChanged } from './maintenance/alarmflood-changed.ts';
import { alarmloadReported } from './maintenance/alarmload-reported.ts';
import { conditionChanged } from './maintenance/condition-changed.ts';
import { orderChanged as maintenanceOrderChanged } from './maintenance/order-changed.ts';
import { requestClosed } from './maintenance/request-closed.ts';
import { requestRaised } from './maintenance/request-raised.ts';
import { runtimeReported } from './maintenance/runtime-reported.ts';
import { master } from './master/index.ts';
import { performanceReported } from './operations/performance-reported.ts';
import { requestCancelled } from './operations/request-cancelled.ts';
import { requestChanged } from './operations/request-changed.ts';
import { requestReleased } from './operations/request-released.ts';
import { shopFloor } from './operations/shop-floor.ts';
import { procurement } from './procurement/index.ts';
import { byproductReported } from './production/byproduct-reported.ts';
import { materialConsumed } from './production/material-consumed.ts';
import { outputReported } from './production/output-reported.ts';
import { scrapReported } from './production/scrap-reported.ts';
import { dispositionChanged } from './quality/disposition-changed.ts';
import { escalationAcknowledged } from './quality/escalation-acknowledged.ts';
import { escalationRaised } from './quality/escalation-raised.ts';
import { nonconformanceChanged } from './quality/nonconformance-changed.ts';
import { testReported } from './quality/test-reported.ts';
import { sales } from './sales/index.ts';
import { service } from './service/index.ts';
import { trace } from './trace/index.ts';

export const events = {
  'production.output.reported': outputReported,
  'production.scrap.reported': scrapReported,
  'production.byproduct.reported': byproductReported,
  'material.consumed': materialConsumed,
  'operations.performance.reported': performanceReported,
  'operations.request.released': requestReleased,
  'operations.request.changed': requestChanged,
  'operations.request.cancelled': requestCancelled,
  'quality.test.reported': testReported,
  'quality.nonconformance.changed': nonconformanceChanged,
  'quality.disposition.changed': dispositionChanged,
  'quality.escalation.raised': escalationRaised,
  'quality.escalation.acknowledged': escalationAcknowledged,
  ...inventory,
  ...logistics,
  'integration.message.rejected': messageRejected,
  'equipment.condition.changed': conditionChanged,
  'equipment.alarmflood.changed': alarmfloodChanged,
  'equipment.alarmload.reported': alarmloadReported,
  'equipment.runtime.reported': runtimeReported,
  'maintenance.request.raised': requestRaised,
  'maintenance.request.closed': requestClosed,
  'maintenance.order.changed': maintenanceOrderChanged,
  'integration.acknowledgement.overdue': acknowledgementOverdue,
  'integration.record.changed': recordChanged,
  'integration.record.deleted': recordDeleted,
  'integration.document.received': documentReceived,
  'integration.document.issued': documentIssued,
  'integration.batch.ended': batchEnded,
  'integration.reconciliation.completed': reconciliationCompleted,
  ...decisions,
  ...procurement,
  ...sales,
  ...finance,
  ...service,
  ...trace,
  ...shopFloor,
  ...master,
} as const;

export type EventName = keyof typeof events;
/** Data as a producer writes it. */
export type EventData<N extends EventName> = z.input<(typeof events)[N]['writer']>;

export const eventNames = Object.keys(events) as readonly EventName[];

/** `mfg.production.output.reported.v1` */
export function eventType(definition: Pick<EventDefinition, 'name' | 'major'>): string {
  return `${EVENT_PREFIX}.${definition.name}.v${definition.major}`;
}

/** Immutable name of one version of an event type's data schema. */
export function schemaUrn(definition: Pick<EventDefinition, 'name' | 'version'>): string {
  return `urn:plantwire:schema:${EVENT_PREFIX}:${definition.name}:${definition.version}`;
}

/** One URN per independent sequence counter: a stable name, never a host address. */
export function sourceUrn(enterprise: string, site: string, system: string): string {
  return `urn:plantwire:${[enterprise, site, system].map(encodeURIComponent).join(':')}`;
}

export const definitionsByName: ReadonlyMap<string, EventDefinition> = new Map(
  Object.entries(events).map(([name, definition]) => [name, definition as unknown as EventDefinition]),
);

const byType: ReadonlyMap<string, EventDefinition> = new Map(
  [...definitionsByName.values()].map((definition) => [eventType(definition), definition]),
);

/** The definition behind a full type name; undefined for a name or major nobody defined. */
export function findEvent(type: string): EventDefinition | undefined {
  return byType.get(type);
}

export const eventTypes: readonly string[] = [...byType.keys()];

/** How long the key of this event type is remembered, in milliseconds. */
export function retentionMs(definition: Pick<EventDefinition, 'retention'>): number {
  return RETENTION_MS[definition.retention];
}
