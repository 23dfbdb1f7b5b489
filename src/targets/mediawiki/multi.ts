/** A parameter with several values: separated by `|`, or by U+001F (also in front) when a value contains `|`. */
export function multi(values: readonly string[]): string {
  return values.some((value) => value.includes('|')) ? `\u001F${values.join('\u001F')}` : values.join('|')
}

/** Parts of at most `size` values, in order. */
export function batches<T>(values: readonly T[], size: number): readonly (readonly T[])[] {
  return Array.from({ length: Math.ceil(values.length / size) }, (_, index) => values.slice(index * size, (index + 1) * size))
}
