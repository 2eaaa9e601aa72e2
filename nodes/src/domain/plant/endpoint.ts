/** What an endpoint configuration node offers: its feeds, and the part of the site pack that lives behind it. */
import type { SitePackResource } from '../site/resource.ts';
import type { ConditionFeed } from './condition-feed.ts';
import type { TagFeed } from './tag-feed.ts';

export interface PlantEndpoint {
  /** Name of the endpoint in the site pack. */
  readonly name: string;
  readonly site: SitePackResource;
  readonly feed: TagFeed;
  readonly conditions: ConditionFeed;
}
