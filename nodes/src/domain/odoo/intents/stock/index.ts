/** The intents of this family. */
import { adjust } from './adjust.ts';
import { count } from './count.ts';
import { shipmentMilestone } from './milestone.ts';
import { pack } from './pack.ts';
import { reserve, unreserve } from './reserve.ts';
import { returnGoods } from './return.ts';
import { ship } from './ship.ts';
import { stageDelivery } from './stage-delivery.ts';
import { putaway, stage, transfer } from './transfer.ts';

export const stock = [
  transfer,
  putaway,
  stage,
  stageDelivery,
  pack,
  count,
  adjust,
  reserve,
  unreserve,
  ship,
  shipmentMilestone,
  returnGoods,
] as const;
