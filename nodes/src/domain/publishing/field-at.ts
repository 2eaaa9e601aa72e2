/** A field of a message by its dotted path, such as `data.lines.0.item`; undefined when there is none. */
export function fieldAt(payload: unknown, path: string): unknown {
  let here = payload;
  for (const step of path.split('.')) {
    if (typeof here !== 'object' || here === null || !Object.hasOwn(here, step)) return undefined;
    here = Reflect.get(here, step);
  }
  return here;
}
