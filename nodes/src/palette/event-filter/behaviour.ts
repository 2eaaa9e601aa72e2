/** Starts the event filter with what it filters. */
import type { Result } from '../../domain/ports.ts';
import type { Behaviour, NodeContext } from '../../host/node.ts';
import { startAlarms } from './alarms.ts';
import type { Config } from './definition.ts';
import { startValues } from './values.ts';

export const startFilter = (context: NodeContext<Config>): Promise<Result<Behaviour>> =>
  context.config.content === 'values' ? startValues(context) : startAlarms(context);
