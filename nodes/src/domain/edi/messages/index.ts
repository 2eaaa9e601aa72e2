/** Every message type that is served. */
import type { MessageMap } from '../message-map.ts';
import type { Syntax } from '../syntax.ts';
import { syntaxReport } from './contrl.ts';
import { despatchAdvice } from './desadv.ts';
import { orderResponse } from './ordrsp.ts';
import { orderAcknowledgement855 } from './x12-855.ts';
import { shipNotice856 } from './x12-856.ts';
import { acknowledgement997 } from './x12-997.ts';

export const messageMaps: readonly MessageMap[] = [
  shipNotice856,
  orderAcknowledgement855,
  acknowledgement997,
  despatchAdvice,
  orderResponse,
  syntaxReport,
];

export const findMap = (standard: Syntax['standard'], type: string): MessageMap | undefined =>
  messageMaps.find((map) => map.standard === standard && map.type === type);
