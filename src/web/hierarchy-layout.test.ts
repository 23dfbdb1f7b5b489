import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { hierarchySvg } from '../render/hierarchy-svg.ts'
import { analyseRoles } from '../safety/analyse.ts'
import { hierarchyOf } from '../safety/hierarchy.ts'
import { charterOf, ranks } from '../../test/safety/small-charters.ts'
import { layOut } from './hierarchy-layout.ts'

describe('the layout of a hierarchy', () => {
  const charter = charterOf(ranks)
  const row = analyseRoles(charter, undefined).roles.find(({ role }) => role === 'captain')
  const hierarchy = hierarchyOf(charter, row)

  it('puts those who change others above them, and no box on another', () => {
    const { nodes } = layOut(hierarchy)
    const heights = ['colonel', 'major', 'captain', 'lieutenant', 'sysop'].map((role) => nodes.find((node) => node.role === role)?.y ?? 0)
    assert.deepEqual(
      heights.toSorted((left, right) => left - right),
      heights,
    )
    assert.equal(new Set(nodes.map(({ x, y }) => `${x} ${y}`)).size, nodes.length)
  })

  it('marks the rogue, what it comes to hold and who can undo it', () => {
    const marks = Object.fromEntries(hierarchy.nodes.map(({ role, mark }) => [role, mark]))
    assert.deepEqual(marks, {
      keeper: 'plain',
      colonel: 'helper',
      major: 'helper',
      captain: 'rogue',
      lieutenant: 'captured',
      sysop: 'captured',
    })
  })

  it('draws the same bytes twice', () => {
    assert.equal(hierarchySvg(hierarchy, layOut(hierarchy)), hierarchySvg(hierarchy, layOut(hierarchyOf(charter, row))))
  })
})
