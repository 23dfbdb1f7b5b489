import type { Context } from 'hono'
import { parseDay } from '../kernel/day.ts'

const LONGEST = 200

/** A filter from the address: trimmed, cut, empty where absent. */
export function textOf(context: Context, name: string): string {
  return (context.req.query(name) ?? '').trim().slice(0, LONGEST)
}

/** A whole number from the address; undefined for anything else. */
export function numberOf(context: Context, name: string): number | undefined {
  const text = context.req.query(name)
  return text !== undefined && /^\d{1,15}$/.test(text) ? Number(text) : undefined
}

/** A day from the address, `2026-05-03`; empty for anything else. */
export function dayOf(context: Context, name: string): string {
  const day = parseDay(context.req.query(name) ?? '')
  return day.ok ? day.value : ''
}

/** A part of the path by its place, decoded; the ending of a twin is left out by the caller. */
export function segmentOf(context: Context, index: number): string {
  return decodeURIComponent(new URL(context.req.url).pathname.split('/')[index] ?? '')
}
