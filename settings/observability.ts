/** What the appliance tells its keepers: one log line per event, and the limits /health judges by (the palette's plugin answers it). */
import type { Environment } from './environment.ts';

/** As Node-RED hands it to a log handler; `level` is 10 (fatal) to 60 (trace). */
export interface LogRecord {
  readonly level: number;
  readonly timestamp: number;
  readonly msg?: unknown;
  readonly type?: string;
  readonly id?: string;
  readonly name?: string;
}

const LEVELS: Readonly<Record<number, string>> = {
  10: 'fatal',
  20: 'error',
  30: 'warn',
  40: 'info',
  50: 'debug',
  60: 'trace',
};

/** One line: time, level, the node it comes from, text. Line breaks inside a message are kept out of the text format. */
export function logLine(record: LogRecord, format: 'text' | 'json'): string {
  const time = new Date(record.timestamp).toISOString();
  const level = LEVELS[record.level] ?? String(record.level);
  const text = messageText(record.msg);
  const node = record.type === undefined ? undefined : { type: record.type, id: record.id, name: record.name };
  if (format === 'json') return JSON.stringify({ time, level, text, ...(node ? { node } : {}) });
  const origin = node ? `[${node.type}: ${node.name || node.id}] ` : '';
  return `${time} ${level.padEnd(5)} ${origin}${text.trim().replace(/\s*\n\s*/g, ' | ')}`;
}

function messageText(message: unknown): string {
  if (message instanceof Error) return message.stack ?? message.message;
  if (typeof message === 'string') return message;
  if (typeof message === 'object' && message !== null && 'message' in message) return String(message.message);
  return JSON.stringify(message) ?? String(message);
}

/** A warning of the appliance itself, before Node-RED's log exists. */
export const ownLine = (environment: Environment, text: string): string =>
  logLine({ level: 30, timestamp: Date.now(), msg: text }, environment.PLANTWIRE_LOG_FORMAT);

/** Node-RED's logging settings; the palette reads `plantwire` from Node-RED's settings. */
export const observability = (environment: Environment) => ({
  logging: {
    appliance: {
      level: environment.PLANTWIRE_LOG_LEVEL,
      metrics: false,
      audit: false,
      handler: () => (record: LogRecord) => {
        process.stdout.write(`${logLine(record, environment.PLANTWIRE_LOG_FORMAT)}\n`);
      },
    },
  },
  plantwire: { maxAgeMs: environment.PLANTWIRE_MAX_AGE_SECONDS * 1000, site: environment.PLANTWIRE_SITE },
});
