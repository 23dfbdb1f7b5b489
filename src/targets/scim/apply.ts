/**
 * Changes of groups and accounts. Each begins with what stands, is sent with the version that it was seen at, and is looked at again until it stands: a
 * server may answer that it is done and not have done it.
 */
import { err, ok, type Result } from '../../kernel/result.ts'
import type { AccountRef, Change, TargetFailure } from '../../reconcile/target.ts'
import { failure } from '../mediawiki/failure.ts'
import { group, user, type Group } from './answers.ts'
import { CHANGED, GONE, type ScimClient } from './client.ts'

const WRITES = 4

/** Puts an account into groups and takes it out of groups; the others of it are done even if one fails. `groups`: id by name. */
export async function applyToAccount(
  client: ScimClient,
  groups: ReadonlyMap<string, string>,
  account: AccountRef,
  changes: readonly Change[],
): Promise<Result<void, TargetFailure>> {
  const known = await client.get(user, `/Users/${encodeURIComponent(account.id)}`)
  if (!known.ok)
    return known.error.code === GONE
      ? err(failure('invalid', 'no-such-account', `there is no user with the id ${account.id}; the system has to make one first`))
      : known
  let first: TargetFailure | undefined
  for (const change of changes) {
    if (change.kind === 'set-end') continue
    const id = groups.get(change.group)
    const done =
      id === undefined
        ? err(failure('invalid', 'unknown-group', `there is no group \`${change.group}\` of this name alone`))
        : await changeGroup(client, id, account, change.kind)
    if (!done.ok) first ??= { ...done.error, message: `group \`${change.group}\`: ${done.error.message}` }
  }
  return first === undefined ? ok(undefined) : err(first)
}

function changeGroup(client: ScimClient, id: string, { id: account }: AccountRef, kind: 'add' | 'remove') {
  const path = `/Groups/${encodeURIComponent(id)}`
  const operation =
    kind === 'add'
      ? { op: 'add', path: 'members', value: [{ value: account }] }
      : { op: 'remove', path: `members[value eq ${JSON.stringify(account)}]` }
  const stands = ({ members }: Group) => members.some(({ value }) => value === account) === (kind === 'add')
  return converge(client, path, operation, () => client.get(group, path), stands)
}

/** Deactivates a user: nobody gets in with it. */
export function deactivate(client: ScimClient, { id }: AccountRef): Promise<Result<void, TargetFailure>> {
  const path = `/Users/${encodeURIComponent(id)}`
  const operation = { op: 'replace', path: 'active', value: false }
  return converge(
    client,
    path,
    operation,
    () => client.get(user, path),
    ({ active }) => !active,
  )
}

async function converge<R extends { readonly meta?: { readonly version?: string | undefined } | undefined }>(
  client: ScimClient,
  path: string,
  operation: object,
  look: () => Promise<Result<R, TargetFailure>>,
  stands: (resource: R) => boolean,
): Promise<Result<void, TargetFailure>> {
  for (let write = 0; ; write += 1) {
    const seen = await look()
    if (!seen.ok) return seen.error.code === GONE ? err(failure('invalid', 'gone', 'it went meanwhile')) : seen
    if (stands(seen.value)) return ok(undefined)
    if (write === WRITES) return err(failure('unavailable', 'not-converged', `what was written was lost ${WRITES} times`))
    const written = await client.patch(path, seen.value.meta?.version, [operation])
    if (!written.ok && written.error.code !== CHANGED) return written
  }
}
