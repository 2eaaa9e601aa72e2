/** What a quality fact is about: a lot of a material, or an order; and the ordering scope that follows from it. */
import { code, lotRef, materialRef } from '../blocks.ts';
import type { EventRule, KeyScope } from '../definition.ts';
import { orderCorrelation, orderPartition, orderSubject, subject } from '../scopes.ts';

export const aboutFields = {
  /** With `lot`: a lot is unique per material, never alone. */
  material: materialRef.optional(),
  lot: lotRef.optional(),
  operationsRequestId: code.optional(),
};

interface About {
  readonly material?: { readonly materialDefinitionId: string } | undefined;
  readonly lot?: { readonly lotId: string } | undefined;
  readonly operationsRequestId?: string | undefined;
}

export const namesItsObject: EventRule<About> = {
  rule: 'needs a lot with its material, or an order (operationsRequestId)',
  path: 'data.lot',
  holds: ({ material, lot, operationsRequestId }) =>
    lot === undefined ? operationsRequestId !== undefined : material !== undefined,
};

/** Everything about one lot keeps its order: a release never overtakes its hold. */
export const lotPartition = (data: About, scope: KeyScope): string =>
  data.material && data.lot
    ? `${scope.site}:lot:${data.material.materialDefinitionId}:${data.lot.lotId}`
    : orderPartition(data, scope);

export const lotCorrelation = (data: About, scope: KeyScope): string =>
  data.material && data.lot
    ? `lot:${scope.enterprise}:${data.material.materialDefinitionId}:${data.lot.lotId}`
    : orderCorrelation(data, scope);

export const lotSubject = (data: About): string =>
  data.lot
    ? subject('materiallot', `${data.material?.materialDefinitionId ?? ''}/${data.lot.lotId}`)
    : orderSubject(data);
