/** Fills `${VARIABLE}` in endpoint and mail addresses. A variable that is not set stays visible and is reported. */
import type { SitePack } from '../../domain/site/pack.ts';
import { pathText } from '../../domain/validation/wording.ts';

export interface Filled {
  readonly pack: SitePack;
  readonly unset: readonly { readonly path: string; readonly variable: string }[];
}

type Fill = (text: string, path: readonly (string | number)[]) => string;

export function fillVariables(pack: SitePack, environment: Readonly<Record<string, string | undefined>>): Filled {
  const unset: { path: string; variable: string }[] = [];
  const fill: Fill = (text, path) =>
    text.replaceAll(/\$\{([A-Za-z_]\w*)\}/g, (written, variable: string) => {
      const value = environment[variable];
      if (value !== undefined && value !== '') return value;
      unset.push({ path: pathText(path), variable });
      return written;
    });
  const endpoints = Object.fromEntries(
    Object.entries(pack.endpoints).map(([name, endpoint]) => [
      name,
      { ...endpoint, url: fill(endpoint.url, ['endpoints', name, 'url']) },
    ]),
  );
  const { roles } = pack;
  return { pack: { ...pack, endpoints, ...(roles ? { roles: filledRoles(roles, fill) } : {}) }, unset };
}

function filledRoles(roles: NonNullable<SitePack['roles']>, fill: Fill): NonNullable<SitePack['roles']> {
  return Object.fromEntries(
    Object.entries(roles).map(([name, role]) => [
      name,
      { ...role, mail: role.mail.map((address, index) => fill(address, ['roles', name, 'mail', index])) },
    ]),
  );
}
