/** The MQTT broker: one broker of the plant, and who we are there. */
import { z } from 'zod';
import { defineNode, fields } from '../../host/define.ts';

export const definition = defineNode({
  type: 'mqtt-broker',
  version: 1,
  category: 'config',
  role: 'config',
  label: 'MQTT broker',
  summary: 'One MQTT broker, with user, password and TLS.',
  buttons: [{ action: 'test', title: 'Test connection' }],
  config: z.object({
    name: z.string().default('').register(fields, { title: 'Name' }),
    url: z.string().min(1).register(fields, {
      title: 'Address',
      help: 'Such as mqtts://broker.example.com:8883, or mqtt://broker:1883 inside a closed network.',
      fromEnvironment: 'PLANTWIRE_MQTT_URL',
      address: true,
    }),
    protocol: z
      .enum(['auto', '5', '3.1.1'])
      .default('auto')
      .register(fields, {
        title: 'Version',
        choices: { auto: 'MQTT 5, or 3.1.1 where the broker is older', '5': 'MQTT 5', '3.1.1': 'MQTT 3.1.1' },
      }),
    user: z.string().default('').register(fields, {
      title: 'User',
      help: 'Empty: anonymous, or known by the certificate below.',
      fromEnvironment: 'PLANTWIRE_MQTT_USER',
    }),
    password: z.string().default('').register(fields, {
      title: 'Password',
      secret: true,
      fromEnvironment: 'PLANTWIRE_MQTT_PASSWORD',
    }),
    ca: z.string().default('').register(fields, {
      title: 'Own authority',
      help: 'Certificate (PEM) of the authority that signed the broker, when it is none of the public ones.',
      widget: 'multiline',
      advanced: true,
    }),
    certificateFile: z.string().default('').register(fields, {
      title: 'Client certificate',
      help: 'Path of a PEM file on this machine, where the broker asks for one.',
      advanced: true,
    }),
    keyFile: z.string().default('').register(fields, {
      title: 'Key of the certificate',
      help: 'Path of a PEM file on this machine that only the appliance can read.',
      advanced: true,
    }),
    verifyCertificate: z.boolean().default(true).register(fields, {
      title: 'Verify the certificate',
      help: 'Switch off on a test bench only: anybody on the way could read the password.',
      advanced: true,
    }),
    timeoutSeconds: z.coerce.number().int().min(1).max(120).default(10).register(fields, {
      title: 'Time limit to connect',
      unit: 's',
      advanced: true,
    }),
  }),
  upgrades: [],
});
