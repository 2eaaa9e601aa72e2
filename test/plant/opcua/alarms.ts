/**
 * Alarms and conditions of the simulated machines (OPC UA Part 9), set by the control interface. They last while the
 * server is away; it then raises them anew, as a controller that starts does.
 */
import {
  type AddressSpace,
  ConditionInfo,
  coerceLocalizedText,
  type Namespace,
  NodeId,
  StatusCodes,
  type UAAlarmConditionEx,
  type UAObject,
} from 'node-opcua';

interface Kind {
  readonly name: string;
  readonly severity: number;
  readonly message: string;
}

/** What every machine can complain of. */
const KINDS: readonly Kind[] = [
  { name: 'DriveTripped', severity: 800, message: 'Drive tripped' },
  { name: 'BearingHot', severity: 500, message: 'Bearing temperature too high' },
  { name: 'DoorOpen', severity: 100, message: 'Guard door open' },
];

const FIRST_TROUBLE_MS = 30_000;
const REPAIR_MS = 60_000;
const PEACE_MS = 540_000;

export class PlantAlarms {
  readonly #active = new Set<string>();
  #conditions = new Map<string, UAAlarmConditionEx>();

  /** `Press1.DriveTripped`; it comes and goes `flickers` times at once before. */
  set(name: string, isActive: boolean, flickers = 0): void {
    for (let nr = 0; nr < flickers; nr += 1) {
      this.set(name, true);
      this.set(name, false);
    }
    if (isActive) this.#active.add(name);
    else this.#active.delete(name);
    const condition = this.#conditions.get(name);
    // The library takes a state that is no news for a mistake.
    if (condition && condition.activeState.getValue() !== isActive) signal(condition, isActive);
  }

  /** An operator at the panel has seen it. */
  acknowledge(name: string): void {
    const condition = this.#conditions.get(name);
    if (!condition) throw new Error(`no such alarm; there are ${[...this.#conditions.keys()].join(', ')}`);
    condition.acknowledgeAndAutoConfirmBranch(condition.currentBranch(), 'seen');
  }

  /** Without anybody's doing, a drive trips soon after the start and every ten minutes, and is repaired a minute later. */
  troubleNowAndThen(): () => void {
    const name = 'Press1.DriveTripped';
    let timer = setTimeout(() => change(true), FIRST_TROUBLE_MS);
    const change = (isActive: boolean): void => {
      this.set(name, isActive);
      timer = setTimeout(() => change(!isActive), isActive ? REPAIR_MS : PEACE_MS);
    };
    return () => clearTimeout(timer);
  }

  /** The server has gone, and its conditions with it. */
  forget(): void {
    this.#conditions = new Map();
  }

  build(space: AddressSpace, namespace: Namespace, machine: UAObject): void {
    space.installAlarmsAndConditionsService();
    for (const kind of KINDS) {
      const name = `${machine.browseName.name}.${kind.name}`;
      const condition = namespace.instantiateAlarmCondition('AlarmConditionType', {
        ...{ browseName: kind.name, conditionName: kind.name, conditionSource: machine, componentOf: machine },
        inputNode: NodeId.nullNodeId,
      });
      condition.calculateConditionInfo = (_state, isActive) => infoOf(kind, isActive);
      this.#conditions.set(name, condition);
      if (this.#active.has(name)) signal(condition, true);
    }
  }
}

const signal = (condition: UAAlarmConditionEx, isActive: boolean): void =>
  condition.signalNewCondition(isActive ? 'Active' : 'Inactive', isActive, '');

const infoOf = ({ message, severity }: Kind, isActive: boolean): ConditionInfo =>
  new ConditionInfo({
    message: coerceLocalizedText(isActive ? message : `${message}: over`),
    ...{ severity, quality: StatusCodes.Good, retain: isActive },
  });
