/**
 * Which pages are restricted to groups, by which lines, since when and by whom. A page's own lines and those of every page it transcludes are
 * joined by the wiki, and any one group suffices: transcluding a page with wider groups widens the page that transcludes it.
 */
import { z } from 'zod'
import { ok, type Result } from '../../../kernel/result.ts'
import type { TargetFailure } from '../../../reconcile/target.ts'
import { ask, readSite, type Site } from '../probe/look.ts'
import type { Visitor } from '../probe/visitor.ts'
import { namesIn, pageAccessLines, PROPERTY, TAG } from './tag.ts'

export interface RestrictedPage {
  readonly title: string
  readonly namespace: number
  /** Who passes: what the wiki keeps for the page, and for the pages it transcludes. */
  readonly effective: readonly string[]
  /** Groups of the lines in the page's own text; undefined where the asker may not read it. */
  readonly own: readonly (readonly string[])[] | undefined
  /** Transcluded pages that bring groups of their own. */
  readonly brought: readonly { readonly title: string; readonly groups: readonly string[] }[]
  /** Whether its text can be transcluded, and so read, by everyone. */
  readonly includable: boolean
  /** Who brought the present lines in, and when; undefined where the history could not be read so far back. */
  readonly restricted: { readonly by: string; readonly at: string; readonly groups: readonly string[] | undefined } | undefined
  /** Who saved the page last, and when. */
  readonly saved: { readonly by: string; readonly at: string; readonly groups: readonly string[] | undefined } | undefined
}

export interface Inventory {
  readonly site: Site
  /** Whether the wiki reads such lines at all. */
  readonly keepsLines: boolean
  readonly pages: readonly RestrictedPage[]
  /** Names in lines that are no groups of the wiki, with whether somebody has that name. */
  readonly strangers: readonly { readonly name: string; readonly account: boolean }[]
}

const listAnswer = z.object({
  continue: z.record(z.string(), z.union([z.string(), z.number()])).optional(),
  query: z.object({ pageswithprop: z.array(z.object({ pageid: z.int(), ns: z.int(), title: z.string(), value: z.string().default('') })) }),
})
const historyAnswer = z.object({
  query: z.object({
    pages: z.array(
      z.object({
        title: z.string(),
        templates: z.array(z.object({ title: z.string() })).optional(),
        revisions: z
          .array(
            z.object({
              user: z.string().default(''),
              timestamp: z.string(),
              slots: z.object({ main: z.object({ content: z.string().optional() }) }).optional(),
            }),
          )
          .optional(),
      }),
    ),
  }),
})
const usersAnswer = z.object({
  query: z.object({
    users: z.array(
      z.object({
        name: z.string(),
        missing: z.boolean().optional(),
        invalid: z.boolean().optional(),
        groups: z.array(z.string()).optional(),
      }),
    ),
  }),
})

/** Revisions of a page that are looked through for the one which brought its lines. */
const DEPTH = 50

/** Reads the inventory as `visitor`, who should be able to read restricted pages: else only the wiki's own record of them can be told. */
export async function readInventory(
  visitor: Visitor,
  progress: (done: number, all: number) => void = () => undefined,
): Promise<Result<Inventory, TargetFailure>> {
  const site = await readSite(visitor)
  if (!site.ok) return site
  const listed = await listPages(visitor)
  if (!listed.ok) return listed
  const kept = new Map(listed.value.map(({ title, value }) => [title, namesIn(value)]))
  const found: Omit<RestrictedPage, 'restricted' | 'saved'>[] = []
  const histories: History[] = []
  for (const page of listed.value) {
    progress(found.length, listed.value.length)
    const history = await readHistory(visitor, page.title)
    if (!history.ok) return history
    const brought = history.value.templates.flatMap((title) => {
      const groups = title === page.title ? undefined : kept.get(title)
      return groups === undefined ? [] : [{ title, groups }]
    })
    const own = history.value.revisions[0]?.text
    histories.push(history.value)
    found.push({
      title: page.title,
      namespace: page.ns,
      effective: [...new Set([...namesIn(page.value), ...brought.flatMap(({ groups }) => groups)])],
      own: own === undefined ? undefined : pageAccessLines(own),
      brought,
      includable: site.value.namespaces.get(page.ns)?.includable !== false,
    })
  }
  const savers = histories.flatMap((history) => [bringer(history)?.by, history.revisions[0]?.by].filter((name) => name !== undefined))
  const names = [...new Set(found.flatMap(({ effective, own = [] }) => [...effective, ...own.flat()]))]
  const odd = names.filter((name) => !site.value.groups.has(name))
  const accounts = await readAccounts(visitor, [...new Set([...savers, ...odd])])
  if (!accounts.ok) return accounts
  const known = (one: Saved | undefined) => (one === undefined ? undefined : { ...one, groups: accounts.value.get(one.by) })
  return ok({
    site: site.value,
    keepsLines: site.value.tags.has(TAG),
    pages: found.map((page, index) => {
      const history = histories[index]
      const newest = history?.revisions[0]
      return {
        ...page,
        restricted: known(history === undefined ? undefined : bringer(history)),
        saved: known(newest === undefined ? undefined : { by: newest.by, at: newest.at }),
      }
    }),
    strangers: odd.map((name) => ({ name, account: accounts.value.has(capital(name)) })),
  })
}

async function listPages(visitor: Visitor): Promise<Result<z.output<typeof listAnswer>['query']['pageswithprop'], TargetFailure>> {
  const found: z.output<typeof listAnswer>['query']['pageswithprop'] = []
  let more: Readonly<Record<string, string | number>> = {}
  for (;;) {
    const answer = await ask(visitor, listAnswer, {
      action: 'query',
      list: 'pageswithprop',
      pwppropname: PROPERTY,
      pwpprop: 'ids|title|value',
      pwplimit: 'max',
      ...more,
    })
    if (!answer.ok) return answer
    found.push(...answer.value.query.pageswithprop)
    if (answer.value.continue === undefined) return ok(found)
    more = answer.value.continue
  }
}

interface Saved {
  readonly by: string
  readonly at: string
}
interface History {
  readonly templates: readonly string[]
  readonly revisions: readonly (Saved & { readonly text: string | undefined })[]
}

async function readHistory(visitor: Visitor, title: string): Promise<Result<History, TargetFailure>> {
  const answer = await ask(
    visitor,
    historyAnswer,
    {
      action: 'query',
      titles: title,
      prop: 'revisions|templates',
      rvprop: 'user|timestamp|content',
      rvslots: 'main',
      rvlimit: DEPTH,
      tllimit: 'max',
    },
    true,
  )
  if (!answer.ok) return answer
  const [page] = answer.value.query.pages
  return ok({
    templates: page?.templates?.map((one) => one.title) ?? [],
    revisions: (page?.revisions ?? []).map(({ user, timestamp, slots }) => ({ by: user, at: timestamp, text: slots?.main.content })),
  })
}

/** Who saved the oldest of the newest revisions that all have the present lines. */
function bringer({ revisions }: History): Saved | undefined {
  const [newest] = revisions
  if (newest?.text === undefined) return undefined
  const lines = JSON.stringify(pageAccessLines(newest.text))
  const other = revisions.findIndex(({ text }) => text === undefined || JSON.stringify(pageAccessLines(text)) !== lines)
  if (other === -1 && revisions.length === DEPTH) return undefined
  const found = revisions[(other === -1 ? revisions.length : other) - 1]
  return found === undefined ? undefined : { by: found.by, at: found.at }
}

/** Groups of those names that are accounts. */
async function readAccounts(
  visitor: Visitor,
  names: readonly string[],
): Promise<Result<ReadonlyMap<string, readonly string[]>, TargetFailure>> {
  const found = new Map<string, readonly string[]>()
  for (let from = 0; from < names.length; from += 50) {
    const batch = names.slice(from, from + 50).filter((name) => !/[|#<>[\]{}\p{Cc}]/u.test(name))
    if (batch.length === 0) continue
    const answer = await ask(visitor, usersAnswer, { action: 'query', list: 'users', ususers: batch.join('|'), usprop: 'groups' }, true)
    if (!answer.ok) return answer
    for (const { name, missing, invalid, groups } of answer.value.query.users)
      if (missing !== true && invalid !== true) found.set(name, groups ?? [])
  }
  return ok(found)
}

/** MediaWiki writes the first letter of a name large. */
const capital = (name: string) => name.replaceAll('_', ' ').replace(/^./u, (letter) => letter.toUpperCase())
