import type { Context } from 'hono'
import { err, ok, type Result } from '../../kernel/result.ts'
import type { RefusalCode } from '../errors.ts'
import { LARGEST_BODY, upTo } from '../authzen/read-body.ts'
import { worded, type Worded } from '../../web/worded.ts'

/** The fields of a form as the browser sent them. */
export interface Form {
  /** A field that is filled in; undefined = absent, or nothing but blanks. */
  text(name: string): string | undefined
  /** All values of a field: of ticks, of a choice of several. */
  all(name: string): readonly string[]
  /** Everything, to be shown again. */
  readonly fields: readonly (readonly [string, string])[]
  /** Text files that were chosen, by their names without folders. */
  readonly files: readonly { readonly name: string; readonly text: string }[]
}

/** Why a body is no form. */
export interface NoForm {
  readonly code: RefusalCode
  readonly detail: Worded
}

/** Reads an urlencoded body, or one in parts where the form has a file. */
export async function readForm(context: Context): Promise<Result<Form, NoForm>> {
  const type = context.req.header('content-type') ?? ''
  const inParts = /^multipart\/form-data\s*;/i.test(type)
  if (!inParts && !/^application\/x-www-form-urlencoded(?:\s*;|\s*$)/i.test(type))
    return err({ code: 'wrong-type', detail: worded('writ-common-why-wrong-type') })
  const bytes = await upTo(LARGEST_BODY, context.req.raw.body)
  if (bytes === undefined) return err({ code: 'too-large', detail: worded('writ-common-why-too-large', LARGEST_BODY) })
  if (inParts) return readParts(bytes, type)
  let text: string
  try {
    text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes)
  } catch {
    return err({ code: 'bad-body', detail: worded('writ-common-why-no-utf8') })
  }
  return ok(formOf([...new URLSearchParams(text)]))
}

async function readParts(bytes: Uint8Array, type: string): Promise<Result<Form, NoForm>> {
  const decoder = new TextDecoder('utf-8', { fatal: true })
  const fields: (readonly [string, string])[] = []
  const files: { name: string; text: string }[] = []
  try {
    const parts = await new Response(Buffer.from(bytes), { headers: { 'content-type': type } }).formData()
    for (const [name, value] of parts)
      if (typeof value === 'string') fields.push([name, value])
      // a field in which no file was chosen comes as an empty one without a name
      else if (value.name !== '' || value.size > 0)
        files.push({ name: value.name.replace(/^.*[/\\]/s, ''), text: decoder.decode(await value.arrayBuffer()) })
  } catch {
    return err({ code: 'bad-body', detail: worded('writ-common-why-unreadable-form') })
  }
  return ok(formOf(fields, files))
}

export function formOf(given: readonly (readonly [string, string])[], files: Form['files'] = []): Form {
  // browsers end lines with CR LF
  const fields = given.map(([name, value]) => [name, value.replaceAll('\r\n', '\n')] as const)
  const all = (name: string) => fields.filter(([one]) => one === name).map(([, value]) => value)
  return {
    fields,
    files,
    all,
    text: (name) => {
      const value = all(name)[0]?.trim()
      return value === undefined || value === '' ? undefined : value
    },
  }
}
