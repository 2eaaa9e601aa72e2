/** Machines and counters: every reference must lead somewhere, and every count must have one owner. */
import { findUnit, sameDimension } from '../../canonical/uom.ts';
import { hint } from '../nearest.ts';
import { type CounterDefinition, counterName, type Equipment, type SitePack } from '../pack.ts';
import { type PackProblem, problem, warning } from '../problem.ts';

export function equipmentProblems(pack: SitePack): readonly PackProblem[] {
  return [
    ...repeated(pack.equipment.map((machine, index) => [machine.id, `equipment[${index}].id`])),
    ...repeated(pack.equipment.map((machine, index) => [machine.name, `equipment[${index}].name`])),
    ...repeatedCounters(pack),
    ...pack.equipment.flatMap((machine, index) => machineProblems(pack, machine, `equipment[${index}]`)),
  ];
}

function machineProblems(pack: SitePack, machine: Equipment, path: string): PackProblem[] {
  const root = `${pack.enterprise}/${pack.site}/`;
  const endpoint = pack.endpoints[machine.endpoint];
  const policy = pack.policies[machine.policy];
  const found: PackProblem[] = [];
  if (!machine.id.startsWith(root)) found.push(problem(`${path}.id`, `must start with ${root}`));
  if (!endpoint) found.push(unknown(`${path}.endpoint`, 'endpoint', machine.endpoint, Object.keys(pack.endpoints)));
  if (!policy) found.push(unknown(`${path}.policy`, 'policy', machine.policy, Object.keys(pack.policies)));
  const material = machine.material;
  if (!material.tag && !material.fixed) {
    found.push(problem(`${path}.material`, 'needs the tag that names the material, or a fixed material'));
  }
  if (material.fixed) found.push(...materialProblems(pack, `${path}.material.fixed`, material.fixed));
  const consumes = machine.counters.some((counter) => counter.use === 'consumed' && counter.authority);
  if (policy?.consumption === 'backflush' && consumes) {
    const text = `policy "${machine.policy}" is backflush, but consumption is counted here and would be taken twice: use "actual", or "authority": false on those counters`;
    found.push(problem(`${path}.policy`, text));
  }
  if (endpoint?.protocol === 'modbus') found.push(...registerProblems(machine, endpoint.registers, path));
  return [...found, ...goodCounters(machine, path), ...counterProblems(pack, machine, path)];
}

function counterProblems(pack: SitePack, machine: Equipment, path: string): PackProblem[] {
  return machine.counters.flatMap((counter, index) => {
    const at = `${path}.counters[${index}]`;
    const found: PackProblem[] = unitProblems(pack, counter, at);
    if (counter.material) found.push(...materialProblems(pack, `${at}.material`, counter.material));
    if (!counter.material && (counter.use === 'byproduct' || counter.use === 'consumed')) {
      found.push(problem(`${at}.material`, `is missing: a ${counter.use} counter must say of which material`));
    }
    if (counter.use === 'scrap' && !counter.reasonTag && !counter.reason) {
      found.push(problem(`${at}.reason`, 'is missing: a scrap counter needs a reasonTag or a fixed reason'));
    }
    if (Number(counter.factor) === 0) found.push(problem(`${at}.factor`, 'must be above zero'));
    if (Number(counter.maxRatePerSecond) === 0) found.push(problem(`${at}.maxRatePerSecond`, 'must be above zero'));
    return found;
  });
}

function unitProblems(pack: SitePack, counter: CounterDefinition, at: string): PackProblem[] {
  if (!findUnit(counter.uom)) return [problem(`${at}.uom`, `"${counter.uom}" is no Rec 20 unit Plantwire knows`)];
  const material = pack.materials?.find((entry) => entry.id === counter.material);
  if (!material || sameDimension(counter.uom, material.uom)) return [];
  return [problem(`${at}.uom`, `${counter.uom} cannot be converted into ${material.uom}, the unit of ${material.id}`)];
}

function materialProblems(pack: SitePack, path: string, material: string): PackProblem[] {
  const bound = pack.bindings.filter((row) => row.domain === 'material').map((row) => row.canonicalId);
  if (bound.includes(material)) return [];
  return [problem(path, `no binding says where material "${material}" lives in Odoo${hint(material, bound)}`)];
}

/** On a Modbus endpoint a counter exists only when a register makes it; its order may come from elsewhere. */
function registerProblems(machine: Equipment, registers: readonly { readonly tag: string }[], path: string) {
  const known = new Set(registers.map((register) => register.tag));
  const counters = machine.counters.flatMap((counter, index) =>
    known.has(counter.tag) ? [] : [unknown(`${path}.counters[${index}].tag`, 'register', counter.tag, known)],
  );
  const elsewhere = Object.entries(machine.context).flatMap(([field, tag]) =>
    tag === undefined || known.has(tag)
      ? []
      : [warning(`${path}.context.${field}`, `"${tag}" is no register and must come from elsewhere`)],
  );
  return [...counters, ...elsewhere];
}

function goodCounters(machine: Equipment, path: string): PackProblem[] {
  const good = machine.counters.filter((counter) => counter.use === 'good' && counter.authority);
  if (good.length < 2) return [];
  return [
    warning(`${path}.counters`, `${good.length} counters count good parts with authority; all of them are posted`),
  ];
}

/** One tag of one endpoint counts once, and a counter's name is unique in the pack. */
function repeatedCounters(pack: SitePack): PackProblem[] {
  const counters = pack.equipment.flatMap((machine, outer) =>
    machine.counters.map((counter, inner) => ({ machine, counter, at: `equipment[${outer}].counters[${inner}]` })),
  );
  const tags = repeated(
    counters.map(({ machine, counter, at }) => [`${machine.endpoint} ${counter.tag}`, `${at}.tag`]),
  );
  const names = repeated(counters.map(({ counter, at }) => [counterName(counter), `${at}.name`]));
  return tags.length > 0 ? tags : names;
}

function repeated(entries: readonly (readonly [word: string, path: string])[]): PackProblem[] {
  const first = new Map<string, string>();
  return entries.flatMap(([word, path]) => {
    const earlier = first.get(word);
    if (earlier === undefined) first.set(word, path);
    return earlier === undefined ? [] : [problem(path, `"${word}" is used already by ${earlier}; it must be unique`)];
  });
}

function unknown(path: string, kind: string, word: string, known: Iterable<string>): PackProblem {
  return problem(path, `unknown ${kind} "${word}"${hint(word, known)}`);
}
