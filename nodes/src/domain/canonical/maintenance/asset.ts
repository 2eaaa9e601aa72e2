/** What all events about the upkeep of one asset share. */
import type { KeyScope } from '../definition.ts';
import { subject } from '../scopes.ts';

interface OfAsset {
  readonly physicalAssetId: string;
}

/** Requests, closings and meter readings of one asset keep their order. */
export const assetPartition = (data: OfAsset, scope: KeyScope): string => `${scope.site}:pa:${data.physicalAssetId}`;
export const assetSubject = (data: OfAsset): string => subject('physicalasset', data.physicalAssetId);
export const assetCorrelation = (data: OfAsset & { readonly class?: string }, scope: KeyScope): string =>
  `pa:${scope.site}:${data.physicalAssetId}${data.class === undefined ? '' : `:${data.class}`}`;
