/** Fills `${VARIABLE}` in endpoint addresses. A variable that is not set stays visible and is reported. */
import type { SitePack } from '../../domain/site/pack.ts';
import { pathText } from '../../domain/validation/wording.ts';

export interface Filled {
  readonly pack: SitePack;
  readonly unset: readonly { readonly path: string; readonly variable: string }[];
}

export function fillVariables(pack: SitePack, environment: Readonly<Record<string, string | undefined>>): Filled {
  const unset: { path: string; variable: string }[] = [];
  const endpoints = Object.fromEntries(
    Object.entries(pack.endpoints).map(([name, endpoint]) => {
      const url = endpoint.url.replaceAll(/\$\{([A-Za-z_]\w*)\}/g, (written, variable: string) => {
        const value = environment[variable];
        if (value !== undefined && value !== '') return value;
        unset.push({ path: pathText(['endpoints', name, 'url']), variable });
        return written;
      });
      return [name, { ...endpoint, url }];
    }),
  );
  return { pack: { ...pack, endpoints }, unset };
}
