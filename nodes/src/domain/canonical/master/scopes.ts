/**
 * What all master data have in common: whose record it is, which state of it, and since when it holds. An event carries
 * the fields that its sender owns; what it does not name stays as it is.
 */
import { z } from 'zod';
import { code, properties } from '../blocks.ts';
import { type EventDescription, PRIORITY } from '../definition.ts';
import { subject } from '../scopes.ts';

export const masterHead = {
  canonicalId: code,
  /** Rises with every change: an older state that arrives late changes nothing. */
  revision: z.int().min(1),
  /** First day, by the site's calendar. Before it nothing is posted. */
  validFrom: z.iso.date(),
  properties: properties.optional(),
};

interface Head {
  readonly canonicalId: string;
  readonly revision: number;
}

type Scopes = Pick<
  EventDescription<z.ZodObject<typeof masterHead>>,
  'major' | 'version' | 'owner' | 'priority' | 'retention' | 'delivery'
>;

const common: Scopes = {
  major: 1,
  version: '1.0.0',
  owner: 'Master data',
  priority: PRIORITY.masterData,
  retention: 'posting',
  delivery: 'B2',
};

/** Key, ordering scope and process of one kind of object: everything about one record keeps its order. */
export const masterScopes = <N extends string>(object: N) => ({
  ...common,
  name: `master.${object}.upserted` as const,
  naturalKey: ({ canonicalId, revision }: Head, { enterprise }: { readonly enterprise: string }) => [
    'master',
    object,
    enterprise,
    canonicalId,
    revision,
  ],
  partition: ({ canonicalId }: Head, { enterprise }: { readonly enterprise: string }) =>
    `${enterprise}:md:${object}:${canonicalId}`,
  subject: ({ canonicalId }: Head) => subject(object, canonicalId),
  correlation: ({ canonicalId }: Head, { enterprise }: { readonly enterprise: string }) =>
    `md:${enterprise}:${object}:${canonicalId}`,
});
