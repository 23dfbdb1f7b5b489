import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import type { HierarchyEdge } from '../safety/hierarchy.ts'
import { withoutDetours } from './hierarchy-reduction.ts'

/** `a>b` with nobody's agreement, `a~b` with somebody's. */
const arrows = (text: string): HierarchyEdge[] =>
  text.split(' ').map((one) => ({ from: one.charAt(0), to: one.charAt(2), staged: one.charAt(1) === '~', can: 'give and take' }))
const drawn = (text: string) =>
  withoutDetours(arrows(text))
    .map(({ from, to, staged }) => `${from}${staged ? '~' : '>'}${to}`)
    .join(' ')

/** Word for word: is there a way along these arrows? */
function leads(edges: readonly HierarchyEdge[], from: string, to: string, past: readonly string[] = []): boolean {
  return edges.some(
    (edge) => edge.from === from && !past.includes(edge.to) && (edge.to === to || leads(edges, edge.to, to, [...past, edge.to])),
  )
}

const LETTERS = ['a', 'b', 'c', 'd', 'e', 'f']

describe('a drawing of who changes whom', () => {
  it('has of a chain of ranks the steps alone', () => {
    assert.equal(drawn('a>b a>c a>d b>c b>d c>d'), 'a>b b>c c>d')
  })

  it('leaves nothing out that needs nobody for what needs somebody, and the other way round', () => {
    assert.equal(drawn('a~b b>c a>c'), 'a~b b>c a>c')
    assert.equal(drawn('a>b b>c a~c'), 'a>b b>c')
    assert.equal(drawn('a~b b~c a~c'), 'a~b b~c')
  })

  it('keeps those of equals and those to oneself', () => {
    assert.equal(drawn('a>b b>a a>a b>b'), 'a>b b>a a>a b>b')
    assert.equal(drawn('a>b b>a a>c b>c').split(' ').length, 3)
    assert.equal(drawn('a>b b>c c>a a>c'), 'a>b b>c c>a a>c')
  })

  it('leads from the same to the same, and no arrow between those that are no equals could be spared', () => {
    const letter = fc.constantFrom(...LETTERS)
    const edge = fc.record({ from: letter, to: letter, staged: fc.boolean(), can: fc.constant('give' as const) })
    fc.assert(
      fc.property(fc.uniqueArray(edge, { maxLength: 16, selector: ({ from, to }) => from + to }), (edges) => {
        const left = withoutDetours(edges)
        for (const free of [true, false])
          for (const from of LETTERS)
            for (const to of LETTERS) {
              const of = (all: readonly HierarchyEdge[]) => leads(free ? all.filter(({ staged }) => !staged) : all, from, to)
              assert.equal(of(left), of(edges), `${from} to ${to}`)
            }
        for (const one of left) {
          const others = left.filter((other) => other !== one && (one.staged || !other.staged))
          if (one.from !== one.to && !leads(edges, one.to, one.from))
            assert.ok(!leads(others, one.from, one.to), `${one.from} to ${one.to}`)
        }
      }),
    )
  })
})
