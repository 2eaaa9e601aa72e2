/** Shifts, maintenance windows, policies and endpoints. */
import type { SitePack } from '../pack.ts';
import { type PackProblem, problem, warning } from '../problem.ts';

export function plantProblems(pack: SitePack): readonly PackProblem[] {
  return [...shiftProblems(pack), ...maintenanceProblems(pack), ...policyProblems(pack), ...endpointProblems(pack)];
}

function shiftProblems(pack: SitePack): PackProblem[] {
  return pack.shifts.flatMap((shift, index) => {
    const before = pack.shifts.slice(0, index);
    const last = before.at(-1);
    const found: PackProblem[] = [];
    if (before.some((other) => other.id === shift.id)) found.push(problem(`shifts[${index}].id`, 'is used twice'));
    if (last && last.start >= shift.start) {
      found.push(
        problem(`shifts[${index}].start`, `must be later than ${last.start}: list shifts by local time of day`),
      );
    }
    return found;
  });
}

function maintenanceProblems({ maintenance = [] }: SitePack): PackProblem[] {
  return maintenance.flatMap(({ days, date, start, end }, index) => {
    const at = `maintenance[${index}]`;
    if ((days === undefined) === (date === undefined))
      return [problem(at, 'needs either "days" (every week) or "date" (once)')];
    return start === end ? [warning(at, 'lasts a whole day, because start and end are the same')] : [];
  });
}

function policyProblems(pack: SitePack): PackProblem[] {
  return Object.entries(pack.policies).flatMap(([name, policy]) => {
    const path = `policies.${name}`;
    const quantity = policy.palletQuantity;
    if (policy.post === 'perPallet' && quantity === undefined) {
      return [problem(`${path}.palletQuantity`, 'is missing: post "perPallet" needs the quantity of a full pallet')];
    }
    if (quantity !== undefined && Number(quantity) === 0) {
      return [problem(`${path}.palletQuantity`, 'must be above zero')];
    }
    if (policy.post !== 'perPallet' && quantity !== undefined) {
      return [warning(`${path}.palletQuantity`, `has no effect while post is "${policy.post}"`)];
    }
    return [];
  });
}

const SCHEMES: Partial<Record<SitePack['endpoints'][string]['protocol'], { pattern: RegExp; example: string }>> = {
  http: { pattern: /^https?:\/\/[^\s?#]+$/, example: 'https://host/path, without a question mark' },
};

function endpointProblems(pack: SitePack): PackProblem[] {
  return Object.entries(pack.endpoints).flatMap(([name, endpoint]) => {
    const path = `endpoints.${name}`;
    const found = registerOverlaps(endpoint.registers, path);
    if (/^[a-z.+-]+:\/\/[^/@\s]*:[^/@\s]*@/i.test(endpoint.url)) {
      found.push(problem(`${path}.url`, 'holds a password: secrets belong to the endpoint node, never to a site pack'));
    }
    if (/\$\{(?![A-Za-z_]\w*\})/.test(endpoint.url)) {
      found.push(problem(`${path}.url`, 'has a "${" that is no ${VARIABLE}'));
    }
    if (endpoint.protocol !== 'modbus' && endpoint.registers.length > 0) {
      found.push(warning(`${path}.registers`, `have no effect on an endpoint of the protocol ${endpoint.protocol}`));
    }
    const scheme = SCHEMES[endpoint.protocol];
    if (scheme && !endpoint.url.startsWith('${') && !scheme.pattern.test(endpoint.url)) {
      found.push(problem(`${path}.url`, `must be written as ${scheme.example}`));
    }
    return found;
  });
}

const WIDTH = { uint16: 1, int16: 1, uint32: 2, int32: 2, float32: 2 } as const;

type Registers = SitePack['endpoints'][string]['registers'];

function registerOverlaps(registers: Registers, path: string): PackProblem[] {
  return registers.flatMap((register, index) => {
    const at = `${path}.registers[${index}]`;
    const before = registers.slice(0, index);
    const overlapping = before.find(
      (other) =>
        register.offset < other.offset + WIDTH[other.type] && other.offset < register.offset + WIDTH[register.type],
    );
    if (before.some((other) => other.tag === register.tag)) return [problem(`${at}.tag`, 'is used twice')];
    return overlapping ? [problem(`${at}.offset`, `overlaps the registers of "${overlapping.tag}"`)] : [];
  });
}
