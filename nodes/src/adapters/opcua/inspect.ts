/** Looks at a server before it is used: what it offers, which certificate it shows, whether our tags exist. */
import { OPCUAClient } from 'node-opcua-client';
import { fail, ok, type Result, type Sample } from '../../domain/ports.ts';
import { readTags } from './browse.ts';
import { thumbprint, trustServer } from './certificates.ts';
import { toFailure } from './faults.ts';
import { connectOnce, type OpcuaTarget } from './session.ts';

export interface ServerOffer {
  /** SHA-1 as servers show it; absent for a server without certificates. */
  readonly thumbprint?: string;
  readonly modes: readonly string[];
}

const MODE_NAMES = ['Invalid', 'None', 'Sign', 'SignAndEncrypt'];

/** Connects as configured and reads `tags` once. */
export async function tryTarget(target: OpcuaTarget, tags: readonly string[]): Promise<Result<readonly Sample[]>> {
  const connected = await connectOnce(target);
  if (!connected.ok) return connected;
  try {
    return ok(tags.length > 0 ? await readTags(connected.value.session, tags) : []);
  } catch (error) {
    return fail(toFailure(error, 'read tags', target.url));
  } finally {
    await connected.value.close();
  }
}

/** Asks without security, as every client does first. */
export async function askOffer(target: OpcuaTarget): Promise<Result<ServerOffer>> {
  const found = await endpoints(target);
  if (!found.ok) return found;
  const modes = found.value.map(({ mode, policy }) => (mode === 'None' ? mode : `${mode} ${policy}`));
  const certificate = found.value.find((one) => one.certificate)?.certificate;
  return ok({ modes: [...new Set(modes)], ...(certificate ? { thumbprint: thumbprint(certificate) } : {}) });
}

/** Trusts the certificate the server shows now; gives its thumbprint. */
export async function trustOffer(target: OpcuaTarget): Promise<Result<string | undefined>> {
  const found = await endpoints(target);
  if (!found.ok) return found;
  const certificate = found.value.find((one) => one.certificate)?.certificate;
  if (!certificate) return ok(undefined);
  await trustServer(target.pkiFolder, target.url, certificate);
  return ok(thumbprint(certificate));
}

interface Endpoint {
  readonly mode: string;
  readonly policy: string;
  readonly certificate?: Uint8Array;
}

async function endpoints(target: OpcuaTarget): Promise<Result<readonly Endpoint[]>> {
  const client = OPCUAClient.create({
    endpointMustExist: false,
    connectionStrategy: { maxRetry: 0, initialDelay: 100, maxDelay: 100 },
    transportTimeout: target.timeoutMs,
  });
  try {
    await client.connect(target.url);
    const found = await client.getEndpoints();
    return ok(
      found.map(({ securityMode, securityPolicyUri, serverCertificate }) => ({
        mode: MODE_NAMES[securityMode] ?? String(securityMode),
        policy: securityPolicyUri?.split('#')[1] ?? '',
        ...(serverCertificate?.length ? { certificate: serverCertificate } : {}),
      })),
    );
  } catch (error) {
    return fail(toFailure(error, 'ask what the server offers', target.url));
  } finally {
    await client.disconnect().catch(() => undefined);
  }
}
