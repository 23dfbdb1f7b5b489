/** The lean access model on a real wiki: its namespaces, its rendered settings, stand-ins for the extensions that keep gates, and accounts. */
import { setTimeout as sleep } from 'node:timers/promises'
import { systemOutside } from '../../src/config/outside.ts'
import { runProbe } from '../../src/cli/probe/run-probe.ts'
import type { ProbeReport } from '../../src/cli/probe/report.ts'
import type { Charter } from '../../src/charter/model.ts'
import { renderSettings } from '../../src/render/mediawiki/settings.ts'
import { plant } from '../../src/targets/mediawiki/probe/plant.ts'
import { openVisitor, type VisitOptions, type Visitor } from '../../src/targets/mediawiki/probe/visitor.ts'
import { startWiki, type Wiki } from '../services/mediawiki.ts'
import { shippedCharter } from '../support/charter.ts'
import { LEAN_NAMESPACES, NAMESPACE_KEEPER, PAGE_KEEPER } from '../support/gate-keeper.ts'

export const lean = shippedCharter('lean-wiki')
export const password = 'a long password of a probe'
export const ACCOUNTS = { registered: 'Author One', researcher: 'Scholar Two', administrator: 'Keeper Three' } as const

/** What `writ render` prints, without its first line. */
export function renderedPhp(charter: Charter = lean): string {
  const rendered = renderSettings(charter, 'wiki', { hash: 'f'.repeat(64) })
  if (!rendered.ok) throw new Error(rendered.error.map(({ message }) => message).join('\n'))
  return rendered.value.text.replace('<?php', '')
}

interface Keeping {
  readonly php?: string
  readonly namespaces?: boolean
  readonly pages?: boolean
}

export function leanPhp({ php = renderedPhp(), namespaces = true, pages = true }: Keeping = {}): string {
  return `${LEAN_NAMESPACES}${namespaces ? NAMESPACE_KEEPER : ''}${pages ? PAGE_KEEPER : ''}${php}`
}

export async function startLeanWiki(keeping: Keeping = {}, extensions: readonly string[] = []): Promise<Wiki> {
  const wiki = await startWiki({
    extensions,
    users: [
      { name: ACCOUNTS.registered, password },
      { name: ACCOUNTS.researcher, password, groups: { researcher: undefined } },
      { name: ACCOUNTS.administrator, password, groups: { sysop: undefined } },
    ],
  })
  await wiki.writeSettings(leanPhp(keeping))
  return wiki
}

const visits = (wiki: Wiki): VisitOptions => ({
  api: new URL(wiki.apiUrl),
  clock: systemOutside().clock,
  sleep: async (milliseconds) => await sleep(milliseconds),
  timeout: 60_000,
  pause: 0,
})

const random = (): string => Buffer.from(systemOutside().randomness.bytes(24)).toString('hex')

type TypeId = keyof typeof ACCOUNTS

export async function visitorAs(wiki: Wiki, type: TypeId | 'everyone'): Promise<Visitor> {
  const visitor = await openVisitor(visits(wiki), type === 'everyone' ? undefined : { kind: 'password', user: ACCOUNTS[type], password })
  if (!visitor.ok) throw new Error(visitor.error.message)
  return visitor.value
}

const credentials = (types: readonly TypeId[]) =>
  new Map(types.map((type) => [type, { kind: 'password' as const, user: ACCOUNTS[type], password }]))

/** One page in a closed namespace and one that names groups, both with a canary of their own; their titles. */
export async function plantTwo(wiki: Wiki): Promise<readonly [string, string]> {
  const keeper = await visitorAs(wiki, 'administrator')
  const titles = [`Projekt:Canary ${random().slice(0, 8)}`, `Canary ${random().slice(0, 8)}`] as const
  for (const [index, title] of titles.entries()) {
    const line = index === 1 ? { line: '<bs:pageaccess groups="sysop,researcher" />' } : {}
    const page = await plant(keeper, { title, random: random(), ...line })
    if (!page.ok) throw new Error(page.error.message)
  }
  return titles
}

export async function probe(wiki: Wiki, titles: readonly string[], types: readonly TypeId[]): Promise<ProbeReport> {
  const report = await runProbe(lean, 'wiki', {
    ...visits(wiki),
    credentials: credentials(types),
    plant: undefined,
    titles,
    marker: 'writ-canary-',
    random,
  })
  if (!report.ok) throw new Error(report.error.message)
  return report.value
}
