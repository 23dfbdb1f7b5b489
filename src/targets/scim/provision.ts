/**
 * Users and groups that Writ makes on a SCIM server, where the installation says so (RFC 7644 section 3.3). Each is looked at again until it stands;
 * none is ever deleted or taken out of use.
 */
import { err, ok, type Result } from '../../kernel/result.ts'
import type { AccountRef, NewAccount, TargetFailure } from '../../reconcile/target.ts'
import { failure } from '../mediawiki/failure.ts'
import { group, page, user, type User } from './answers.ts'
import { TAKEN, type ScimClient } from './client.ts'

const WRITES = 4
const USER = 'urn:ietf:params:scim:schemas:core:2.0:User'
const GROUP = 'urn:ietf:params:scim:schemas:core:2.0:Group'

/** Makes a user with a mark of ours in `externalId`; one that bears the mark already was made by a run that was cut. */
export async function makeUser(client: ScimClient, { name, mark, display, mail }: NewAccount): Promise<Result<AccountRef, TargetFailure>> {
  for (let write = 0; ; write += 1) {
    const found = await named(client, name)
    if (!found.ok) return found
    if (found.value !== undefined)
      return found.value.externalId === mark
        ? ok({ id: found.value.id, name: found.value.userName })
        : err(failure('invalid', TAKEN, 'there is a user of this name already, and Writ did not make it; say whose it is with `writ link`'))
    if (write === WRITES) return err(failure('unavailable', 'not-converged', `the user was made ${WRITES} times and is not there`))
    const emails = mail === undefined ? {} : { emails: [{ value: mail, primary: true }] }
    const body = { schemas: [USER], userName: name, externalId: mark, displayName: display, active: true, ...emails }
    const made = await client.post(user, '/Users', body)
    if (!made.ok && made.error.code !== TAKEN) return made
  }
}

async function named(client: ScimClient, name: string): Promise<Result<User | undefined, TargetFailure>> {
  const found = await client.list(page(user), `/Users?filter=${encodeURIComponent(`userName eq ${JSON.stringify(name)}`)}`)
  return found.ok ? ok(found.value[0]) : found
}

/** Makes a group without members; whoever is to be in it comes by the change that follows. */
export async function makeGroup(client: ScimClient, name: string): Promise<Result<void, TargetFailure>> {
  const made = await client.post(group, '/Groups', { schemas: [GROUP], displayName: name })
  return made.ok || made.error.code === TAKEN ? ok(undefined) : made
}
