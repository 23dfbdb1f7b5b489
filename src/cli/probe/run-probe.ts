/** The leak check from its first question to its report. */
import type { Charter, Id } from '../../charter/model.ts'
import { err, ok, type Result } from '../../kernel/result.ts'
import type { TargetFailure } from '../../reconcile/target.ts'
import { terminalText } from '../../render/terminal.ts'
import type { WikiCredentials } from '../../targets/mediawiki/credentials.ts'
import { readSite, type Site } from '../../targets/mediawiki/probe/look.ts'
import { uproot } from '../../targets/mediawiki/probe/plant.ts'
import { tryWays, type Observation, type Trial, type Trials } from '../../targets/mediawiki/probe/try-ways.ts'
import type { VisitOptions } from '../../targets/mediawiki/probe/visitor.ts'
import { CLOSES } from '../../targets/mediawiki/probe/ways.ts'
import { expectation, listedIn, type Expectation } from './expectation.ts'
import { openGuests, type Guests, type Present } from './guests.ts'
import { findPages, keeperOf, plantAll, plantings, type Pages, type Sought } from './pages.ts'
import type { Leak, ProbeFinding, ProbeReport } from './report.ts'
import { rightsTable } from './rights-table.ts'

export interface ProbeOptions extends VisitOptions {
  /** Credentials by user type. */
  readonly credentials: ReadonlyMap<string, WikiCredentials>
  /** Title under which pages may be made; undefined = nothing is written. */
  readonly plant: string | undefined
  /** Named pages that hold a canary. */
  readonly titles: readonly string[]
  readonly marker: string
  /** Letters and digits that nobody can guess, at least 32. */
  readonly random: () => string
  readonly progress?: ((done: number, all: number) => void) | undefined
}

/** Fails where the wiki does not answer; everything else is in the report. */
export async function runProbe(charter: Charter, target: Id, options: ProbeOptions): Promise<Result<ProbeReport, TargetFailure>> {
  const expected = expectation(charter, target)
  const guests = await openGuests(expected, options, options.credentials)
  if (!guests.ok) return guests
  const [visitor] = guests.value.present
  if (visitor === undefined) throw new Error('somebody is always there: who is logged out')
  // what a visitor is told; a wiki that tells visitors nothing is asked by the first who is told
  const site = await firstSite(guests.value.present)
  if (!site.ok) return site
  const table = await rightsTable(expected, site.value, guests.value.present, options.random().slice(0, 12))
  if (!table.ok) return table
  const keeper = keeperOf(expected, site.value, guests.value.present)
  const looked = await look(expected, site.value, guests.value, keeper, options)
  if (!looked.ok) return looked
  const { pages, trials, left } = looked.value
  const leaks = trials.observations.map((one) => judged(expected, site.value, one, pages.sought))
  return ok({
    wiki: { name: site.value.name, generator: site.value.generator, api: options.api.href },
    target,
    types: expected.types.map(({ id, title }) => {
      const guest = guests.value.present.find(({ type }) => type.id === id)
      return { id, title, account: guest?.self.loggedIn === true ? guest.self.name : null, session: guest?.visitor.session ?? 'not tried' }
    }),
    namespaces: table.value.rows,
    pages: pages.sought.map((one) => pageRow(expected, guests.value, one, trials)),
    leaks,
    findings: [
      ...ofCharter(expected),
      ...guests.value.findings,
      ...table.value.findings,
      ...pages.findings,
      ...left,
      ...ofTrials(trials, pages.sought),
    ],
    tried: trials.tried,
  })
}

async function firstSite(guests: readonly Present[]): Promise<Result<Site, TargetFailure>> {
  let last: Result<Site, TargetFailure> | undefined
  for (const { visitor } of guests) {
    last = await readSite(visitor)
    if (last.ok) return last
  }
  return last ?? err({ kind: 'unavailable', code: 'no-answer', message: 'the wiki tells nobody what it is' })
}

interface Looked {
  readonly pages: Pages
  readonly trials: Trials
  /** What became of planted pages, where it is not the usual. */
  readonly left: readonly ProbeFinding[]
}

const NOTHING: Trials = { observations: [], barred: [], unclear: [], tried: 0 }

/** Plants or finds, tries, and takes away what was planted whatever happens. */
async function look(
  expected: Expectation,
  site: Site,
  guests: Guests,
  keeper: Present | undefined,
  options: ProbeOptions,
): Promise<Result<Looked, TargetFailure>> {
  if (keeper === undefined) {
    const none: ProbeFinding = {
      code: 'nobody-looks',
      severity: 'error',
      message: 'no account was given that could read a closed page, so there is nothing to look for',
      remedy: `give one: --credentials ${expected.types.at(-1)?.id ?? 'TYPE'}=FILE`,
    }
    return ok({ pages: { sought: [], findings: [none] }, trials: NOTHING, left: [] })
  }
  if (options.plant === undefined) {
    const pages = await findPages(expected, site, keeper, options.titles, options.marker)
    if (!pages.ok) return pages
    const trials = await tryWays(trialsOf(expected, guests, pages.value.sought), site.extensions, options.progress)
    return trials.ok ? ok({ pages: withEnough(pages.value), trials: trials.value, left: [] }) : trials
  }
  const list = plantings(expected, site, options.plant, options.random)
  if (!list.ok) return err({ kind: 'invalid', code: 'not-planted', message: list.error })
  // the wiki refuses a line to whoever is in none of its groups, and its maker could not take the page away again
  const usable = list.value.filter(({ line }) => line === undefined || listedIn(line).some((group) => keeper.type.groups.includes(group)))
  const skipped = list.value.length > usable.length
  const { planted, made, failure } = await plantAll(keeper, usable)
  const trials =
    failure === undefined ? await tryWays(trialsOf(expected, guests, planted), site.extensions, options.progress) : err(failure)
  const left: ProbeFinding[] = []
  for (const title of made) {
    const gone = await uproot(keeper.visitor, { title })
    if (!gone.ok || gone.value === 'emptied')
      left.push({
        code: 'left-behind',
        severity: gone.ok ? 'note' : 'warning',
        message: `the page \`${terminalText(title)}\` ${gone.ok ? 'was emptied, for its maker may not delete' : `is still there: ${gone.error.message}`}`,
        remedy: 'let an administrator delete it',
      })
  }
  if (!trials.ok)
    return err({
      ...trials.error,
      message: `${trials.error.message}${left.length === 0 ? '' : `; ${left.map(({ message }) => message).join('; ')}`}`,
    })
  return ok({ pages: withEnough({ sought: planted, findings: skipped ? [unrestricted(keeper)] : [] }), trials: trials.value, left })
}

function unrestricted({ type }: Present): ProbeFinding {
  return {
    code: 'no-canary',
    severity: 'warning',
    message: `nothing was tried on a restricted page: \`${type.id}\` is in no group that one could name`,
    remedy: 'give an account that passes restricted pages',
  }
}

/** A check that looked for nothing must not look green. */
function withEnough(pages: Pages): Pages {
  if (pages.sought.length > 0 || pages.findings.some(({ severity }) => severity === 'error')) return pages
  const nothing: ProbeFinding = {
    code: 'nothing-tried',
    severity: 'error',
    message: 'there was no page to look for, so nothing is proved',
    remedy: 'let --plant make pages, or put canaries on some',
  }
  return { ...pages, findings: [nothing, ...pages.findings] }
}

function trialsOf(expected: Expectation, { present }: Guests, sought: readonly Sought[]): readonly Trial[] {
  return present.flatMap(({ type, visitor, self }) =>
    sought.map(({ page, listed }) => ({
      guest: { type: type.id, visitor, mayEdit: self.rights.has('edit') },
      page,
      mayRead: expected.may(type, 'read', page.namespace, listed),
    })),
  )
}

function judged(expected: Expectation, site: Site, { type: id, page, way, exposure }: Observation, sought: readonly Sought[]): Leak {
  const type = expected.types.find((one) => one.id === id)
  const listed = sought.find((one) => one.page === page)?.listed ?? []
  const gates = type === undefined ? [] : expected.gates(type, 'read', page.namespace, listed)
  const base = { type: id, page: page.title, way: way.id, text: way.text, hole: way.hole, exposes: exposure, remedy: CLOSES[way.hole] }
  if (exposure === 'title') {
    const secret = gates.find(({ gate }) => gate.hides === 'existence')
    return secret === undefined
      ? { ...base, severity: 'note', why: 'accepted: the gate hides content, not that it exists', remedy: 'nothing to do' }
      : {
          ...base,
          severity: 'error',
          why: `gate \`${secret.id}\` hides that the page exists`,
          remedy: 'MediaWiki cannot hide titles: keep such pages on another wiki',
        }
  }
  if (exposure === 'derived')
    return {
      ...base,
      severity: 'warning',
      why: 'links, categories and addresses show; the charter says nothing of them',
      remedy: 'keep nothing confidential in links, categories and addresses',
    }
  const choice = byChoice(expected, site, page.namespace, way.hole)
  if (choice !== undefined) return { ...base, severity: 'note', why: choice, remedy: 'nothing to do, or change the settings of the target' }
  return {
    ...base,
    severity: 'error',
    why: gates.length === 0 ? 'this user type has no right to read' : `closed by ${gates.map((one) => `gate \`${one.id}\``).join(', ')}`,
  }
}

/** What the charter's own settings leave open. */
function byChoice(expected: Expectation, site: Site, namespace: number, hole: Leak['hole']): string | undefined {
  const settings = expected.content?.settings
  if (settings === undefined) return undefined
  const named = expected.namespaces.find(({ number }) => number === namespace)?.name ?? namespace
  if (hole === 'transclusion' && settings.includable.includes(namespace) && site.namespaces.get(namespace)?.includable === true)
    return `accepted: pages of \`${named}\` are there to be transcluded (settings.content.includable)`
  return [...settings.accepted].some((way) => way === hole) ? `accepted by settings.content.accepted: ${hole}` : undefined
}

/** Without these the rendered settings would not exist either; what follows is then only half of what the charter means. */
function ofCharter({ content }: Expectation): readonly ProbeFinding[] {
  return (content?.problems ?? []).map(({ message, remedy }) => ({ code: 'not-rendered', severity: 'error', message, remedy }))
}

function pageRow(
  expected: Expectation,
  { present }: Guests,
  { page, listed, planted }: Sought,
  trials: Trials,
): ProbeReport['pages'][number] {
  const state = ({ type }: Present) => {
    if (expected.may(type, 'read', page.namespace, listed))
      return trials.barred.some((one) => one.type === type.id && one.page === page) ? 'barred' : 'reads'
    return trials.observations.some((one) => one.type === type.id && one.page === page && one.exposure === 'content') ? 'leaks' : 'closed'
  }
  return {
    title: page.title,
    namespace: page.namespace,
    planted,
    types: Object.fromEntries(present.map((guest) => [guest.type.id, state(guest)])),
  }
}

function ofTrials({ barred, unclear }: Trials, sought: readonly Sought[]): readonly ProbeFinding[] {
  const unclearWays = [...new Set(unclear.map(({ way, status }) => `${way.id} (${status})`))]
  return [
    ...barred.map(({ type, page }): ProbeFinding => ({
      code: 'barred',
      severity: 'error',
      message: `\`${type}\` cannot read \`${terminalText(page.title)}\`, which is open to it by the charter`,
      remedy:
        sought.find((one) => one.page === page)?.listed.length === 0
          ? 'look what else restricts the wiki'
          : 'see which groups its lines name: `writ page-access`',
    })),
    ...(unclearWays.length === 0
      ? []
      : [
          {
            code: 'unclear',
            severity: 'warning',
            message: `the wiki failed when asked by ${unclearWays.join(', ')}: nothing is known of these`,
            remedy: 'read the wiki’s log of errors',
          } as const,
        ]),
  ]
}
