/** A form as data: the build renders it from a definition, the browser reads it. Types only. */

export interface FormField {
  readonly name: string;
  readonly kind: 'text' | 'number' | 'boolean' | 'choice' | 'list' | 'json';
  readonly required?: boolean;
  /** Required as well, save where nothing was saved, as before the field existed: the runtime has a value of its own then. */
  readonly preset?: boolean;
  readonly secret?: boolean;
  readonly configNode?: string;
  readonly picker?: string;
  /** Text of several lines, each a value of the picker. */
  readonly lines?: boolean;
  /** The value may be a variable, written `${NAME}`. */
  readonly variable?: boolean;
  /** Used by the runtime when the field is empty. */
  readonly environment?: string;
  /** With a list: all that it may hold, each with a check box of its own. */
  readonly choices?: readonly string[];
  readonly minimum?: number;
  readonly maximum?: number;
  readonly pattern?: string;
  /** A table of text: one input per column. */
  readonly columns?: readonly FormColumn[];
}

export interface FormColumn {
  readonly name: string;
  readonly picker?: string;
  readonly choices?: readonly string[];
}

export interface FormSpec {
  /** Node type with prefix. */
  readonly type: string;
  /** Folder name, as in `plantwire/action/<folder>/<action>`. */
  readonly folder: string;
  readonly config: boolean;
  readonly version: number;
  readonly fields: readonly FormField[];
  readonly actions: readonly string[];
  /** Properties that only earlier versions saved. */
  readonly former: readonly string[];
}
