/** What an installation says of a directory server. */
import { z } from 'zod'

/** How groups name their members, and what makes a person's entry disabled. */
const kinds = ['group-of-names', 'group-of-unique-names', 'posix-group', 'active-directory'] as const

const dn = z.string().regex(/=/, 'must be a distinguished name, as in `dc=example,dc=org`')

export const directorySchema = z
  .strictObject({
    /** Where the database begins: `dc=example,dc=org`. */
    base: dn,
    /** `ou=people,BASE` and `ou=groups,BASE` if absent. */
    people: dn.optional(),
    groups: dn.optional(),
    kind: z.enum(kinds).default('group-of-names'),
    /** The attribute that people are called by; `uid`, in Active Directory `sAMAccountName`. */
    name: z.string().optional(),
    /** The attribute that never changes; `entryUUID`, in Active Directory `objectGUID`. */
    id: z.string().optional(),
    /** Begin with StartTLS on a plain address. */
    start_tls: z.boolean().default(false),
    /** Nothing encrypts the connection and that is right: a test, a socket on this machine. */
    unencrypted: z.boolean().default(false),
    /** A file with the certificate of the authority that signed the server's, as PEM. */
    ca: z.string().optional(),
    /** What stands in a group that must not be empty and has nobody; an empty value if absent. */
    placeholder: z.string().default(''),
    /** Entries under this password policy are disabled: `cn=disabled,ou=ppolicies,BASE`. */
    disabled_policy: dn.optional(),
    /** Members of a group that is a member count as members of both. */
    nested: z.boolean().optional(),
    /** Writ may disable people's entries: of whoever left, or whose account is compromised. */
    disables: z.boolean().default(false),
    /** A group of the charter that is not there is made when its first member comes. */
    makes_groups: z.boolean().default(false),
    /** Entries asked for at once. */
    page: z.number().int().min(10).max(5000).default(500),
    /** Seconds to wait for an answer. */
    timeout: z.number().min(0.1).max(300).default(30),
  })
  .meta({ id: 'DirectorySettings' })

export type WrittenDirectory = z.input<typeof directorySchema>

/** Settings with every default filled in. */
export type DirectorySettings = ReturnType<typeof completeDirectory>

export function completeDirectory(written: z.output<typeof directorySchema>) {
  const windows = written.kind === 'active-directory'
  return {
    ...written,
    people: written.people ?? (windows ? written.base : `ou=people,${written.base}`),
    groups: written.groups ?? (windows ? written.base : `ou=groups,${written.base}`),
    name: written.name ?? (windows ? 'sAMAccountName' : 'uid'),
    id: written.id ?? (windows ? 'objectGUID' : 'entryUUID'),
    nested: written.nested ?? windows,
  }
}
