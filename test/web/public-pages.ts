/** Every public page, once: asked, measured and looked at in a browser. Pages of members and administrators have tables of their own kind beside it. */
import type { ZodType } from 'zod'
import * as twins from './twins.ts'

export interface PageRow {
  readonly path: string
  /** Shape of its JSON twin. */
  readonly shape: ZodType
  readonly heading: string
}

export const publicPages: readonly PageRow[] = [
  { path: '/', shape: twins.home, heading: 'Citizendium, overhaul of user rights' },
  { path: '/matrix', shape: twins.matrix, heading: 'Who has which right' },
  { path: '/policy/block', shape: twins.policy, heading: 'block on Citizendium' },
  { path: '/people', shape: twins.people, heading: 'People' },
  { path: '/people/copper-smith', shape: twins.person, heading: 'copper-smith' },
  { path: '/roles', shape: twins.roles, heading: 'Roles' },
  { path: '/roles/constable', shape: twins.role, heading: 'Constable' },
  { path: '/hierarchy', shape: twins.hierarchy, heading: 'Who can give rights to whom?' },
  { path: '/reviews', shape: twins.reviews, heading: 'Reviews' },
  { path: '/log', shape: twins.log, heading: 'Log' },
  { path: '/log/head', shape: twins.logHead, heading: 'the head of the log' },
  { path: '/charter', shape: twins.charter, heading: 'Charter' },
  { path: '/charter/rev/1', shape: twins.charterRevision, heading: 'Revision 1' },
  { path: '/charter/diff/1..1', shape: twins.charterDiff, heading: 'From revision 1 to revision 1' },
  { path: '/safety', shape: twins.safety, heading: 'Who could seize control' },
  { path: '/safety/designs', shape: twins.designs, heading: 'Designs of rights side by side' },
]

export const twinOfPath = (path: string) => (path === '/' ? '/index.json' : `${path}.json`)

/** The same pages in states of their own: filtered, empty, compared, supposed, not there. */
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
