/** The small charters on which every verdict was worked out by hand (facts of the safety model), and a way to read them. */
import assert from 'node:assert/strict'
import { parseCharter } from '../../src/charter/parse.ts'
import type { Charter } from '../../src/charter/model.ts'
import { parseRoster, type Roster } from '../../src/charter/roster.ts'

export function charterOf(text: string): Charter {
  const parsed = parseCharter([{ name: 'charter.yaml', text }])
  assert.ok(parsed.ok, parsed.ok ? '' : parsed.error.map((one) => `${one.line}: ${one.message}`).join('\n'))
  return parsed.value.charter
}

/** So many holders of each role: `holders({ colonel: 2 })`. */
export function holders(count: Readonly<Record<string, number>>): Roster {
  const people = Object.entries(count).flatMap(([role, size]) =>
    Array.from({ length: size }, (_, at) => `  - { handle: ${role}-${at + 1}, roles: [{ role: ${role} }] }\n`),
  )
  const parsed = parseRoster(people.length === 0 ? 'people: []\n' : `people:\n${people.join('')}`)
  assert.ok(parsed.ok)
  return parsed.value
}

/** A charter with one wiki: `groups` and `roles` as YAML blocks, indented by four and two. */
export function wiki(groups: string, roles: string, rest = ''): string {
  return `writ: 1
title: A small wiki
targets: { wiki: { connector: mediawiki } }
rights:
  wiki:
    edit: { text: Edit }
    userrights: { text: Change all groups, controls: all-groups }
groups:
  wiki:
${groups}
  writ: { runs: { rights: apply } }
roles:
  keeper: { title: Keeper, purpose: Runs Writ, gives: { writ: runs } }
${roles}
${rest.includes('amendments:') ? '' : 'amendments: { by: none }'}
${rest}
`
}

const plain = (...names: readonly string[]) => names.map((name) => `    ${name}: { rights: edit }`).join('\n')
const role = (id: string, may = '', group = id) =>
  `  ${id}: { title: ${id}, purpose: ${id}, gives: { wiki: ${group} }${may === '' ? '' : `, may: [${may}]`} }`
const mighty = (name: string) => `    ${name}: { rights: [edit, userrights] }`

/** Ranks of which the highest holds the right to change every group. */
export const ranks = wiki(
  [mighty('colonel'), plain('major', 'captain', 'lieutenant', 'sysop', 'bot', 'interface-admin', 'suppress')].join('\n'),
  [
    role('colonel'),
    role('major', '{ change: [captain, lieutenant, sysop], scope: any }'),
    role('captain', '{ change: [lieutenant, sysop], scope: any }'),
    role('lieutenant', '{ change: sysop, scope: any }'),
    role('sysop'),
  ].join('\n'),
)

/** The highest rank is changed by two of its own, everything else by one. */
export const quorum = wiki(
  plain('colonel', 'major', 'captain', 'lieutenant', 'sysop', 'bot', 'interface-admin', 'suppress'),
  [
    role(
      'colonel',
      '{ change: colonel, scope: any, stages: [{ by: colonel }] }, { change: [major, captain, lieutenant, sysop, bot, interface-admin, suppress], scope: any }',
    ),
    ...['major', 'captain', 'lieutenant', 'sysop', 'bot', 'interface-admin', 'suppress'].map((id) => role(id)),
  ].join('\n'),
)

/** Stock MediaWiki. */
export const stock = wiki(
  [mighty('bureaucrat'), plain('sysop', 'bot', 'interface-admin', 'suppress')].join('\n'),
  ['bureaucrat', 'sysop', 'bot', 'interface-admin', 'suppress'].map((id) => role(id)).join('\n'),
)

/** Bureaucrats add, only stewards remove. */
export const split = wiki(
  [mighty('steward'), plain('bureaucrat', 'sysop', 'bot', 'interface-admin')].join('\n'),
  [
    role('steward'),
    role('bureaucrat', '{ add: [sysop, bot, interface-admin], scope: any }'),
    ...['sysop', 'bot', 'interface-admin'].map((id) => role(id)),
  ].join('\n'),
)

const offices = ['editor', 'editorial-council', 'constable', 'ombudsman', 'interface-developer', 'bot', 'bot-with-delete'] as const

/** Three offices hold the right to change every group; `epa` is what the administrators of personnel may do. */
export const citizendium = (epa = '') =>
  wiki(
    [mighty('mc'), mighty('technician'), mighty('founder'), plain('epa', 'established', ...offices)].join('\n'),
    [role('mc'), role('technician'), role('founder'), role('epa', epa), ...offices.map((id) => role(id))].join('\n'),
  )
