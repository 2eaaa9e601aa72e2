/** The slice of the editor that forms use, typed by us: jQuery with Node-RED's widgets, and RED. */

export interface Query {
  readonly length: number;
  val(): string;
  val(value: unknown): Query;
  text(value: string): Query;
  attr(name: string, value: string): Query;
  addClass(name: string): Query;
  removeClass(name: string): Query;
  append(child: Query | HTMLElement): Query;
  appendTo(parent: Query | HTMLElement): Query;
  empty(): Query;
  get(index: number): HTMLElement | undefined;
  on(event: string, listener: (event: Event) => void): Query;
  prop(name: string): unknown;
  prop(name: string, value: unknown): Query;
  typedInput(options: unknown, value?: unknown): unknown;
  autoComplete(options: unknown): Query;
  editableList(options: unknown, value?: unknown): unknown;
}

interface Answer {
  done(listener: (data: unknown) => void): Answer;
  fail(listener: (request: { status: number; responseJSON?: unknown; statusText: string }) => void): Answer;
}

export interface JQuery {
  (target: string | HTMLElement): Query;
  ajax(options: Record<string, unknown>): Answer;
}

export interface Editor {
  _(key: string, values?: Record<string, unknown>): string;
  nodes: { node(id: string): Record<string, unknown> | null };
}

/** A node being edited: its saved properties, and the translations of its set. */
export interface Edited {
  readonly id: string;
  _(key: string): string;
  [property: string]: unknown;
}

const page = window as unknown as { $: JQuery; RED: Editor };
export const query: JQuery = ((target: string | HTMLElement) => page.$(target)) as JQuery;
query.ajax = (options) => page.$.ajax(options);
export const editor = (): Editor => page.RED;

const CATALOGUE = '@plantwire/node-red-odoo/plantwire-operations:form.';
/** Words that every form shares; those of one node come from its own catalogue. */
export const word = (key: string, values: Record<string, unknown> = {}): string => editor()._(CATALOGUE + key, values);
