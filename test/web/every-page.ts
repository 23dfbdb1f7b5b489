/**
 * Every page there is, once: who may see it, and as whom it is looked at in a browser; of public pages besides, the heading and the shape of the
 * twin. A page that the server has and this table has not fails `who-sees-what.test.ts`.
 */
import type { Hono } from 'hono'
import type { Page } from 'playwright-core'
import type { ZodType } from 'zod'
import type { Places } from '../support/busy-stage.ts'
import * as twins from './twins.ts'

export const LOOKERS = [
  'a stranger',
  'a member',
  'whom it concerns',
  'who decides',
  'who runs Writ',
  'who runs it besides',
  'an auditor',
] as const

/** What each of them is answered. */
export type Statuses = readonly [number, number, number, number, number, number, number]

const ALL: Statuses = [200, 200, 200, 200, 200, 200, 200]
const LOGGED_IN: Statuses = [303, 200, 200, 200, 200, 200, 200]
const RUNS: Statuses = [303, 403, 403, 403, 200, 200, 403]
/** Whoever runs Writ reads what auditors read. */
const READS: Statuses = [303, 403, 403, 403, 200, 200, 200]

export interface PageRow {
  /** As the server writes it. */
  readonly route: string
  readonly may: Statuses
  /** On the busy stage; made of the route and the names of `Places` if absent. */
  readonly path?: string
  /** Queries that make a state of its own of it. */
  readonly states?: readonly string[]
  /** Indexes of LOOKERS; the last who may see it and does more than read if absent. */
  readonly lookedAtBy?: readonly number[]
  /** How it stands on the full site; public pages only. */
  readonly full?: FullRow
}

export interface FullRow {
  readonly path: string
  readonly heading: string
  /** Shape of its JSON twin. */
  readonly shape: ZodType
}

const open = (route: string, heading: string, shape: ZodType, named?: readonly [full: string, busy: string]): PageRow => ({
  route,
  may: ALL,
  path: named === undefined ? route : route.replace(':name', named[1]),
  full: { path: named === undefined ? route : route.replace(':name', named[0]), heading, shape },
})

export const pages: readonly PageRow[] = [
  // public
  open('/', 'Citizendium, overhaul of user rights', twins.home),
  open('/matrix', 'Who has which right', twins.matrix),
  open('/policy/:name', 'block on Citizendium', twins.policy, ['block', 'delete']),
  open('/people', 'People', twins.people),
  open('/people/:name', 'copper-smith', twins.person, ['copper-smith', 'fir']),
  open('/roles', 'Roles', twins.roles),
  open('/roles/:name', 'Constable', twins.role, ['constable', 'helper']),
  open('/hierarchy', 'Who can give rights to whom?', twins.hierarchy),
  open('/reviews', 'Reviews', twins.reviews),
  open('/log', 'Log', twins.log),
  open('/log/head', 'the head of the log', twins.logHead),
  open('/log/:name', 'Entry 3', twins.logEntry, ['3', '3']),
  open('/log/proofs', 'How to check the log', twins.logProofs),
  open('/charter', 'Charter', twins.charter),
  open('/charter/rev/:name', 'Revision 1', twins.charterRevision, ['1', '1']),
  open('/charter/diff/:name', 'From revision 1 to revision 1', twins.charterDiff, ['1..1', '1..1']),
  open('/safety', 'Who could seize control', twins.safety),
  open('/safety/designs', 'Designs of rights side by side', twins.designs),
  // members
  { route: '/me', may: LOGGED_IN, lookedAtBy: [1, 3, 4] },
  { route: '/me/data', may: LOGGED_IN, lookedAtBy: [1, 2, 3] },
  { route: '/me/data/all', may: LOGGED_IN, lookedAtBy: [2, 3] },
  { route: '/me/powers', may: LOGGED_IN, lookedAtBy: [2, 3] },
  { route: '/corrections', may: LOGGED_IN, lookedAtBy: [1, 4] },
  { route: '/me/sessions', may: LOGGED_IN },
  { route: '/me/tokens', may: LOGGED_IN },
  { route: '/me/passkeys', may: LOGGED_IN },
  // whoever gave it, and who reads what is private
  { route: '/log/:entry/evidence', may: [303, 404, 404, 404, 200, 200, 200], lookedAtBy: [4, 6] },
  { route: '/report', may: ALL, lookedAtBy: [0, 1] },
  { route: '/request', may: LOGGED_IN, lookedAtBy: [1], states: ['?q=delete', '?q=qqxyz'] },
  { route: '/drafts/:draft', may: [303, 200, 404, 404, 404, 404, 404] },
  { route: '/request/:role', may: LOGGED_IN, lookedAtBy: [1, 2] },
  { route: '/requests', may: LOGGED_IN, lookedAtBy: [1, 2, 3], states: ['?part=own&outcome=refused'] },
  { route: '/requests/:request', may: [303, 404, 200, 200, 404, 404, 404], lookedAtBy: [2, 3] },
  { route: '/approvals', may: LOGGED_IN, lookedAtBy: [1, 3] },
  { route: '/notices', may: LOGGED_IN, lookedAtBy: [1, 3, 5] },
  { route: '/reviews/:review', may: [303, 404, 404, 200, 404, 404, 404] },
  { route: '/cases', may: LOGGED_IN, lookedAtBy: [1, 3], states: ['?kind=concern&state=closed', '?kind=suspension&state=closed'] },
  { route: '/cases/:case', may: [303, 404, 404, 200, 404, 404, 404] },
  { route: '/suspensions/:suspension', may: [303, 404, 404, 200, 404, 404, 404] },
  { route: '/suspend', may: LOGGED_IN, lookedAtBy: [1, 4], states: ['?person=elm', '?person=gorse', '?person=cedar'] },
  { route: '/charter/proposals', may: LOGGED_IN },
  { route: '/charter/propose', may: LOGGED_IN, lookedAtBy: [1] },
  { route: '/charter/proposals/:proposal', may: LOGGED_IN, lookedAtBy: [1, 2, 5] },
  // those who run Writ
  { route: '/admin', may: RUNS, lookedAtBy: [1, 4] },
  { route: '/admin/tonight', may: RUNS },
  { route: '/admin/pause', may: RUNS },
  { route: '/admin/seats', may: RUNS },
  { route: '/admin/settings', may: RUNS },
  { route: '/admin/export', may: RUNS, lookedAtBy: [4, 5] },
  { route: '/admin/targets', may: RUNS },
  { route: '/admin/targets/:target', may: RUNS, lookedAtBy: [4, 5] },
  { route: '/admin/plans/:plan', may: RUNS, lookedAtBy: [4, 5] },
  { route: '/admin/jobs', may: RUNS },
  { route: '/admin/jobs/:job', may: RUNS },
  { route: '/audit', may: READS, lookedAtBy: [6], states: ['?entry=x'] },
  { route: '/audit/grants/:grant', may: READS, lookedAtBy: [6] },
  { route: '/audit/:report', path: '/audit/operator', may: READS, lookedAtBy: [6] },
  { route: '/admin/people', may: RUNS, states: ['?person=elm', '?person=nobody'] },
  { route: '/admin/offboarding', may: RUNS, states: ['?person=cedar'] },
]

/** Paths that are served under another rule: what programs ask for, what lets in. */
const APART =
  /^\/(?:api|access|feeds|scim|assets|\.well-known|login|logout|confirm(?:\.json)?|health|auth|setup|log\/(?:checkpoint|consistency|tile))(?:\/|$)|^\/(?:\*|livez|readyz|healthz)?$|\/events$|\.(?:atom|csv|gz|ico|ics|txt|mjs)\}?$/

/** The pages that a server has, or the forms that its pages send, by their routes and without the endings of twins. */
export function pageRoutesOf(app: Hono, method: 'GET' | 'POST'): readonly string[] {
  const paths = app.routes.filter((route) => route.method === method).map(({ path }) => path)
  return [...new Set(paths)].filter((path) => (path === '/' && method === 'GET') || !(APART.test(path) || path.endsWith('.json')))
}

/** Where a page is on the busy stage. */
export function pathOf({ route, path }: PageRow, places: Partial<Places>): string {
  return path ?? filled(route, places)
}

/** A route with the names of its parts filled in. */
export function filled(route: string, places: Partial<Places>, more: Readonly<Record<string, string | number>> = {}): string {
  const known: Readonly<Record<string, string | number>> = { ...places, ...more }
  return route.replaceAll(/:(\w+)(?:\{[^}]*\})?/g, (_all, name: string) => {
    const value = known[name]
    if (value === undefined) throw new Error(`nothing is known for :${name} of ${route}; the busy stage should have one`)
    return String(value)
  })
}

/** A page as somebody sees it in a browser. */
export interface Look {
  /** Index of LOOKERS. */
  readonly looker: number
  readonly path: string
  /** What is clicked there, for a page that only an answer to a form is. Its name says what. */
  readonly then?: (page: Page) => Promise<void>
}

/** Every page of members and of those who run Writ, as each of those sees it who look at it in a browser, and what the forms lead to. */
export function looks(places: Places): readonly Look[] {
  return [
    ...pages
      .filter(({ full }) => full === undefined)
      .flatMap((row) =>
        (row.lookedAtBy ?? [row.may.slice(0, 6).lastIndexOf(200)]).flatMap((looker) =>
          ['', ...(row.states ?? [])].map((state) => ({ looker, path: `${pathOf(row, places)}${state}` })),
        ),
      ),
    { looker: 0, path: '/login?q=ash' },
    { looker: 4, path: '/login' },
    { looker: 4, path: '/login/done' },
    { looker: 0, path: '/report', then: ended },
    { looker: 4, path: `/confirm/${places.waiting}` },
    { looker: 4, path: `/confirm/${places.confirmed}` },
    { looker: 1, path: '/request/helper', then: checked },
    { looker: 1, path: '/request/scribe', then: refused },
    { looker: 1, path: '/charter/propose', then: compared },
    { looker: 1, path: '/charter/propose', then: misspelt },
    { looker: 4, path: '/me/tokens', then: made },
    { looker: 5, path: `/admin/plans/${places.plan}`, then: waits },
    { looker: 5, path: `/admin/plans/${places.leaving}` },
    { looker: 4, path: '/admin/targets/wiki', then: foreseen },
    { looker: 4, path: '/admin/targets/wiki', then: adoptable },
    { looker: 3, path: `/cases/${places.closed}` },
    { looker: 3, path: `/cases/${places.case}`, then: opened },
    { looker: 4, path: '/nowhere' },
  ]
}

/** What would become of a request. */
async function checked(page: Page): Promise<void> {
  await page.fill('[name=use_case]', 'Help with the archive')
  await page.check('[name=states]')
  await page.click('form[action="/request/helper/check"] button')
  await page.waitForSelector('form[action="/request/helper"]')
}

/** What another charter would change. */
async function compared(page: Page): Promise<void> {
  const text = await page.inputValue('[name=text-0]')
  await page.fill('[name=text-0]', text.replace('scribe: { rights: delete }', 'scribe: { rights: [] }'))
  await page.fill('[name=reason]', 'Scribes write')
  await page.click('form[action="/charter/propose/check"] button')
  await page.waitForSelector('form[action="/charter/propose"]')
}

/** Another charter that cannot be read. */
async function misspelt(page: Page): Promise<void> {
  await page.fill('[name=text-0]', (await page.inputValue('[name=text-0]')).replaceAll('purpose:', 'purpos:'))
  await page.fill('[name=reason]', 'Scribes write')
  await page.click('form[action="/charter/propose/check"] button')
  await page.waitForSelector('[role=alert]')
}

/** A concern that was read. */
async function opened(page: Page): Promise<void> {
  // in another way of looking it was read before
  const button = page.locator('form[action$="/read"] button')
  if ((await button.count()) > 0) await button.click()
  await page.waitForSelector('form[action$="/close"]')
}

/** The text of a token, after the second factor. */
async function made(page: Page): Promise<void> {
  await page.click('form[action="/me/tokens"] button')
  await page.click('form[action="/confirm"] button')
  await page.waitForSelector('code.copy')
}

/** What came back, as it was filled in, and why. */
async function refused(page: Page): Promise<void> {
  await page.fill('[name=use_case]', 'Writes minutes')
  await page.evaluate(`document.querySelectorAll('[name=once]').forEach((field) => { field.value = 'spoilt' })`)
  await page.click('form[action="/request/scribe/check"] button')
  await page.waitForSelector('[role=alert]')
}

/** What was typed by somebody whose login had ended before it was sent. */
async function ended(page: Page): Promise<void> {
  await page.fill('[name=text]', 'Seen at night,\nand again in the morning')
  await page.evaluate(`document.querySelector('form[action="/report"]').setAttribute('action', '/requests/1/comment')`)
  await page.click('form[action="/requests/1/comment"] button')
  await page.waitForSelector('[role=alert]')
}

/** What waits for a second factor. */
async function waits(page: Page): Promise<void> {
  await page.fill('[name=reason]', 'Looked at it')
  await page.click('form[action$="/approve"] button')
  await page.waitForURL('**/confirm*')
}

/** What a run would do. */
async function foreseen(page: Page): Promise<void> {
  await page.click('form[action$="/look"] button')
  await page.waitForURL('**/look')
}

/** What taking in would take in. */
async function adoptable(page: Page): Promise<void> {
  await page.click('form[action$="/adoption"] button >> nth=0')
  await page.waitForURL('**/adoption')
}

export const publicPages: readonly FullRow[] = pages.flatMap(({ full }) => full ?? [])

export const twinOfPath = (path: string) => (path === '/' ? '/index.json' : `${path}.json`)

/** The public pages of the full site in states of their own: filtered, empty, compared, supposed, not there. */
export const publicStates: readonly string[] = [
  '/matrix?q=block',
  '/matrix?q=qqxyz',
  '/matrix?as=constable',
  '/matrix?as=everyone',
  '/matrix?since=1',
  '/policy/edit?target=wiki',
  '/people?q=qqxyz',
  '/people/birch-constable',
  '/roles/emergency-reserve',
  '/hierarchy?rogue=senior-technical-staff',
  '/hierarchy?rogue=constable',
  '/log?type=grant.made',
  '/log?person=nobody',
  '/log?since=2026-05-01&until=2026-05-31&by=operator',
  '/charter/diff/1..2',
  '/people/coper-smith',
]
