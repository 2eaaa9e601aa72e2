/** Asks the system whether the appliance's address is free, before anything starts. */
import { createServer } from 'node:net';
import type { Environment } from './environment.ts';
import type { Problem } from './problems.ts';

/** Listens for a moment; what refuses us now would refuse Node-RED later, with a worse message. */
export function checkPort(environment: Environment): Promise<Problem[]> {
  const { PLANTWIRE_PORT: port, PLANTWIRE_HOST: host } = environment;
  return new Promise((resolve) => {
    const probe = createServer();
    probe.once('error', (cause: NodeJS.ErrnoException) => resolve([refusal(cause.code ?? cause.message, host, port)]));
    probe.listen({ host, port, exclusive: true }, () => probe.close(() => resolve([])));
  });
}

function refusal(code: string, host: string, port: number): Problem {
  const onPort = { variable: 'PLANTWIRE_PORT', given: String(port) };
  if (code === 'EADDRINUSE')
    return {
      ...onPort,
      wrong: `another program already listens on ${host}:${port}`,
      todo: `Stop it (ss -ltnp | grep :${port} names it) or set another port: PLANTWIRE_PORT=${port + 1}.`,
    };
  if (code === 'EACCES')
    return {
      ...onPort,
      wrong: 'this user may not listen there',
      todo: 'Ports below 1024 belong to root; take a higher one.',
    };
  return {
    variable: 'PLANTWIRE_HOST',
    given: host,
    wrong: `not an address of this machine (${code})`,
    todo: 'Use 127.0.0.1 for this machine alone, or 0.0.0.0 for all its addresses.',
  };
}
