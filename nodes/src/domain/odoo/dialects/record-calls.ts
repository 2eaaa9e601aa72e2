/** What the intents about any record ask of a version. */
import type { ErpCall } from '../../ports.ts';

export interface RecordCalls {
  /** Models of 19 that have another name here. */
  readonly models: Readonly<Record<string, string>>;
  /** Where one of these is not there, its right is not needed either. */
  readonly whereInstalled: readonly string[];
  mayDo(operation: string): Omit<ErpCall, 'model'>;
  /** Whether the user is in a group, by its external id. */
  inGroup(user: number, group: string): Omit<ErpCall, 'model'>;
}
