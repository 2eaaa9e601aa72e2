/** What a fresh database with the app "Maintenance" has. */
import type { Row } from '../orm/value.ts';

export const MAINTENANCE_DATA: readonly (readonly [table: string, id: number, externalId: string, row: Row])[] = [
  ['res.groups', 19, 'maintenance.group_equipment_manager', { name: 'Equipment Manager' }],
  ['maintenance.stage', 1, 'maintenance.stage_0', { name: 'New Request', sequence: 1, fold: false, done: false }],
  ['maintenance.stage', 2, 'maintenance.stage_1', { name: 'In Progress', sequence: 2, fold: false, done: false }],
  ['maintenance.stage', 3, 'maintenance.stage_3', { name: 'Repaired', sequence: 3, fold: true, done: true }],
  ['maintenance.stage', 4, 'maintenance.stage_4', { name: 'Scrap', sequence: 4, fold: true, done: true }],
  ['maintenance.team', 1, 'maintenance.equipment_team_maintenance', { name: 'Internal Maintenance', active: true }],
  ['mail.message.subtype', 1, 'mail.mt_comment', { name: 'Discussions', internal: false }],
  ['mail.message.subtype', 2, 'mail.mt_note', { name: 'Note', internal: true }],
];
