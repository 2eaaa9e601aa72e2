/** The SMTP server: one mail server, and who we are there. */
import { z } from 'zod';
import { defineNode, fields } from '../../host/define.ts';

export const definition = defineNode({
  type: 'smtp-server',
  version: 1,
  category: 'config',
  role: 'config',
  label: 'SMTP server',
  summary: 'One mail server, and who we are there.',
  buttons: [{ action: 'test', title: 'Test connection' }],
  config: z.object({
    name: z.string().default('').register(fields, { title: 'Name' }),
    url: z.string().min(1).register(fields, {
      title: 'Address',
      help: 'Such as smtp://mail.example.com:587, or smtps://mail.example.com:465.',
      fromEnvironment: 'PLANTWIRE_SMTP_URL',
      address: true,
    }),
    from: z.string().min(3).register(fields, {
      title: 'Sender',
      help: 'Such as Plant Munich <plantwire@example.com>.',
      fromEnvironment: 'PLANTWIRE_SMTP_FROM',
    }),
    user: z.string().default('').register(fields, {
      title: 'User',
      help: 'Empty: the server takes mails from this machine without a login.',
      fromEnvironment: 'PLANTWIRE_SMTP_USER',
    }),
    password: z.string().default('').register(fields, {
      title: 'Password',
      secret: true,
      fromEnvironment: 'PLANTWIRE_SMTP_PASSWORD',
    }),
    startTls: z
      .enum(['required', 'offered', 'never'])
      .default('required')
      .register(fields, {
        title: 'Encryption (STARTTLS)',
        help: 'For addresses with smtp://. With smtps:// the connection is encrypted from its beginning.',
        choices: {
          required: 'Required',
          offered: 'When the server offers it',
          never: 'Never (inside a closed network only)',
        },
      }),
    ca: z.string().default('').register(fields, {
      title: 'Own authority',
      help: 'Certificate (PEM) of the authority that signed the server, when it is none of the public ones.',
      widget: 'multiline',
      advanced: true,
    }),
    verifyCertificate: z.boolean().default(true).register(fields, {
      title: 'Verify the certificate',
      help: 'Switch off on a test bench only: anybody on the way could read the password.',
      advanced: true,
    }),
    timeoutSeconds: z.coerce.number().int().min(1).max(120).default(20).register(fields, {
      title: 'Time limit of an answer',
      unit: 's',
      advanced: true,
    }),
  }),
  upgrades: [],
});
