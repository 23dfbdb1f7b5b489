import type { Truth } from '../../kernel/truth.ts'

/** Kleene's values as small numbers: no, yes, unknown. Booleans and texts in one variable cost the inner loop a factor of two. */
export type Tri = 0 | 1 | 2

export const NO = 0
export const YES = 1
export const UNKNOWN = 2

export function triOf(truth: Truth): Tri {
  return truth === true ? YES : truth === false ? NO : UNKNOWN
}

export function both(left: Tri, right: Tri): Tri {
  if (left === NO || right === NO) return NO
  return left === UNKNOWN || right === UNKNOWN ? UNKNOWN : YES
}

export function either(left: Tri, right: Tri): Tri {
  if (left === YES || right === YES) return YES
  return left === UNKNOWN || right === UNKNOWN ? UNKNOWN : NO
}

export function opposite(value: Tri): Tri {
  return value === UNKNOWN ? UNKNOWN : value === YES ? NO : YES
}
