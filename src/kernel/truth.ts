/** Kleene's three values. Unknown never grants and never ends anything. */
export type Truth = true | false | 'unknown'

export function allOf(values: Iterable<Truth>): Truth {
  let result: Truth = true
  for (const value of values) {
    if (value === false) return false
    if (value === 'unknown') result = 'unknown'
  }
  return result
}

export function anyOf(values: Iterable<Truth>): Truth {
  let result: Truth = false
  for (const value of values) {
    if (value === true) return true
    if (value === 'unknown') result = 'unknown'
  }
  return result
}

export function not(value: Truth): Truth {
  return value === 'unknown' ? value : !value
}
