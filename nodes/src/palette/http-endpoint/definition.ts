/** The HTTP endpoint: one system of the plant that takes or answers requests, and who we are there. */
import { z } from 'zod';
import { defineNode, fields } from '../../host/define.ts';

const VARIABLE = /^([A-Za-z_][A-Za-z0-9_]*)?$/;

export const definition = defineNode({
  type: 'http-endpoint',
  version: 1,
  category: 'config',
  role: 'config',
  label: 'HTTP endpoint',
  summary: 'One system of the plant that is reached over HTTP, and who we are there.',
  buttons: [{ action: 'test', title: 'Test connection' }],
  config: z.object({
    name: z.string().default('').register(fields, { title: 'Name' }),
    sitePack: z.string().min(1).register(fields, { title: 'Site pack', configNode: 'site-pack', address: true }),
    endpoint: z.string().min(1).register(fields, {
      title: 'Endpoint',
      help: 'Name of an HTTP endpoint in the site pack; its address stands there.',
      picker: 'http-endpoints',
      address: true,
    }),
    access: z
      .enum(['signature', 'apiKey', 'both', 'none'])
      .default('signature')
      .register(fields, {
        title: 'Access',
        choices: {
          signature: 'Signature (Standard Webhooks)',
          apiKey: 'API key',
          both: 'Signature and API key',
          none: 'None (test bench only)',
        },
      }),
    secret: z.string().default('').register(fields, {
      title: 'Signing secret',
      help: 'At least 24 characters; may begin with whsec_.',
      secret: true,
    }),
    secretVariable: z.string().regex(VARIABLE).default('').register(fields, {
      title: 'or from the variable',
      help: 'Name of an environment variable such as PLANTWIRE_WMS_SECRET, read when the secret is empty.',
    }),
    apiKey: z.string().default('').register(fields, { title: 'API key', secret: true }),
    apiKeyVariable: z.string().regex(VARIABLE).default('').register(fields, {
      title: 'or from the variable',
      help: 'Name of an environment variable such as PLANTWIRE_WMS_KEY, read when the key is empty.',
    }),
    apiKeyHeader: z
      .string()
      .regex(/^[A-Za-z0-9-]{1,60}$/)
      .default('x-api-key')
      .register(fields, {
        title: 'Header of the key',
        help: 'With "authorization" the key is sent as a bearer token.',
        advanced: true,
      }),
    nextSecret: z.string().default('').register(fields, {
      title: 'Second secret',
      help: 'Requests carry a signature of each while a secret is being replaced.',
      secret: true,
      advanced: true,
    }),
    system: z
      .string()
      .regex(/^[A-Za-z0-9._-]{0,40}$/)
      .default('')
      .register(fields, {
        title: 'What it reports comes as',
        help: 'Origin of its own events, such as wms. They are not sent back to it.',
        advanced: true,
      }),
    deadlineSeconds: z.coerce.number().int().min(1).max(300).default(15).register(fields, {
      title: 'Time limit of an answer',
      unit: 's',
      advanced: true,
    }),
    ca: z.string().default('').register(fields, {
      title: 'Own authority',
      help: 'Certificate (PEM) of the authority that signed the server, when it is none of the public ones.',
      widget: 'multiline',
      advanced: true,
    }),
    certificateFile: z.string().default('').register(fields, {
      title: 'Client certificate',
      help: 'Path of a PEM file on this machine, where the server asks for one.',
      advanced: true,
    }),
    keyFile: z.string().default('').register(fields, {
      title: 'Key of the certificate',
      help: 'Path of a PEM file on this machine that only the appliance can read.',
      advanced: true,
    }),
    verifyCertificate: z.boolean().default(true).register(fields, {
      title: 'Verify the certificate',
      help: 'Switch off on a test bench only: anybody on the way could read and change messages.',
      advanced: true,
    }),
  }),
  upgrades: [],
});
