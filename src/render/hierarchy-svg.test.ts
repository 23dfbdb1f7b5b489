import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import type { Hierarchy } from '../safety/hierarchy.ts'
import { hierarchySvg, type LaidOut } from './hierarchy-svg.ts'

const hierarchy: Hierarchy = {
  title: 'A <wiki> & "more"',
  rogue: undefined,
  nodes: [
    { role: 'chief', title: '</text><script>alert(1)</script>', mark: 'plain' },
    { role: 'clerk', title: 'Clerk \u202Egnikrow', mark: 'plain' },
  ],
  edges: [
    { from: 'chief', to: 'clerk', can: 'take', staged: true },
    { from: 'chief', to: 'chief', can: 'give and take', staged: false },
  ],
}
const laidOut: LaidOut = {
  width: 300,
  height: 200,
  nodes: hierarchy.nodes.map((node, at) => ({ ...node, x: 120, y: 40 + at * 120 })),
  edges: [
    {
      from: 'chief',
      to: 'clerk',
      can: 'take',
      staged: true,
      points: [
        { x: 120, y: 74.123 },
        { x: 120, y: 126 },
      ],
    },
    { from: 'chief', to: 'chief', can: 'give and take', staged: false, points: [] },
  ],
}

describe('the drawing of a hierarchy', () => {
  const svg = hierarchySvg(hierarchy, laidOut)

  it('lets no name of the charter become code, and hides nothing', () => {
    assert.ok(!svg.includes('<script') && svg.includes('&lt;/text&gt;&lt;script') && svg.includes('\\u{202E}'))
    assert.equal(svg.match(/<(?!\/)[a-z]+[^>]*[^/]>/g)?.length, svg.match(/<\/[a-z]+>/g)?.length)
  })

  it('is the same bytes for the same roles, and needs nothing from elsewhere', () => {
    assert.equal(hierarchySvg(hierarchy, laidOut), svg)
    assert.deepEqual(svg.match(/https?:[^"']+/g), ['http://www.w3.org/2000/svg'])
  })

  it('tells the same in words, and what the signs mean', () => {
    assert.match(svg, /<desc id="what">chief: changes clerk, chief; clerk: changes nobody<\/desc>/)
    assert.match(svg, /A broken arrow: only if somebody else agrees/)
    assert.match(svg, /prefers-color-scheme:dark/)
  })
})
