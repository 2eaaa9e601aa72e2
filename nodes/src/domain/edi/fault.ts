/** What is wrong with an interchange, and exactly where: segment, element, component, counted from 1 as partners do. */

export type FaultCode =
  | 'separators'
  | 'truncated'
  | 'control-number'
  | 'count'
  | 'message-unknown'
  | 'segment-missing'
  | 'hierarchy'
  | 'element-missing'
  | 'code-unknown'
  | 'number-invalid'
  | 'date-invalid'
  | 'too-long'
  | 'characters';

export interface EdiPlace {
  /** `LIN`, `UNB`, … */
  readonly segment: string;
  /** Of the segment: in its message, where 1 is `ST` or `UNH`; in the interchange for what lies outside messages. */
  readonly position: number;
}

export interface EdiFault extends EdiPlace {
  readonly code: FaultCode;
  readonly element?: number;
  readonly component?: number;
  readonly value?: string;
  readonly reason: string;
}

/** `LIN (segment 12), element 3, component 1: no code is given` */
export function sayFault(fault: EdiFault): string {
  return `${sayPlace(fault)}: ${fault.reason}`;
}

export function sayPlace({ segment, position, element, component }: EdiFault): string {
  const inside = element === undefined ? '' : `, element ${element}`;
  return `${segment} (segment ${position})${inside}${component === undefined ? '' : `, component ${component}`}`;
}
