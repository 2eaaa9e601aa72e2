/** The intents of this family. */
import { archiveRecord } from './archive-record.ts';
import { attachment } from './attachment.ts';
import { callMethod } from './call-method.ts';
import { createRecord } from './create-record.ts';
import { note } from './note.ts';
import { updateRecord } from './update-record.ts';
import { upsertRecord } from './upsert-record.ts';

export const records = [createRecord, updateRecord, upsertRecord, archiveRecord, callMethod, note, attachment] as const;
