/** What the leak check reads of a wiki before it tries anything: what the wiki is, who the visitors are there, the pages to look for. */
import { z } from 'zod'
import { err, ok, type Result } from '../../../kernel/result.ts'
import type { TargetFailure } from '../../../reconcile/target.ts'
import { failure } from '../failure.ts'
import type { ProbedPage } from './page.ts'
import type { Visitor, WikiRequest } from './visitor.ts'

/** Reads one answer; an unexpected form is a failure of the wiki, not ours. */
export async function ask<S extends z.ZodType>(
  visitor: Visitor,
  schema: S,
  parameters: WikiRequest['parameters'],
  post = false,
): Promise<Result<z.output<S>, TargetFailure>> {
  const answer = await visitor.api(parameters, post)
  if (!answer.ok) return answer
  const read = schema.safeParse(answer.value)
  return read.success
    ? ok(read.data)
    : err(
        failure(
          'unavailable',
          'answer-not-understood',
          `the wiki's answer to ${String(parameters['action'])} is not of the expected form; MediaWiki 1.39 or later is needed`,
        ),
      )
}

const siteAnswer = z.object({
  query: z.object({
    general: z.object({ generator: z.string(), sitename: z.string() }),
    extensions: z.array(z.object({ name: z.string().default('') })),
    extensiontags: z.array(z.string()),
    usergroups: z.array(z.object({ name: z.string() })),
    namespaces: z.record(
      z.string(),
      z.object({ id: z.int(), name: z.string(), nonincludable: z.boolean().default(false), namespaceprotection: z.string().optional() }),
    ),
  }),
})

export interface Site {
  readonly generator: string
  readonly name: string
  readonly extensions: ReadonlySet<string>
  /** Tags that the parser knows, without brackets. */
  readonly tags: ReadonlySet<string>
  readonly groups: ReadonlySet<string>
  /** number -> its name there (empty for the main namespace), the right needed to edit in it. */
  readonly namespaces: ReadonlyMap<number, { readonly name: string; readonly includable: boolean; readonly protection: readonly string[] }>
}

export async function readSite(visitor: Visitor): Promise<Result<Site, TargetFailure>> {
  const answer = await ask(visitor, siteAnswer, {
    action: 'query',
    meta: 'siteinfo',
    siprop: 'general|extensions|extensiontags|usergroups|namespaces',
  })
  if (!answer.ok) return answer
  const { general, extensions, extensiontags, usergroups, namespaces } = answer.value.query
  return ok({
    generator: general.generator,
    name: general.sitename,
    extensions: new Set(extensions.map(({ name }) => name)),
    tags: new Set(extensiontags.map((tag) => tag.replaceAll(/[<>]/g, ''))),
    groups: new Set(usergroups.map(({ name }) => name)),
    namespaces: new Map(
      Object.values(namespaces).map((one) => [
        one.id,
        { name: one.name, includable: !one.nonincludable, protection: one.namespaceprotection?.split('|') ?? [] },
      ]),
    ),
  })
}

const selfAnswer = z.object({
  query: z.object({
    userinfo: z.object({ name: z.string(), anon: z.boolean().optional(), groups: z.array(z.string()), rights: z.array(z.string()) }),
  }),
})

export interface Self {
  readonly name: string
  readonly loggedIn: boolean
  readonly groups: readonly string[]
  readonly rights: ReadonlySet<string>
}

export async function readSelf(visitor: Visitor): Promise<Result<Self, TargetFailure>> {
  const answer = await ask(visitor, selfAnswer, { action: 'query', meta: 'userinfo', uiprop: 'groups|rights' })
  if (!answer.ok) return answer
  const { name, anon, groups, rights } = answer.value.query.userinfo
  return ok({ name, loggedIn: anon !== true, groups, rights: new Set(rights) })
}

const revision = z.object({
  revid: z.int(),
  parentid: z.int().default(0),
  user: z.string().default(''),
  timestamp: z.string(),
  slots: z.object({ main: z.object({ content: z.string().default('') }) }).optional(),
})
const pagesAnswer = z.object({
  continue: z.record(z.string(), z.union([z.string(), z.number()])).optional(),
  query: z
    .object({
      pages: z
        .array(
          z.object({
            pageid: z.int().default(0),
            ns: z.int(),
            title: z.string(),
            missing: z.boolean().optional(),
            revisions: z.array(revision).optional(),
          }),
        )
        .default([]),
    })
    .optional(),
})

export interface PageText {
  readonly pageId: number
  readonly namespace: number
  readonly title: string
  readonly text: string
  readonly revision: number
  readonly previous: number | undefined
  readonly author: string
  readonly timestamp: string
}

const TEXT = { prop: 'revisions', rvprop: 'ids|user|timestamp|content', rvslots: 'main' } as const

/** The newest text of pages by title, those that exist and that the visitor may read; at most 50. */
export async function readTexts(visitor: Visitor, titles: readonly string[]): Promise<Result<readonly PageText[], TargetFailure>> {
  if (titles.length === 0) return ok([])
  const answer = await ask(visitor, pagesAnswer, { action: 'query', titles: titles.join('|'), ...TEXT }, true)
  return answer.ok ? ok(texts(answer.value)) : answer
}

/** Pages of a namespace in alphabetical order, in parcels of 50 until `most` are read or `enough` says so. */
export async function readNamespace(
  visitor: Visitor,
  namespace: number,
  most: number,
  enough: (pages: readonly PageText[]) => boolean,
): Promise<Result<readonly PageText[], TargetFailure>> {
  const found: PageText[] = []
  let more: Readonly<Record<string, string | number>> = {}
  for (;;) {
    const answer = await ask(visitor, pagesAnswer, {
      action: 'query',
      generator: 'allpages',
      gapnamespace: namespace,
      gaplimit: 50,
      gapfilterredir: 'nonredirects',
      ...TEXT,
      ...more,
    })
    if (!answer.ok) return answer
    found.push(...texts(answer.value))
    if (answer.value.continue === undefined || found.length >= most || enough(found)) return ok(found)
    more = answer.value.continue
  }
}

function texts({ query }: z.output<typeof pagesAnswer>): readonly PageText[] {
  return (query?.pages ?? []).flatMap((page): PageText[] => {
    const [newest] = page.revisions ?? []
    const content = newest?.slots?.main.content
    if (newest === undefined || content === undefined) return []
    const previous = newest.parentid === 0 ? undefined : newest.parentid
    return [
      {
        pageId: page.pageid,
        namespace: page.ns,
        title: page.title,
        text: content,
        revision: newest.revid,
        previous,
        author: newest.user,
        timestamp: newest.timestamp,
      },
    ]
  })
}

/**
 * The page with the canary that stands in its text after `marker`, or undefined where there is none or a weak one: shorter than eight letters
 * or digits it could be met by chance. The word before the marker is the bait.
 */
export function withCanary(page: PageText, marker: string): ProbedPage | undefined {
  const at = page.text.indexOf(marker)
  if (at < 0) return undefined
  const rest = /^[A-Za-z0-9]{8,64}/.exec(page.text.slice(at + marker.length))?.[0]
  if (rest === undefined) return undefined
  const bait = /([\p{L}\p{N}]{4,})\W*$/u.exec(page.text.slice(0, at))?.[1]
  const name = page.namespace === 0 ? page.title : page.title.slice(page.title.indexOf(':') + 1)
  const derived = /writderived[a-z0-9]{8,}/.exec(page.text)?.[0]
  return {
    title: page.title,
    namespace: page.namespace,
    name,
    author: page.author,
    canary: rest,
    bait: bait ?? name.split(/[ _/]/)[0] ?? name,
    derived,
    pageId: page.pageId,
    revision: page.revision,
    previous: page.previous,
    timestamp: page.timestamp,
  }
}
