/** The file source: files of a folder, row by row, each row once. */
import { z } from 'zod';
import { READ_AS } from '../../domain/files/columns.ts';
import { defineNode, fields } from '../../host/define.ts';

export const definition = defineNode({
  type: 'file-source',
  version: 1,
  category: 'plant',
  role: 'source',
  label: 'file source',
  summary: 'Takes the rows of files in a folder as events, each row once, bad rows apart.',
  outputs: [
    { name: 'events', carries: 'event' },
    { name: 'rejected', carries: 'failure' },
    { name: 'ended', carries: 'event: how the rows of a file ended' },
  ],
  config: z.object({
    name: z.string().default('').register(fields, { title: 'Name' }),
    journal: z.string().min(1).register(fields, { title: 'Journal', configNode: 'journal' }),
    sitePack: z.string().min(1).register(fields, { title: 'Site pack', configNode: 'site-pack' }),
    folder: z.string().min(1).register(fields, {
      title: 'Folder',
      help: 'Path on this machine; a relative one counts from the user directory. Files go on to done or failed below it.',
    }),
    pattern: z
      .string()
      .min(1)
      .default('*.csv')
      .register(fields, { title: 'Files', help: 'Such as *.csv or MES_*.xml.' }),
    ready: z
      .enum(['stable', 'manifest'])
      .default('stable')
      .register(fields, {
        title: 'A file is complete',
        choices: {
          stable: 'When it has not changed for a while',
          manifest: 'When its checksum lies beside it (name.sha256)',
        },
      }),
    format: z
      .enum(['csv', 'fixed', 'jsonl', 'xml', 'document'])
      .default('csv')
      .register(fields, {
        title: 'Format',
        choices: { csv: 'CSV', fixed: 'Fixed width', jsonl: 'JSON lines', xml: 'XML', document: 'Whole file' },
      }),
    encoding: z
      .enum(['utf-8', 'windows-1252', 'utf-16le', 'utf-16be'])
      .default('utf-8')
      .register(fields, {
        title: 'Encoding',
        choices: {
          'utf-8': 'UTF-8',
          'windows-1252': 'Windows-1252 (also ISO 8859-1)',
          'utf-16le': 'UTF-16 little endian',
          'utf-16be': 'UTF-16 big endian',
        },
      }),
    separator: z
      .enum([';', ',', 'tab', '|'])
      .default(';')
      .register(fields, { title: 'Separator of CSV', choices: { tab: 'Tab' } }),
    element: z.string().default('').register(fields, {
      title: 'Element of a row in XML',
      help: 'Name of the element that stands for one row, without prefix.',
    }),
    widths: z
      .array(
        z.object({
          name: z.string().register(fields, { title: 'Column' }),
          start: z.string().register(fields, { title: 'From character' }),
          length: z.string().register(fields, { title: 'Characters' }),
        }),
      )
      .default([])
      .register(fields, { title: 'Columns of fixed width', widget: 'table' }),
    eventType: z.string().default('').register(fields, {
      title: 'Event type',
      help: 'What a row becomes, such as material.consumed. Empty: rows are CloudEvents (JSON lines only).',
      picker: 'event-types',
    }),
    columns: z
      .array(
        z.object({
          field: z.string().register(fields, { title: 'Field' }),
          from: z.string().register(fields, { title: 'Column or =text' }),
          as: z.enum(READ_AS).default('text').register(fields, { title: 'Read as' }),
        }),
      )
      .default([])
      .register(fields, {
        title: 'Fields',
        help: 'Field of the event, such as quantity.value, and the column it comes from; =C62 stands for the same in every row. JSON lines need none when they hold the data already.',
        widget: 'table',
      }),
    document: z.string().default('').register(fields, {
      title: 'Rows of one document',
      help: 'Columns that its rows share, such as Advice, Order: rows that stand together become one event. In a field lines[].quantity.value stands for an entry per row. Empty: each row is an event.',
    }),
    system: z
      .string()
      .regex(/^[A-Za-z0-9._-]{1,40}$/)
      .default('legacy')
      .register(fields, { title: 'Sender', help: 'Name of the system that writes the files.' }),
    timePath: z.string().default('interval.end').register(fields, {
      title: 'Time',
      help: 'Path of the field that says when it happened; without it the time of reading counts.',
      advanced: true,
    }),
    repeats: z
      .enum(['known', 'again'])
      .default('known')
      .register(fields, {
        title: 'The same content again',
        help: 'No row is taken twice in either case. Told again: a whole file is an event again, numbered, so that it can be answered again; rows have their results told again.',
        choices: { known: 'Is known and put away', again: 'Is told again' },
      }),
    results: z
      .enum(['taken', 'ended'])
      .default('taken')
      .register(fields, {
        title: 'The result file says',
        choices: { taken: 'Which rows were taken', ended: 'How each row ended, when all have' },
      }),
    resultFolder: z.string().default('').register(fields, {
      title: 'Folder of results',
      help: 'Where the sender fetches how its rows ended. A relative one counts from the user directory. Empty: beside the file in done or failed.',
    }),
    rememberDays: z.coerce.number().int().min(1).max(3_650).default(90).register(fields, {
      title: 'Remember files for',
      help: 'How long the same content is recognised as a whole. Behind a guard its rows stay known after that too.',
      unit: 'd',
      advanced: true,
    }),
    pollSeconds: z.coerce.number().int().min(1).max(3_600).default(5).register(fields, {
      title: 'Look every',
      unit: 's',
      advanced: true,
    }),
    stableSeconds: z.coerce.number().int().min(1).max(3_600).default(10).register(fields, {
      title: 'Unchanged for',
      unit: 's',
      advanced: true,
    }),
    underWay: z.coerce.number().int().min(1).max(100_000).default(1_000).register(fields, {
      title: 'Rows in the flow',
      help: 'Taken in, but not yet in a queue or a dead letter. Beyond it reading waits.',
      advanced: true,
    }),
  }),
  upgrades: [],
});
