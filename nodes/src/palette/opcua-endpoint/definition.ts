/** The OPC UA endpoint: one server of the plant. */
import { z } from 'zod';
import { defineNode, fields } from '../../host/define.ts';

export const definition = defineNode({
  type: 'opcua-endpoint',
  version: 1,
  category: 'config',
  role: 'config',
  label: 'OPC UA endpoint',
  summary: 'One OPC UA server, with security, user and trusted certificates.',
  buttons: [
    { action: 'test', title: 'Test connection' },
    { action: 'trust', title: 'Trust certificate' },
  ],
  config: z.object({
    name: z.string().default('').register(fields, { title: 'Name' }),
    sitePack: z.string().min(1).register(fields, { title: 'Site pack', configNode: 'site-pack', address: true }),
    endpoint: z.string().min(1).register(fields, {
      title: 'Endpoint',
      help: 'Name of an OPC UA endpoint in the site pack; its address stands there.',
      picker: 'opcua-endpoints',
      address: true,
    }),
    securityMode: z
      .enum(['None', 'Sign', 'SignAndEncrypt'])
      .default('SignAndEncrypt')
      .register(fields, {
        title: 'Security mode',
        choices: { None: 'None (test bench only)', Sign: 'Sign', SignAndEncrypt: 'Sign and encrypt' },
      }),
    securityPolicy: z
      .enum(['None', 'Basic256Sha256', 'Aes128_Sha256_RsaOaep', 'Aes256_Sha256_RsaPss'])
      .default('Basic256Sha256')
      .register(fields, { title: 'Security policy', help: 'None belongs to the mode None, and only to it.' }),
    user: z.string().default('').register(fields, { title: 'User', help: 'Empty: anonymous.' }),
    password: z.string().default('').register(fields, { title: 'Password', secret: true }),
    trust: z
      .enum(['firstUse', 'listed'])
      .default('firstUse')
      .register(fields, {
        title: 'Certificate of the server',
        help: 'A certificate that changes later is refused either way, until a person trusts it.',
        choices: { firstUse: 'Trust the first one it shows', listed: 'Trust only what a person trusted' },
      }),
    timeoutSeconds: z.coerce.number().int().min(1).max(120).default(10).register(fields, {
      title: 'Time limit to connect',
      unit: 's',
      advanced: true,
    }),
  }),
  upgrades: [],
});
