/** Answers of a wiki's API are JSON written by PHP, of any shape: what is not as expected is absent. */
import type { Json } from '../../kernel/json.ts'

export type JsonMap = { readonly [key: string]: Json | undefined }

export function map(value: Json | undefined): JsonMap | undefined {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as JsonMap) : undefined
}

/** A list; PHP writes one with gaps as an object. */
export function list(value: Json | undefined): readonly Json[] {
  if (Array.isArray(value)) return value as readonly Json[]
  return Object.values(map(value) ?? {}).flatMap((one) => one ?? [])
}

export function text(value: Json | undefined): string | undefined {
  return typeof value === 'string' && value.trim() !== '' ? value : undefined
}

export function texts(value: Json | undefined): readonly string[] {
  return list(value).flatMap((one) => (typeof one === 'string' ? [one] : typeof one === 'number' ? [String(one)] : []))
}
