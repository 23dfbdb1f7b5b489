import { parse } from 'yaml'
import { z } from 'zod'
import { err, ok, type Result } from '../kernel/result.ts'
import type { Environment } from './environment.ts'

const targetSettings = z
  .strictObject({
    /** Another connector than the charter's: a trial without the real system. */
    connector: z.enum(['simulated', 'manual']).optional(),
    /** Address of the target's interface. */
    api: z.string().url().optional(),
    /** A file that holds the credentials; never a value here. */
    credentials: z.string().optional(),
    /** A file in which a simulated or manual target keeps its state. */
    file: z.string().optional(),
    /** Where a person makes changes by hand, and who runs this installation: told to whom it concerns. */
    where: z.string().optional(),
    contact: z.string().optional(),
  })
  .meta({ id: 'TargetSettings' })

const fileSchema = z
  .strictObject({
    data: z.string().optional(),
    host: z.string().optional(),
    port: z.number().int().min(0).max(65_535).optional(),
    /** Public address of the pages, for links in targets' logs. */
    url: z.string().url().optional(),
    targets: z.record(z.string(), targetSettings).default({}),
    sources: z.record(z.string(), z.strictObject({ roster: z.string() })).default({}),
  })
  .meta({ id: 'Settings' })

export type TargetSettings = z.infer<typeof targetSettings>

/** What an installation is told from outside its charter: flags, else environment, else `writ.config.yaml`. */
export interface Settings {
  readonly data: string
  readonly host: string
  readonly port: number
  readonly url: string | undefined
  readonly targets: Readonly<Record<string, TargetSettings>>
  readonly sources: Readonly<Record<string, { readonly roster: string }>>
}

export interface Flags {
  readonly data?: string | undefined
  readonly host?: string | undefined
  readonly port?: string | undefined
}

/** Puts the settings together; fails with all problems at once, each saying where it stands. */
export function shapeSettings(
  flags: Flags,
  environment: Environment,
  file: { readonly name: string; readonly text: string } | undefined,
): Result<Settings, readonly string[]> {
  const problems: string[] = []
  const written = readFile(file, problems)
  const port = readPort(flags.port, '--port', problems) ?? readPort(environment.port, 'WRIT_PORT', problems) ?? written?.port ?? 8420
  const data = flags.data ?? environment.data ?? written?.data ?? './data'
  if (environment.store !== undefined && !environment.store.startsWith('sqlite:'))
    problems.push('WRIT_STORE: only `sqlite:` is there as yet; PostgreSQL comes later')
  if (problems.length > 0) return err(problems)
  return ok({
    data,
    port,
    host: flags.host ?? environment.host ?? written?.host ?? '127.0.0.1',
    url: written?.url,
    targets: written?.targets ?? {},
    sources: written?.sources ?? {},
  })
}

function readFile(
  file: { readonly name: string; readonly text: string } | undefined,
  problems: string[],
): z.infer<typeof fileSchema> | undefined {
  if (file === undefined) return undefined
  let value: unknown
  try {
    value = parse(file.text) ?? {}
  } catch (error) {
    problems.push(`${file.name}: ${error instanceof Error ? (error.message.split('\n')[0] ?? '') : 'not YAML'}`)
    return undefined
  }
  const result = fileSchema.safeParse(value)
  if (result.success) return result.data
  for (const issue of result.error.issues)
    problems.push(`${file.name}: ${issue.path.length === 0 ? '' : `${issue.path.join('.')}: `}${issue.message.toLowerCase()}`)
  return undefined
}

function readPort(text: string | undefined, name: string, problems: string[]): number | undefined {
  if (text === undefined) return undefined
  const port = Number(text)
  if (/^\d{1,5}$/.test(text) && port <= 65_535) return port
  problems.push(`${name}: \`${text}\` is no port; take 0 (any free one) to 65535`)
  return undefined
}
