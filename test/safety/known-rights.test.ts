/** The analysis knows every right of MediaWiki that the tables of MediaWiki know to control accounts or groups. */
import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { coreRight, coreRightNames } from '../../src/mediawiki/core-rights.ts'
import { providerOf } from '../../src/mediawiki/extensions.ts'
import { VERSIONS } from '../../src/mediawiki/versions.ts'
import { technicalEdges } from '../../src/safety/technical.ts'
import { charterOf, wiki } from './small-charters.ts'

function meansOf(right: string): readonly string[] {
  const text = wiki(`    tool: { rights: "${right}" }`, '  tool: { title: Tool, purpose: Works, gives: { wiki: tool } }').replace(
    'edit: { text: Edit }',
    `edit: { text: Edit }\n    ${right}: { text: Some right }`,
  )
  const plain = right === 'userrights' ? text.replace('\n    userrights: { text: Change all groups, controls: all-groups }', '') : text
  return technicalEdges(charterOf(plain)).map((edge) => `${edge.right} ${edge.means.reach}`)
}

describe('technical means of MediaWiki', () => {
  it('are known for every right that controls groups or accounts', () => {
    const names = new Set(VERSIONS.flatMap((version) => coreRightNames(version)))
    const controlling = [...names].filter((name) => coreRight(name)?.controls !== undefined)
    const ofExtensions = ['renameuser', 'usermerge'].filter((name) => providerOf(name)?.accounts === true)
    assert.ok(controlling.length >= 4 && ofExtensions.length > 0)
    for (const right of new Set([...controlling, ...ofExtensions])) assert.deepEqual(meansOf(right), [`${right} acts-as`])
  })

  it('are not seen in what only changes pages', () => {
    for (const right of ['delete', 'protect', 'editsitejson', 'block', 'constructor']) assert.deepEqual(meansOf(right), [], right)
  })

  it('begin with editinterface where the wiki has no right of its own for scripts', () => {
    assert.deepEqual(meansOf('editinterface'), ['editinterface acts-as'])
  })
})
