/** The field of a user, an action or a menu that holds its groups; renamed with 19. */
export const groupsOf = (major: number): 'group_ids' | 'groups_id' => (major >= 19 ? 'group_ids' : 'groups_id');
