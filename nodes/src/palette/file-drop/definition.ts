/** The file drop: files for another system, each once. */
import { z } from 'zod';
import { defineNode, fields } from '../../host/define.ts';

export const definition = defineNode({
  type: 'file-drop',
  version: 1,
  category: 'events',
  role: 'sink',
  label: 'file drop',
  summary: 'Leaves files in a folder for another system: whole, once, with a checksum.',
  inputs: [{ name: 'in', carries: 'event or text' }],
  outputs: [
    { name: 'left', carries: 'message with receipt' },
    { name: 'rejected', carries: 'failure' },
  ],
  config: z.object({
    name: z.string().default('').register(fields, { title: 'Name' }),
    journal: z.string().min(1).register(fields, {
      title: 'Journal',
      help: 'The same journal as the outbox before this node.',
      configNode: 'journal',
    }),
    folder: z.string().min(1).register(fields, {
      title: 'Folder',
      help: 'Path on this machine. A relative one counts from the user directory and is made; any other must exist.',
    }),
    fileName: z.string().min(1).max(200).default('{id}.txt').register(fields, {
      title: 'File name',
      help: 'With {path} for what the event holds, such as {data.documentId}.edi. Unique per event: a file is never overwritten.',
    }),
    content: z
      .enum(['text', 'csv', 'jsonl', 'xml', 'fixed'])
      .default('text')
      .register(fields, {
        title: 'Content',
        choices: { text: 'Text as it is', csv: 'CSV', jsonl: 'JSON lines', xml: 'XML', fixed: 'Fixed width' },
      }),
    place: z.string().default('').register(fields, {
      title: 'Place in the event',
      help: 'Path of the text, or of the list of rows. Empty: data.text for text, otherwise data is the one row.',
    }),
    columns: z
      .array(
        z.object({
          name: z.string().register(fields, { title: 'Column' }),
          from: z.string().register(fields, { title: 'Field or =text' }),
          as: z.enum(['text', 'decimalComma']).default('text').register(fields, { title: 'Write as' }),
          start: z.string().default('').register(fields, { title: 'From character' }),
          length: z.string().default('').register(fields, { title: 'Characters' }),
        }),
      )
      .default([])
      .register(fields, {
        title: 'Columns',
        help: 'Column of the file and the field of the row it comes from. Place and length count for fixed width alone. JSON lines need none to write the row as it is.',
        widget: 'table',
      }),
    separator: z
      .enum([';', ',', 'tab', '|'])
      .default(';')
      .register(fields, { title: 'Separator of CSV', choices: { tab: 'Tab' } }),
    columnNames: z.boolean().default(true).register(fields, { title: 'CSV begins with the names of the columns' }),
    root: z.string().default('rows').register(fields, { title: 'Outer element in XML', advanced: true }),
    element: z.string().default('row').register(fields, { title: 'Element of a row in XML', advanced: true }),
    heading: z.string().max(1_000).default('').register(fields, {
      title: 'Line before',
      help: 'A line of its own before the rows, with {path} and {rows}.',
      advanced: true,
    }),
    trailer: z.string().max(1_000).default('').register(fields, {
      title: 'Line behind',
      help: 'A line of its own behind the rows, such as T;{rows}.',
      advanced: true,
    }),
    manifest: z
      .enum(['none', 'sha256'])
      .default('none')
      .register(fields, {
        title: 'Manifest',
        help: 'A file beside it (name.sha256) with checksum, rows and bytes, there when the file is complete.',
        choices: { none: 'None', sha256: 'Checksum (SHA-256) and number of rows' },
      }),
    encoding: z
      .enum(['utf-8', 'windows-1252'])
      .default('utf-8')
      .register(fields, {
        title: 'Encoding',
        choices: { 'utf-8': 'UTF-8', 'windows-1252': 'Windows-1252 (also ISO 8859-1)' },
      }),
    lineEnd: z
      .enum(['crlf', 'lf'])
      .default('crlf')
      .register(fields, { title: 'Line end', choices: { crlf: 'CR LF', lf: 'LF' }, advanced: true }),
  }),
  upgrades: [],
});
