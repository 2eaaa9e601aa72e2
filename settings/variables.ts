/** Every variable the appliance knows, with its rule and its words. `.env.example`, the README table and the checks at boot all read it. */
import { z } from 'zod';
import { systems } from './variables-systems.ts';

export interface Variable {
  readonly group: string;
  /** One or two sentences for the person who sets it. */
  readonly meaning: string;
  readonly fallback?: string;
  /** What to say when there is no fixed fallback: what happens when the variable is left out. */
  readonly whenMissing?: string;
  /** A value that works, shown in `.env.example`. */
  readonly example: string;
  /** Never shown, neither in messages nor in logs. */
  readonly secret?: true;
  readonly rule: z.ZodType<unknown, string>;
  /** Completes "must be …". */
  readonly expects: string;
}

const text = z.string().min(1);
const whole = (min: number, max: number) =>
  z.string().regex(/^\d+$/).transform(Number).pipe(z.number().int().min(min).max(max));
const port = whole(1, 65_535);
const address = (...protocols: string[]) =>
  z.string().refine((value) => {
    const url = URL.canParse(value) ? new URL(value) : undefined;
    return url !== undefined && protocols.includes(url.protocol) && url.hostname !== '' && url.username === '';
  });

/** Keeps each rule's own type while checking the rest of the row. */
const table = <const T extends Record<string, Variable>>(rows: T): T => rows;

export const LOG_LEVELS = ['fatal', 'error', 'warn', 'info', 'debug', 'trace'] as const;

export const variables = table({
  ODOO_URL: {
    group: 'Odoo',
    meaning: 'Address of your Odoo. Without it `npm start` and the lab image run a simulated Odoo.',
    whenMissing: 'simulated Odoo',
    example: 'https://odoo.example.com',
    rule: address('http:', 'https:'),
    expects: 'an http or https address without user and password in it',
  },
  ODOO_DB: {
    group: 'Odoo',
    meaning: 'Name of the database on that server.',
    whenMissing: 'needed with ODOO_URL',
    example: 'production',
    rule: text,
    expects: 'the name of a database',
  },
  ODOO_LOGIN: {
    group: 'Odoo',
    meaning: "Login of the integration's own user. Odoo 14 to 18 need it; Odoo 19 knows the user by the key.",
    whenMissing: 'not sent',
    example: 'plantwire',
    rule: text,
    expects: 'a login name',
  },
  ODOO_API_KEY: {
    group: 'Odoo',
    meaning: 'API key of that user (Odoo: Preferences, Account Security, New API Key).',
    whenMissing: 'needed with ODOO_URL',
    example: '0123456789abcdef0123456789abcdef01234567',
    secret: true,
    rule: text,
    expects: 'an API key',
  },
  ODOO_PROTOCOL: {
    group: 'Odoo',
    meaning: 'How to talk to it: `auto` asks the server for its version, `json2` (19 and later), `jsonrpc` (14 to 19).',
    whenMissing: 'as the connection in the flow says',
    example: 'auto',
    rule: z.enum(['auto', 'json2', 'jsonrpc']),
    expects: 'auto, json2 or jsonrpc',
  },
  ODOO_POSTING: {
    group: 'Odoo',
    meaning: 'How events are posted: `calls` (nothing to install) or `batch` (the batch action, installed once).',
    whenMissing: 'as the connection in the flow says',
    example: 'calls',
    rule: z.enum(['calls', 'batch']),
    expects: 'calls or batch',
  },
  ODOO_BATCH_ACTION: {
    group: 'Odoo',
    meaning: 'Number of the installed batch action; `npm run odoo:setup -- batch install` prints it.',
    whenMissing: 'as the connection in the flow says',
    example: '612',
    rule: z.string().regex(/^[1-9]\d*$/),
    expects: 'a whole number',
  },
  ODOO_CA: {
    group: 'Odoo',
    meaning:
      'Certificate (PEM text) of the authority that signed its certificate, when that is none of the public ones.',
    whenMissing: 'public authorities',
    example: "'-----BEGIN CERTIFICATE-----...'",
    rule: z.string().includes('-----BEGIN CERTIFICATE-----'),
    expects: 'the text of a PEM certificate',
  },
  PLANTWIRE_OPCUA_URL: {
    group: 'Plant',
    meaning: 'Address of your OPC UA server. Without it `npm start` and the lab image run a simulated one.',
    whenMissing: 'simulated OPC UA server',
    example: 'opc.tcp://plc-1.line-a.example.com:4840',
    rule: address('opc.tcp:'),
    expects: 'an opc.tcp address',
  },
  PLANTWIRE_MQTT_URL: {
    group: 'Plant',
    meaning: 'Address of your MQTT broker, for broker nodes that name none.',
    whenMissing: 'as the broker node in the flow says',
    example: 'mqtts://broker.example.com:8883',
    rule: address('mqtt:', 'mqtts:', 'ws:', 'wss:'),
    expects: 'an mqtt, mqtts, ws or wss address without user and password in it',
  },
  PLANTWIRE_MQTT_USER: {
    group: 'Plant',
    meaning: 'User of Plantwire at the MQTT broker.',
    whenMissing: 'anonymous, or as the broker node says',
    example: 'plantwire',
    rule: text,
    expects: 'a user name',
  },
  PLANTWIRE_MQTT_PASSWORD: {
    group: 'Plant',
    meaning: 'Password of that user.',
    whenMissing: 'as the broker node in the flow says',
    example: 'only-for-this-broker',
    secret: true,
    rule: text,
    expects: 'a password',
  },
  PLANTWIRE_SMTP_URL: {
    group: 'Plant',
    meaning: 'Address of your mail server, for SMTP server nodes that name none.',
    whenMissing: 'as the SMTP server node in the flow says',
    example: 'smtp://mail.example.com:587',
    rule: address('smtp:', 'smtps:'),
    expects: 'an smtp or smtps address without user and password in it',
  },
  PLANTWIRE_SMTP_FROM: {
    group: 'Plant',
    meaning: 'Sender of mails.',
    whenMissing: 'as the SMTP server node says',
    example: 'plantwire@example.com',
    rule: text,
    expects: 'a mail address',
  },
  PLANTWIRE_SMTP_USER: {
    group: 'Plant',
    meaning: 'User of Plantwire at the mail server.',
    whenMissing: 'no login, or as the SMTP server node says',
    example: 'plantwire',
    rule: text,
    expects: 'a user name',
  },
  PLANTWIRE_SMTP_PASSWORD: {
    group: 'Plant',
    meaning: 'Password of that user.',
    whenMissing: 'as the SMTP server node in the flow says',
    example: 'only-for-this-mail-server',
    secret: true,
    rule: text,
    expects: 'a password',
  },
  ...systems,
  PLANTWIRE_MODBUS_HOST: {
    group: 'Plant',
    meaning: 'Host of your Modbus TCP device. Without it `npm start` and the lab image run a simulated one.',
    whenMissing: 'simulated Modbus device',
    example: 'meter-1.line-a.example.com',
    rule: z.string().regex(/^[A-Za-z0-9.:_-]+$/),
    expects: 'a host name or an address, without port',
  },
  PLANTWIRE_MODBUS_PORT: {
    group: 'Plant',
    meaning: 'Port of that device.',
    fallback: '502',
    example: '502',
    rule: port,
    expects: 'a number from 1 to 65535',
  },
  PLANTWIRE_SITE: {
    group: 'First start',
    meaning: 'Name of the site pack the starter flows use: a file of that name in `site-packs/` of the data folder.',
    fallback: 'demo-plant',
    example: 'demo-plant',
    rule: z.string().regex(/^[a-z0-9][a-z0-9-]*$/),
    expects: 'lower-case letters, digits and hyphens',
  },
  PLANTWIRE_FLOWS: {
    group: 'First start',
    meaning: 'Templates to deploy into an empty data folder, separated by commas; `none` starts with an empty editor.',
    fallback: 't03,t04,t05',
    example: 't03,t04,t05',
    rule: z.string().regex(/^(none|[a-z0-9-]+( *, *[a-z0-9-]+)*)$/),
    expects: 'names of templates separated by commas, such as t03,t04',
  },
  PLANTWIRE_PORT: {
    group: 'Appliance',
    meaning: 'Port of the editor, of /health and of /metrics.',
    fallback: '1880',
    example: '1880',
    rule: port,
    expects: 'a number from 1 to 65535',
  },
  PLANTWIRE_HOST: {
    group: 'Appliance',
    meaning: 'Address to listen on. The image listens on 0.0.0.0.',
    fallback: '127.0.0.1',
    example: '127.0.0.1',
    rule: z.string().regex(/^[A-Za-z0-9.:_-]+$/),
    expects: 'an address of this machine, such as 127.0.0.1 or 0.0.0.0',
  },
  PLANTWIRE_DATA: {
    group: 'Appliance',
    meaning: 'Folder of everything that must survive: flows, credentials, journal, site packs. `/data` in the image.',
    fallback: '.data',
    example: '.data',
    rule: text,
    expects: 'a folder',
  },
  PLANTWIRE_MAX_AGE_SECONDS: {
    group: 'Appliance',
    meaning: 'Age of the oldest waiting message from which on /health reports trouble.',
    fallback: '14400',
    example: '14400',
    rule: whole(1, 31_536_000),
    expects: 'a number of seconds',
  },
  PLANTWIRE_LOG_LEVEL: {
    group: 'Appliance',
    meaning: `How much is logged: ${LOG_LEVELS.join(', ')}.`,
    fallback: 'info',
    example: 'info',
    rule: z.enum(LOG_LEVELS),
    expects: `one of ${LOG_LEVELS.join(', ')}`,
  },
  PLANTWIRE_LOG_FORMAT: {
    group: 'Appliance',
    meaning: '`text` for people, `json` (one object per line) for a log collector.',
    fallback: 'text',
    example: 'text',
    rule: z.enum(['text', 'json']),
    expects: 'text or json',
  },
  PLANTWIRE_EDITOR: {
    group: 'Editor',
    meaning:
      '`on`: refuses to start where anyone on the network could edit. `auto`: leaves the editor out in that case (the image). `off`: no editor. `open`: editor without login on any address.',
    fallback: 'on',
    example: 'on',
    rule: z.enum(['on', 'auto', 'off', 'open']),
    expects: 'on, auto, off or open',
  },
  PLANTWIRE_ADMIN_USER: {
    group: 'Editor',
    meaning: 'Name to log in to the editor with.',
    whenMissing: 'no login',
    example: 'engineer',
    rule: text,
    expects: 'a user name',
  },
  PLANTWIRE_ADMIN_PASSWORD_HASH: {
    group: 'Editor',
    meaning: 'bcrypt hash of the password; `npx node-red admin hash-pw` prints one.',
    whenMissing: 'needed with PLANTWIRE_ADMIN_USER',
    example: "'$2y$08$...'",
    secret: true,
    rule: z.string().regex(/^\$2[abxy]\$\d\d\$[./A-Za-z0-9]{53}$/),
    expects: 'a bcrypt hash of 60 characters that starts with $2',
  },
  PLANTWIRE_CREDENTIAL_SECRET: {
    group: 'Editor',
    meaning: 'Encrypts the credentials of the flows.',
    whenMissing:
      'made at the first start, kept in `credential-secret` of the data folder (readable by its owner alone)',
    example: 'a long random text',
    secret: true,
    rule: z.string().min(16),
    expects: 'a text of at least 16 characters',
  },
  PLANTWIRE_TLS_CERT: {
    group: 'Editor',
    meaning: 'File with the certificate chain (PEM), to serve https.',
    whenMissing: 'http',
    example: '/run/secrets/tls.crt',
    rule: text,
    expects: 'a file',
  },
  PLANTWIRE_TLS_KEY: {
    group: 'Editor',
    meaning: 'File with the key of that certificate (PEM).',
    whenMissing: 'needed with PLANTWIRE_TLS_CERT',
    example: '/run/secrets/tls.key',
    rule: text,
    expects: 'a file',
  },
  PLANTWIRE_EDITOR_URL: {
    group: 'Tools',
    meaning: 'Which running appliance `npm run flow:open` and `flow:save` talk to.',
    whenMissing: 'the one on this machine at PLANTWIRE_PORT',
    example: 'http://127.0.0.1:1880',
    rule: address('http:', 'https:'),
    expects: 'an http or https address without user and password in it',
  },
  PLANTWIRE_EDITOR_TOKEN: {
    group: 'Tools',
    meaning: 'Access token for that appliance, where its editor asks for a login.',
    whenMissing: 'none',
    example: 'a token of the admin API',
    secret: true,
    rule: text,
    expects: 'a token',
  },
});

export type VariableName = keyof typeof variables;
export const variableNames = Object.keys(variables) as VariableName[];
/** The same table, each row seen as a plain `Variable`. */
export const rows: Readonly<Record<VariableName, Variable>> = variables;
