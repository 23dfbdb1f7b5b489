import type { Context } from 'hono'
import type { z } from 'zod'
import { err, ok, type Result } from '../../kernel/result.ts'

/** Larger bodies are refused before they are read to the end. */
export const LARGEST_BODY = 1_000_000

/** What no honest request needs, and what would overrun the stack of whoever walks it. */
const DEEPEST = 64

export interface Unreadable {
  readonly code: 'bad-body' | 'too-large'
  readonly detail: string
  /** What is wrong with a part of it, and where; absent where it is no such thing at all. */
  readonly issue?: z.core.$ZodIssue
}

const bad = (detail: string): Result<never, Unreadable> => err({ code: 'bad-body', detail })

/**
 * Reads the JSON body of a request: the type of its content, its size and its shape are as they must be, or it is said what is not. `refused` by
 * AuthZEN with status 400, whatever is wrong.
 */
export async function readBody<T>(context: Context, schema: z.ZodType<T>): Promise<Result<T, Unreadable>> {
  const type = context.req.header('content-type') ?? ''
  if (!/^application\/json(?:\s*;|\s*$)/i.test(type)) return bad('the content type must be application/json')
  const value = await readDocument(context)
  return value.ok ? readShape(value.value, schema) : value
}

/** Reads a body as JSON of a size and depth that can be walked, whatever its shape. */
export async function readDocument(context: Context): Promise<Result<unknown, Unreadable>> {
  const bytes = await upTo(LARGEST_BODY, context.req.raw.body)
  if (bytes === undefined) return err({ code: 'too-large', detail: `a body has at most ${LARGEST_BODY} bytes here` })
  if (bytes.length === 0) return bad('the body is empty; it must be a JSON object')
  let value: unknown
  try {
    value = JSON.parse(new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes))
  } catch {
    return bad('the body is no JSON in UTF-8')
  }
  if (!isShallow(value)) return bad(`the body has blocks within blocks deeper than ${DEEPEST}`)
  return ok(value)
}

/** The value as the schema has it, or the first thing that is wrong with it. */
export function readShape<T>(value: unknown, schema: z.ZodType<T>): Result<T, Unreadable> {
  const parsed = schema.safeParse(value)
  if (parsed.success) return ok(parsed.data)
  const [issue] = parsed.error.issues
  const place = issue === undefined || issue.path.length === 0 ? 'the body' : `\`${issue.path.join('.')}\``
  const detail = `${place}: ${(issue?.message ?? 'is not as it must be').replace(/^./, (letter) => letter.toLowerCase())}`
  return err({ code: 'bad-body', detail, ...(issue === undefined ? {} : { issue }) })
}

/** Whoever sent a body went away, or was cut off for being slow, before all of it was here: nobody is left to be answered. */
export class BodyCutError extends Error {
  override name = 'BodyCutError'
}

/** The bytes of a body; undefined = more than the limit, and the rest was not read. Rejects with BodyCutError. */
export async function upTo(limit: number, body: ReadableStream<Uint8Array> | null): Promise<Uint8Array | undefined> {
  if (body === null) return new Uint8Array()
  const parts: Uint8Array[] = []
  let size = 0
  try {
    for await (const part of body) {
      size += part.length
      if (size > limit) return undefined
      parts.push(part)
    }
  } catch (cause) {
    throw new BodyCutError('the connection ended before the body did', { cause })
  }
  return Buffer.concat(parts)
}

function isShallow(value: unknown, depth = 0): boolean {
  if (depth > DEEPEST) return false
  return typeof value !== 'object' || value === null || Object.values(value).every((one) => isShallow(one, depth + 1))
}
