/** Ordering scopes, correlation and subjects of what lies and moves inside the plant. */
import type { KeyScope } from '../definition.ts';
import { subject } from '../scopes.ts';

interface OfMaterial {
  readonly material: { readonly materialDefinitionId: string };
}

interface OfPlace {
  readonly locationId: string;
}

/** Movements of one material keep their order. */
export const materialPartition = ({ material }: OfMaterial, scope: KeyScope): string =>
  `${scope.site}:mat:${material.materialDefinitionId}`;

export const materialCorrelation = ({ material }: OfMaterial, scope: KeyScope): string =>
  `mat:${scope.enterprise}:${material.materialDefinitionId}`;

export const materialSubject = ({ material }: OfMaterial): string => subject('material', material.materialDefinitionId);

/** Counts of one place keep their order. */
export const placePartition = ({ locationId }: OfPlace, scope: KeyScope): string => `${scope.site}:loc:${locationId}`;

export const placeCorrelation = ({ locationId }: OfPlace, scope: KeyScope): string =>
  `loc:${scope.enterprise}:${locationId}`;

export const placeSubject = ({ locationId }: OfPlace): string => subject('location', locationId);
