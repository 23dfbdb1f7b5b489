import type { Context } from 'hono'
import type { z } from 'zod'
import { err, ok, type Result } from '../../kernel/result.ts'
import { readBody, readShape } from '../authzen/read-body.ts'
import type { Refusal } from './route.ts'

/** The JSON body of a request, as its schema has it. Where every part may be absent, so may the body. */
export async function readJson<T>(context: Context, schema: z.ZodType<T>): Promise<Result<T, Refusal>> {
  const { req } = context
  const length = req.header('content-length')
  const sizeless = length === undefined && req.header('transfer-encoding') === undefined && req.header('content-type') === undefined
  const empty = req.raw.body === null || length === '0' || sizeless
  if (empty) {
    const nothing = readShape({}, schema)
    return nothing.ok ? ok(nothing.value) : err({ code: 'bad-body', detail: 'the body is empty; it must be a JSON object' })
  }
  if (!/^application\/json(?:\s*;|\s*$)/i.test(req.header('content-type') ?? ''))
    return err({ code: 'wrong-type', detail: 'the content type must be application/json' })
  return readBody(context, schema)
}
