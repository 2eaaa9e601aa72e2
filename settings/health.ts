/** Asks a running appliance how it is. */
import { request as requestHttp } from 'node:http';
import { request as requestHttps } from 'node:https';
import type { Environment } from './environment.ts';

export interface HealthAnswer {
  /** HTTP status, or undefined when nothing answered. */
  readonly status: number | undefined;
  readonly body: string;
}

/** Where this appliance is reached from its own machine. */
export function localUrl(environment: Environment): string {
  const { PLANTWIRE_HOST: host, PLANTWIRE_PORT: port, PLANTWIRE_TLS_CERT: cert } = environment;
  const name = host === '0.0.0.0' || host === '::' ? '127.0.0.1' : host;
  return `${cert === undefined ? 'http' : 'https'}://${name.includes(':') ? `[${name}]` : name}:${port}`;
}

/** Never throws: silence is an answer too. The certificate is not checked, because it names the host, not this machine's loopback. */
export function askHealth(environment: Environment, timeoutMs = 3000): Promise<HealthAnswer> {
  const url = new URL('/health', localUrl(environment));
  return new Promise((resolve) => {
    const options = { timeout: timeoutMs, rejectUnauthorized: false };
    const asked = (url.protocol === 'https:' ? requestHttps : requestHttp)(url, options, (answer) => {
      let body = '';
      answer.setEncoding('utf8');
      answer.on('data', (part: string) => {
        body += part;
      });
      answer.on('end', () => resolve({ status: answer.statusCode, body }));
      answer.on('error', (cause) => resolve({ status: undefined, body: cause.message }));
    });
    asked.on('timeout', () => asked.destroy(new Error(`no answer within ${timeoutMs} ms`)));
    asked.on('error', (cause) => resolve({ status: undefined, body: cause.message }));
    asked.end();
  });
}
