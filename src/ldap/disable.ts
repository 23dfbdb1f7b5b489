/** Disables a person's entry, as the layout of the directory says it: nobody logs in with it any more. */
import { valuesOf, withDirectory, type DirectoryAccess, type ValueChange } from './connection.ts'
import { DirectoryFailedError, type DirectoryFailure } from './failure.ts'
import { readPeople, type DirectoryPerson } from './people.ts'
import type { DirectorySettings } from './settings.ts'
import type { Result } from '../kernel/result.ts'

/** The bit ACCOUNTDISABLE of `userAccountControl`. */
const DISABLED = 2

/** Disables the entry with this immutable id; one that is disabled already is left as it is. */
export async function disablePerson(access: DirectoryAccess, id: string): Promise<Result<void, DirectoryFailure>> {
  const { settings } = access
  return await withDirectory(access, 'an entry to be disabled', async (directory) => {
    const [person] = await readPeople(directory, settings, { attribute: 'id', values: [id] })
    if (person === undefined)
      throw new DirectoryFailedError({ kind: 'invalid', code: 'no-such-account', message: `the directory has no person with the id ${id}` })
    if (!person.disabled) await directory.modify(person.dn, disabling(settings, person))
  })
}

/** The old value is taken away by name: if somebody changed it meanwhile, the server refuses, and nothing of theirs is lost. */
export function disabling({ kind, disabled_policy: policy }: DirectorySettings, { entry }: Pick<DirectoryPerson, 'entry'>): ValueChange {
  if (kind === 'active-directory') {
    const [control] = valuesOf(entry, 'userAccountControl')
    if (control === undefined || !/^-?\d+$/.test(control))
      throw new DirectoryFailedError({
        kind: 'denied',
        code: 'control-hidden',
        message: 'the directory server does not show `userAccountControl`: the account of writ may not read it',
      })
    return { attribute: 'userAccountControl', remove: [control], add: [String(Number(control) | DISABLED)] }
  }
  return { attribute: 'pwdPolicySubentry', remove: valuesOf(entry, 'pwdPolicySubentry'), add: policy === undefined ? [] : [policy] }
}
