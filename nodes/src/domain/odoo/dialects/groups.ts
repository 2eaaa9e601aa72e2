/** The field of a user, an action or a menu that holds its groups; renamed with 19. */
import { bySince } from './choose.ts';

export const groupsOf = (major: number): 'group_ids' | 'groups_id' =>
  bySince<'group_ids' | 'groups_id'>(major, 19, { before: 'groups_id', after: 'group_ids' });
