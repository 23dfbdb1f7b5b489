/** The pages of a leak check: planted for it, or found by their canary. One for each closed namespace and for each set of groups in lines. */
import { err, ok, type Result } from '../../kernel/result.ts'
import type { TargetFailure } from '../../reconcile/target.ts'
import { terminalText } from '../../render/terminal.ts'
import { pageAccessLine } from '../../targets/mediawiki/page-access/tag.ts'
import { PROPERTY } from '../../targets/mediawiki/page-access/tag.ts'
import { ask, readNamespace, readTexts, withCanary, type PageText, type Site } from '../../targets/mediawiki/probe/look.ts'
import type { ProbedPage } from '../../targets/mediawiki/probe/page.ts'
import { MARKER, plant, type Planting } from '../../targets/mediawiki/probe/plant.ts'
import { listedIn, type Expectation } from './expectation.ts'
import type { Present } from './guests.ts'
import type { ProbeFinding } from './report.ts'
import { z } from 'zod'

export interface Sought {
  readonly page: ProbedPage
  readonly listed: readonly string[]
  readonly planted: boolean
}

export interface Pages {
  readonly sought: readonly Sought[]
  readonly findings: readonly ProbeFinding[]
}

/** The interface: everybody reads it by design, and changing it takes a right of its own. */
const MEDIAWIKI = 8
/** Pages of a namespace that are looked through for a canary. */
const MOST = 500

/** Namespaces of which somebody may not read a page, as far as the wiki has them. */
function closedNamespaces(expected: Expectation, site: Site): readonly number[] {
  return expected.namespaces
    .map(({ number }) => number)
    .filter((number) => number >= 0 && number !== MEDIAWIKI && site.namespaces.has(number))
    .filter((number) => expected.types.some((type) => !expected.may(type, 'read', number, [])))
}

/** Whoever reads everything that was given; among those, who can also clean up. */
export function keeperOf(expected: Expectation, site: Site, guests: readonly Present[]): Present | undefined {
  const closed = closedNamespaces(expected, site)
  const reads = ({ type }: Present) =>
    closed.filter((number) => expected.may(type, 'read', number, [])).length + (passesLines(expected, type.groups) ? 1 : 0)
  const score = (guest: Present) => 10 * reads(guest) + (guest.self.rights.has('delete') ? 2 : 0) + (guest.self.rights.has('edit') ? 1 : 0)
  return guests.filter(({ self }) => self.loggedIn).toSorted((left, right) => score(right) - score(left))[0]
}

const passesLines = (expected: Expectation, groups: readonly string[]) =>
  (expected.content?.pageGates ?? []).every(([, gate]) => gate.only.some((group) => groups.includes(group)))

/** What to plant: `title` under each closed namespace, and a restricted page in an open one. Nothing is written here. */
export function plantings(expected: Expectation, site: Site, title: string, random: () => string): Result<readonly Planting[], string> {
  const place = (number: number, suffix = '') => {
    const prefix = site.namespaces.get(number)?.name ?? ''
    return `${prefix === '' ? '' : `${prefix}:`}${title}${suffix}`
  }
  const found: Planting[] = closedNamespaces(expected, site).map((number) => ({ title: place(number), random: random() }))
  const gates = expected.content?.pageGates ?? []
  if (gates.length > 0) {
    const line = pageAccessLine(lineGroups(expected))
    if (!line.ok) return err(line.error)
    const open = expected.namespaces.find(
      ({ number }) => number >= 0 && number % 2 === 0 && expected.types.every((type) => expected.may(type, 'read', number, [])),
    )
    found.push({ title: place(open?.number ?? 0, ' restricted'), line: line.value, random: random() })
  }
  return ok(found)
}

/** Those whom the gates let in, and the first group that only a role gives: the smallest line that lets anybody else in. */
function lineGroups(expected: Expectation): readonly string[] {
  const only = [...new Set((expected.content?.pageGates ?? []).flatMap(([, gate]) => gate.only))]
  const given = expected.types
    .filter(({ kind }) => kind === 'role')
    .flatMap(({ groups }) => groups.filter((group) => expected.types.every((type) => type.kind === 'role' || !type.groups.includes(group))))
  const other = given.find((group) => !only.includes(group))
  return other === undefined ? only : [...only, other]
}

/** Plants the pages one after the other; what was planted before a failure comes with it, to be taken away. */
export async function plantAll(
  keeper: Present,
  list: readonly Planting[],
): Promise<{ readonly planted: readonly Sought[]; readonly made: readonly string[]; readonly failure: TargetFailure | undefined }> {
  const planted: Sought[] = []
  const made: string[] = []
  for (const one of list) {
    const page = await plant(keeper.visitor, one)
    if (page.ok || page.error.code === 'planted-not-read') made.push(one.title)
    if (!page.ok) return { planted, made, failure: page.error }
    planted.push({ page: page.value, listed: one.line === undefined ? [] : listedIn(one.line), planted: true })
  }
  return { planted, made, failure: undefined }
}

const restrictedAnswer = z.object({ query: z.object({ pageswithprop: z.array(z.object({ title: z.string() })) }) })

/** Pages that hold a canary: the named ones, else the first of each closed namespace and the restricted ones. */
export async function findPages(
  expected: Expectation,
  site: Site,
  keeper: Present,
  titles: readonly string[],
  marker: string,
): Promise<Result<Pages, TargetFailure>> {
  const sought: Sought[] = []
  const findings: ProbeFinding[] = []
  const take = (pages: readonly PageText[]) =>
    pages.forEach((page) => {
      const found = withCanary(page, marker)
      if (found !== undefined && !sought.some((one) => one.page.title === found.title))
        sought.push({ page: found, listed: listedIn(page.text), planted: false })
    })
  if (titles.length > 0) {
    const pages = await readTexts(keeper.visitor, titles)
    if (!pages.ok) return pages
    take(pages.value)
    const missed = titles.filter(
      (title) =>
        !pages.value.some(
          (page) => page.title.replaceAll('_', ' ') === title.replaceAll('_', ' ') && withCanary(page, marker) !== undefined,
        ),
    )
    for (const title of missed)
      findings.push(noCanary(`the page \`${terminalText(title)}\` holds no canary, or \`${keeper.type.id}\` cannot read it`, marker))
    return ok({ sought, findings })
  }
  for (const number of closedNamespaces(expected, site)) {
    const pages = await readNamespace(keeper.visitor, number, MOST, (list) => list.some((page) => withCanary(page, marker) !== undefined))
    if (!pages.ok) return pages
    const first = pages.value.find((page) => withCanary(page, marker) !== undefined)
    if (first !== undefined) take([first])
    else
      findings.push(
        noCanary(
          `no page of \`${expected.namespaces.find((one) => one.number === number)?.name ?? number}\` holds a canary: nothing was tried there`,
          marker,
          'warning',
        ),
      )
  }
  if ((expected.content?.pageGates.length ?? 0) > 0) {
    const listed = await ask(keeper.visitor, restrictedAnswer, {
      action: 'query',
      list: 'pageswithprop',
      pwppropname: PROPERTY,
      pwplimit: 50,
    })
    if (!listed.ok) return listed
    const before = sought.length
    const pages = await readTexts(
      keeper.visitor,
      listed.value.query.pageswithprop.map(({ title }) => title),
    )
    if (!pages.ok) return pages
    take(pages.value)
    if (sought.length === before) findings.push(noCanary('no restricted page holds a canary: nothing was tried on one', marker, 'warning'))
  }
  return ok({ sought, findings })
}

function noCanary(message: string, marker: string, severity: 'error' | 'warning' = 'error'): ProbeFinding {
  return {
    code: 'no-canary',
    severity,
    message,
    remedy: `put a line like \`bait4711 ${marker === '' ? MARKER : marker}AND16RANDOMLETTERS\` on a page there, or let --plant make one`,
  }
}
