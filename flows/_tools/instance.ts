/** The flows of a running Node-RED, through its admin API. */
import type { Flow } from './flow-file.ts';

export interface Deployed {
  /** Node-RED refuses a deploy over a revision it no longer has: nobody's work is overwritten. */
  readonly rev: string;
  readonly flows: Flow;
}

export interface Instance {
  read(): Promise<Deployed>;
  deploy(deployed: Deployed): Promise<void>;
}

/** `token` is an access token of the editor where it asks for a login. */
export function instanceAt(base: string, token?: string): Instance {
  const headers = {
    'Node-RED-API-Version': 'v2',
    'Content-Type': 'application/json',
    ...(token ? { Authorization: `Bearer ${token}` } : {}),
  };
  const ask = async (init: RequestInit): Promise<Response> => {
    const response = await fetch(`${base}/flows`, init).catch((error: Error) => {
      throw new Error(`No Node-RED answers at ${base} (${error.message}). Start it with \`npm start\`.`);
    });
    if (response.status === 409) throw new Error('Somebody deployed meanwhile. Run the command again.');
    if (response.status === 401) throw new Error('The editor asks for a login. Set PLANTWIRE_EDITOR_TOKEN.');
    if (!response.ok) throw new Error(`Node-RED answered ${response.status}: ${(await response.text()).slice(0, 200)}`);
    return response;
  };
  return {
    read: async () => (await (await ask({ headers })).json()) as Deployed,
    deploy: async (deployed) => {
      const deploying = { ...headers, 'Node-RED-Deployment-Type': 'nodes' };
      await ask({ method: 'POST', headers: deploying, body: JSON.stringify(deployed) });
    },
  };
}

/** The development instance: PLANTWIRE_EDITOR_URL, or this machine at PLANTWIRE_PORT. */
export function developmentInstance(environment: NodeJS.ProcessEnv = process.env): Instance {
  const base = environment.PLANTWIRE_EDITOR_URL ?? `http://127.0.0.1:${environment.PLANTWIRE_PORT ?? '1880'}`;
  return instanceAt(base.replace(/\/$/, ''), environment.PLANTWIRE_EDITOR_TOKEN);
}
