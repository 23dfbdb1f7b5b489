/** What is wrong with the connection to a wiki and with what its credential can do: for `writ doctor`. */
import type { Inspection } from '../../reconcile/target.ts'
import { tagsAnswer } from './answers.ts'
import type { Client, Session } from './client.ts'
import { remoteText } from './failure.ts'
import { ourTag } from './history.ts'
import { readAssignable } from './read.ts'

export interface InspectOptions {
  readonly api: URL
  readonly client: Client
  /** Main passwords have no `@`, bot passwords always do. */
  readonly user: string | undefined
  /** The groups the charter manages on this wiki, if known. */
  readonly groups: readonly string[] | undefined
}

/** Rights that let their holder become or act as others, or change what others see; the connector needs none of them. */
const dangerous = [
  'editinterface',
  'editsitejs',
  'editsitecss',
  'edituserjs',
  'editusercss',
  'renameuser',
  'block',
  'hideuser',
  'suppressrevision',
  'delete',
  'undelete',
  'protect',
  'import',
  'importupload',
  'interwiki',
  'createaccount',
  'passwordreset',
  'siteadmin',
]

const ranks = { error: 0, warning: 1, note: 2 } as const

/** Findings, the harmful ones first. Where the wiki cannot be asked, that is the finding. */
export async function inspectWiki(options: InspectOptions): Promise<readonly Inspection[]> {
  const findings: Inspection[] = [...addressFindings(options)]
  const session = await options.client.session(true)
  if (session.ok) findings.push(...sessionFindings(session.value, options), ...(await siteFindings(session.value, options)))
  else
    findings.push({
      severity: 'error',
      code: session.error.code,
      message: session.error.message,
      remedy:
        session.error.kind === 'denied'
          ? 'make a new bot password and put it into the credentials file'
          : 'try again later; check the address',
    })
  return findings.toSorted((left, right) => ranks[left.severity] - ranks[right.severity])
}

function addressFindings({ api, user }: InspectOptions): readonly Inspection[] {
  const findings: Inspection[] = []
  const loopback = /^(?:localhost|127(?:\.\d+){3}|\[::1\])$/.test(api.hostname)
  if (api.protocol !== 'https:' && !loopback)
    findings.push({
      severity: 'error',
      code: 'insecure-address',
      message: `the password travels readable for everybody between here and ${api.host}`,
      remedy: 'use the https address of the wiki',
    })
  if (user !== undefined && !user.includes('@'))
    findings.push({
      severity: 'warning',
      code: 'main-password',
      message: `\`${user}\` logs in with a main password, which can do everything the account can`,
      remedy: 'make a bot password at Special:BotPasswords with the grants basic and high-volume access',
    })
  return findings
}

function sessionFindings(session: Session, { groups }: InspectOptions): readonly Inspection[] {
  const findings: Inspection[] = []
  const add = (severity: Inspection['severity'], code: string, message: string, remedy: string) =>
    void findings.push({ severity, code, message, remedy })
  const name = `\`${session.name}\``

  if (session.blocked) add('error', 'blocked', `${name} is blocked on the wiki`, 'ask an administrator of the wiki to lift the block')
  if (session.rights.has('userrights'))
    add('error', 'holds-userrights', `${name} can change every group, also those the charter does not manage`, boundedRemedy)
  const extra = dangerous.filter((right) => session.rights.has(right))
  if (extra.length > 0)
    add(
      'warning',
      'more-than-needed',
      `${name} has rights it does not need: ${extra.join(', ')}`,
      'use a bot password with the grants basic and high-volume access, and an account without other groups',
    )
  if (!session.highLimits)
    add(
      'warning',
      'no-high-limits',
      `${name} may ask for 50 users a call instead of 500`,
      `$wgGroupPermissions['writ']['apihighlimits'] = true; and the grant high-volume access`,
    )
  if (session.add.size === 0 && session.remove.size === 0)
    add('error', 'cannot-change-groups', `${name} may change no group at all`, boundedRemedy)
  else if (groups !== undefined) {
    const managed = new Set(groups)
    const barred = groups.filter((group) => !session.add.has(group) || !session.remove.has(group))
    const beyond = [...new Set([...session.add, ...session.remove])].filter((group) => !managed.has(group))
    if (barred.length > 0) add('error', 'groups-not-changeable', `${name} may not add and remove: ${barred.join(', ')}`, boundedRemedy)
    if (beyond.length > 0 && !session.rights.has('userrights'))
      add(
        'warning',
        'groups-beyond-charter',
        `${name} may also change: ${beyond.map(remoteText).join(', ')}`,
        'take them out of $wgAddGroups and $wgRemoveGroups of its group',
      )
  }
  if (Math.abs(session.skew) > 30_000)
    add(
      'warning',
      'clock-skew',
      `the wiki's clock differs from ours by ${Math.round(session.skew / 1000)} seconds`,
      'let both machines keep time by NTP: ends of memberships depend on it',
    )
  return findings
}

const boundedRemedy = `put the account into a group of its own, and nothing else, with exactly the managed groups in $wgAddGroups and $wgRemoveGroups`

async function siteFindings(session: Session, { client, groups }: InspectOptions): Promise<readonly Inspection[]> {
  const findings: Inspection[] = []
  const tag = await client.call(tagsAnswer, {
    action: 'query',
    list: 'tags',
    meta: 'siteinfo',
    siprop: 'general',
    tgprop: 'active|source',
    tglimit: 'max',
  })
  if (!tag.ok) return [{ severity: 'error', code: tag.error.code, message: tag.error.message, remedy: 'read the message; try again later' }]
  const usable = tag.value.query.tags.some(
    ({ name, active, source }) => name === ourTag && active === true && source?.includes('manual') === true,
  )
  if (!usable || !session.rights.has('applychangetags'))
    findings.push({
      severity: 'note',
      code: 'no-tag',
      message: `log lines of writ carry no tag \`${ourTag}\`; they are recognised by their performer \`${session.name}\` only`,
      remedy: usable
        ? 'optional: add the grant edit existing pages to the bot password, it contains the right applychangetags'
        : `optional: create the tag \`${ourTag}\` at Special:Tags`,
    })
  if (groups !== undefined) {
    const existing = await readAssignable(client)
    const unknown = existing.ok ? groups.filter((group) => !existing.value.has(group)) : []
    if (unknown.length > 0)
      findings.push({
        severity: 'error',
        code: 'unknown-groups',
        message: `the wiki does not have: ${unknown.join(', ')}`,
        remedy: 'put the settings that `writ render` prints into LocalSettings.php, or mend the names in the charter',
      })
  }
  const { generator, sitename } = tag.value.query.general
  findings.push({
    severity: 'note',
    code: 'connected',
    message: `connected to ${remoteText(sitename)} (${remoteText(generator)}) as \`${session.name}\``,
    remedy: 'nothing to do',
  })
  return findings
}
