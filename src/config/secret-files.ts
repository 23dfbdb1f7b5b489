import { stat } from 'node:fs/promises'
import type { Settings } from './settings.ts'

/** A file that the settings name and that holds a secret. Its name and its text are nobody's business. */
export interface SecretFile {
  /** As in `writ.config.yaml`, levels joined by dots. */
  readonly key: string
  /** Its permissions as `chmod` takes them, `600`; undefined = it cannot be looked at. */
  readonly mode: string | undefined
  /** Others than its owner may do something with it. */
  readonly open: boolean
}

/** Keys whose value is the path of a file with a secret. */
const SECRET: ReadonlySet<string> = new Set(['credentials', 'webhook'])

/** Looks at the permissions of every file with a secret that the settings name; none of them is opened. */
export function lookAtSecretFiles({ mail, mailbox, chat, login, targets, sources }: Settings): Promise<readonly SecretFile[]> {
  const found = pathsIn({ mail, mailbox, chat, login, targets, sources }, [])
  return Promise.all(
    found.map(async ({ key, path }) => {
      const mode = (await stat(path).catch(() => undefined))?.mode
      return {
        key,
        mode: mode === undefined ? undefined : (mode & 0o7777).toString(8).padStart(3, '0'),
        open: mode !== undefined && (mode & 0o077) !== 0,
      }
    }),
  )
}

function pathsIn(value: unknown, path: readonly string[]): readonly { readonly key: string; readonly path: string }[] {
  if (typeof value === 'string') return SECRET.has(path.at(-1) ?? '') && !isName(path) ? [{ key: path.join('.'), path: value }] : []
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return []
  return Object.entries(value).flatMap(([key, one]) => pathsIn(one, [...path, key]))
}

/** `sources.ID.facts.credentials` is a fact of that name. */
function isName(path: readonly string[]): boolean {
  return path[2] === 'facts' || path[2] === 'projects'
}
