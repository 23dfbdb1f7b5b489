/** A charter of many groups in a hierarchy of offices, and a roster for it. No chance in it: the same size is the same charter. */
import type { Charter } from '../../src/charter/model.ts'
import type { Roster } from '../../src/charter/roster.ts'
import { charterOf, wiki } from './small-charters.ts'

export function largeCharter(groups: number): Charter {
  const names = Array.from({ length: groups }, (_, at) => `office-${at}`)
  const block = names.map((name, at) => `    ${name}: { rights: [edit${at === 0 ? ', userrights' : ''}] }`).join('\n')
  const roles = names.map((name, at) => {
    const below = [3 * at + 1, 3 * at + 2, 3 * at + 3].filter((one) => one < groups).map((one) => `office-${one}`)
    const peers = at > 0 && at < groups - 1 ? `, { change: office-${at + 1}, stages: [{ by: office-${at} }] }` : ''
    const may = below.length === 0 ? '' : `, may: [{ change: [${below.join(', ')}], scope: any }${peers}]`
    const request = at % 2 === 0 ? '' : `, request: { stages: [{ by: office-${Math.floor((at - 1) / 3)} }] }`
    return `  ${name}: { title: ${name}, purpose: ${name}, gives: { wiki: ${name} }${may}${request} }`
  })
  return charterOf(wiki(block, roles.join('\n'), 'amendments: { by: office-0, stages: [{ by: [office-1, office-2] }] }'))
}

/** People with one to three offices each, all sets different where there are enough offices. */
export function largeRoster(groups: number, people: number): Roster {
  return {
    people: Array.from({ length: people }, (_, at) => ({
      handle: `person-${at}`,
      accounts: [],
      facts: new Map(),
      roles: [...new Set([at % groups, (at * 7 + 3) % groups, (at * at + 11) % groups].slice(0, 1 + (at % 3)))].map((office) => ({
        role: `office-${office}`,
        from: undefined,
        until: undefined,
      })),
    })),
  }
}
