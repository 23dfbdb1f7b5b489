/** Charters that come with Writ, rendered for a wiki and read back from the file: the same rights, denials, promotions and powers. */
import assert from 'node:assert/strict'
import { readdirSync } from 'node:fs'
import { describe, it } from 'node:test'
import { isAssigned, rightsOfGroup } from '../../src/charter/members.ts'
import type { Charter } from '../../src/charter/model.ts'
import { importedCharter } from '../../src/intake/mediawiki/charter.ts'
import { rulesFromSettings } from '../../src/intake/mediawiki/from-settings.ts'
import { evaluateSettings } from '../../src/intake/mediawiki/settings.ts'
import { renderSettings } from '../../src/render/mediawiki/settings.ts'
import { charterOf, shippedCharter } from '../support/charter.ts'
import { expectedChangeable } from '../render/expected.ts'

const HASH = { hash: 'a'.repeat(64) }
const sorted = (names: Iterable<string>) => [...new Set(names)].toSorted()

function rendered(charter: Charter, target: string): string {
  const file = renderSettings(charter, target, HASH)
  if (!file.ok) assert.fail(file.error.map((one) => one.message).join('\n'))
  return file.value.text
}

function readBack(php: string): { readonly charter: Charter; readonly codes: readonly string[] } {
  const settings = evaluateSettings([{ name: 'writ-groups.php', text: php }], {
    version: '1.39',
    extensions: ['Renameuser', 'Nuke', 'OATHAuth'],
  })
  const imported = importedCharter(rulesFromSettings(settings, { known: '1.39', exact: true, text: '1.39' }), { source: 'a test' })
  if (!imported.ok) assert.fail(imported.error.map((one) => one.message).join('\n'))
  return { charter: charterOf(imported.value.text), codes: imported.value.remarks.map(({ code }) => code) }
}

/** What is withheld from a group by the renderer is not there afterwards. */
function effective(charter: Charter, target: string, group: string): readonly string[] {
  const direct = charter.targets.get(target)?.direct === true
  return sorted(rightsOfGroup(charter, target, group)).filter((right) => direct || !['userrights', 'userrights-interwiki'].includes(right))
}

const wikis = readdirSync('charters').flatMap((name) => {
  const charter = shippedCharter(name)
  return [...charter.targets].filter(([, block]) => block.connector === 'mediawiki').map(([target]) => ({ name, target, charter }))
})

describe('a rendered charter, imported again', () => {
  it('is one of those that come with Writ', () => {
    assert.ok(wikis.length >= 5, `only ${wikis.length} wikis`)
  })

  for (const { name, target, charter } of wikis) {
    const file = renderSettings(charter, target, HASH)
    it(`has the rights of ${name} on ${target}, group by group`, { skip: file.ok ? false : 'it cannot be rendered as it stands' }, () => {
      const { charter: again, codes } = readBack(rendered(charter, target))
      let compared = 0
      for (const [group, block] of charter.groups.get(target) ?? []) {
        if (block.abolished !== undefined) {
          const left = again.groups.get('wiki')?.get(group)
          assert.ok(left === undefined || left.abolished !== undefined, `${group} is still there`)
          continue
        }
        const found = again.groups.get('wiki')?.get(group)
        assert.ok(found !== undefined, `${group} is gone`)
        assert.deepEqual(effective(again, 'wiki', group), effective(charter, target, group), group)
        assert.deepEqual(sorted(found.denies), sorted(block.denies), group)
        assert.equal(found.implicit, block.implicit, group)
        assert.equal(isAssigned(found), isAssigned(block), group)
        compared += 1
      }
      assert.ok(compared > 0)
      assert.deepEqual(
        codes.filter((code) =>
          ['import/not-evaluated', 'import/value-not-known', 'import/condition-not-known', 'import/gave-up'].includes(code),
        ),
        [],
      )
      // written down and rendered once more, nothing of what the wiki enforces changes
      const third = readBack(rendered(again, 'wiki')).charter
      for (const [group, block] of again.groups.get('wiki') ?? []) {
        if (block.abolished !== undefined) continue
        assert.deepEqual(effective(third, 'wiki', group), effective(again, 'wiki', group), group)
        assert.deepEqual(third.groups.get('wiki')?.get(group)?.promote, block.promote, group)
        for (const id of block.promote?.when ?? []) assert.deepEqual(third.conditions.get(id)?.test, again.conditions.get(id)?.test, id)
        const known = [...(again.groups.get('wiki')?.keys() ?? [])]
        assert.deepEqual(expectedChangeable(third, new Set([group]), known), expectedChangeable(again, new Set([group]), known), group)
      }
    })
  }
})
