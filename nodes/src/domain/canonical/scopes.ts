/** Ordering scopes, correlation ids and subjects that several event types share. */
import type { KeyPart, KeyScope } from './definition.ts';

interface OfOrder {
  readonly operationsRequestId?: string | undefined;
  readonly jobOrderId?: string | undefined;
  readonly equipmentId?: string | undefined;
}

/** Everything about one order keeps its order; what names no order keeps the order of its equipment. */
export function orderPartition(data: OfOrder, scope: KeyScope): string {
  return data.operationsRequestId
    ? `${scope.site}:or:${data.operationsRequestId}`
    : `${scope.site}:eq:${data.equipmentId ?? 'unknown'}`;
}

export function orderCorrelation(data: OfOrder, scope: KeyScope): string {
  return data.operationsRequestId
    ? `or:${scope.enterprise}:${data.operationsRequestId}`
    : `eq:${data.equipmentId ?? scope.site}`;
}

/** `<object kind>/<percent-encoded canonical id>`. */
export function subject(kind: string, id: string): string {
  return `${kind}/${encodeURIComponent(id)}`;
}

export function orderSubject(data: OfOrder): string {
  if (data.jobOrderId) return subject('joborder', data.jobOrderId);
  if (data.operationsRequestId) return subject('operationsrequest', data.operationsRequestId);
  return subject('equipment', data.equipmentId ?? 'unknown');
}

interface Provenance {
  readonly counter?:
    | { readonly tag: string; readonly epoch: number; readonly from: string; readonly to: string }
    | undefined;
  readonly transactionId?: string | undefined;
}

/** A counter range (`lead`, tag, epoch, from, to) or the source's transaction; undefined when there is neither. */
export function provenanceKey(
  name: string,
  data: Provenance,
  scope: KeyScope,
  lead: string,
): readonly KeyPart[] | undefined {
  const range = data.counter;
  if (range) return [name, scope.site, lead, range.tag, range.epoch, range.from, range.to];
  if (data.transactionId) return [name, scope.site, scope.system, data.transactionId];
  return undefined;
}

interface OfRecord {
  readonly model: string;
  readonly recordId: number;
}

export const recordPartition = ({ model, recordId }: OfRecord, scope: KeyScope): string =>
  `${scope.site}:rec:${model}:${recordId}`;

export const recordCorrelation = ({ model, recordId }: OfRecord, scope: KeyScope): string =>
  `rec:${scope.enterprise}:${model}:${recordId}`;

export const recordSubject = ({ model, recordId }: OfRecord): string => subject('record', `${model}/${recordId}`);
