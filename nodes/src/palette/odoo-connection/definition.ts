/** The Odoo connection: one database, one integration user. */
import { z } from 'zod';
import { defineNode, fields } from '../../host/define.ts';

export const definition = defineNode({
  type: 'odoo-connection',
  version: 1,
  category: 'config',
  role: 'config',
  label: 'odoo connection',
  summary: 'One Odoo database and the user who posts into it.',
  buttons: [
    { action: 'test', title: 'Test connection' },
    { action: 'abilities', title: 'What can run' },
    { action: 'automatic', title: 'Post automatically', asksReason: true },
    { action: 'read-only', title: 'Read only', asksReason: true },
    { action: 'manual', title: 'Hands off', asksReason: true },
    { action: 'switchings', title: 'Who switched' },
  ],
  config: z.object({
    name: z.string().default('').register(fields, { title: 'Name' }),
    url: z.string().min(1).register(fields, {
      title: 'Address',
      help: 'Such as https://erp.example.com or http://odoo:8069, without anything behind it.',
      fromEnvironment: 'ODOO_URL',
      address: true,
    }),
    db: z.string().min(1).register(fields, { title: 'Database', fromEnvironment: 'ODOO_DB' }),
    login: z.string().default('').register(fields, {
      title: 'Login',
      help: 'A user of its own for the plant, with the rights of a manufacturing and inventory user. Odoo 14 to 18 need it; 19 knows the user by the key.',
      fromEnvironment: 'ODOO_LOGIN',
    }),
    apiKey: z.string().min(1).register(fields, {
      title: 'API key',
      help: 'Made in Odoo under My Profile, Account Security. JSON-RPC also takes the password.',
      secret: true,
      fromEnvironment: 'ODOO_API_KEY',
    }),
    protocol: z
      .enum(['auto', 'json2', 'jsonrpc'])
      .default('auto')
      .register(fields, {
        title: 'Protocol',
        choices: {
          auto: 'By version (recommended)',
          json2: 'JSON-2 (Odoo 19 and later)',
          jsonrpc: 'JSON-RPC (Odoo 14 to 19)',
        },
        fromEnvironment: 'ODOO_PROTOCOL',
        advanced: true,
      }),
    ca: z.string().default('').register(fields, {
      title: 'Own authority',
      help: 'Certificate (PEM) of the authority that signed the server, when it is none of the public ones.',
      widget: 'multiline',
      fromEnvironment: 'ODOO_CA',
      advanced: true,
    }),
    verifyCertificate: z.boolean().default(true).register(fields, {
      title: 'Verify the certificate',
      help: 'Switch off on a test bench only: anybody on the way could read the key.',
      advanced: true,
    }),
    deadlineSeconds: z.coerce.number().int().min(5).max(600).default(90).register(fields, {
      title: 'Time limit of a call',
      help: 'Odoo solves conflicts by itself for up to 30 seconds; a limit below 60 makes postings look lost that are not.',
      unit: 's',
      advanced: true,
    }),
    posting: z
      .enum(['calls', 'batch'])
      .default('calls')
      .register(fields, {
        title: 'Posting mode',
        help: 'Batch action posts many events in one call, each by itself whole or not at all; an administrator installs it once.',
        choices: { calls: 'Single calls (nothing to install)', batch: 'Batch action' },
        fromEnvironment: 'ODOO_POSTING',
        advanced: true,
      }),
    batchAction: z.coerce.number().int().min(0).default(0).register(fields, {
      title: 'Batch action',
      help: 'The number that "npm run odoo:setup -- batch install" prints. For the posting mode "batch action" only.',
      fromEnvironment: 'ODOO_BATCH_ACTION',
      advanced: true,
    }),
    parallelCalls: z.coerce.number().int().min(1).max(8).default(1).register(fields, {
      title: 'Calls at once',
      help: 'The most; fewer while Odoo is slow or tells of conflicts. Calls that move stock always go one after the other.',
      advanced: true,
    }),
    sitePack: z.string().default('').register(fields, {
      title: 'Site pack',
      help: 'For its maintenance windows: times at which nothing is posted. Empty: there are none.',
      configNode: 'site-pack',
      advanced: true,
    }),
  }),
  upgrades: [],
});
