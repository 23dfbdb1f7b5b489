import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { coreGroups } from './core-groups.ts'
import { coreRight, coreRightNames, coreRightsOf, FORMER_RIGHTS, isCoreRight, spanOf } from './core-rights.ts'
import { findExtension, providerOf } from './extensions.ts'
import { furtherProviderOf } from './further-rights.ts'
import { findVersion, VERSIONS } from './versions.ts'

describe('what MediaWiki brings by itself', () => {
  it('is told of every right that a stock group has', () => {
    for (const version of VERSIONS) {
      const known = new Set(coreRightNames(version))
      for (const [group, rights] of coreGroups(version))
        for (const right of rights) assert.ok(known.has(right), `${version} ${group} ${right}`)
      for (const right of known)
        assert.ok(
          coreRight(right)?.needs.every((other) => known.has(other)),
          `${version} ${right}`,
        )
    }
  })

  it('is as many rights as PermissionManager lists', () => {
    assert.deepEqual(
      VERSIONS.map((version) => coreRightNames(version).length),
      [80, 81, 81],
    )
  })

  it('changes between the long-term versions, and after them', () => {
    const news = (from: number, to: number) => coreRightsOf(to).filter((right) => !isCoreRight(right, from))
    assert.deepEqual(news(39, 40), ['renameuser'])
    assert.deepEqual(news(43, 46), ['createwithcontentmodel', 'ignore-restricted-groups', 'interwiki', 'renameuser-global'])
    const gone = coreRightsOf(39).filter((right) => !isCoreRight(right, 43))
    assert.deepEqual(gone, ['purge', 'writeapi'])
    for (const right of gone) assert.match(spanOf(right).instead ?? '', /taken away/)
    for (const right of FORMER_RIGHTS.keys()) assert.equal(isCoreRight(right, 46), false, right)
  })

  it('is looked up by the version a wiki names, or by the newest known one before it', () => {
    assert.deepEqual(findVersion('MediaWiki 1.39.17'), { known: '1.39', exact: true })
    assert.deepEqual(findVersion('1.43'), { known: '1.43', exact: true })
    assert.deepEqual(findVersion('MediaWiki 1.46.0-wmf.12'), { known: '1.43', exact: false })
    assert.deepEqual(findVersion('1.41.2'), { known: '1.39', exact: false })
    assert.deepEqual(findVersion('1.19'), { known: '1.35', exact: false })
    for (const text of ['', 'MediaWiki', '2.0', '1.x', '21.39']) assert.equal(findVersion(text), undefined, text)
  })

  it('finds an extension under its folder and under its shown name', () => {
    for (const name of ['AbuseFilter', 'Abuse Filter', 'abusefilter']) assert.equal(findExtension('1.39', name)?.name, 'AbuseFilter')
    assert.equal(findExtension('1.39', 'Confirm User Accounts')?.name, 'ConfirmAccount')
    assert.equal(findExtension('1.43', 'Nothing of the kind'), undefined)
  })

  it('knows which extension a right comes from', () => {
    assert.equal(furtherProviderOf('centralauth-lock'), 'CentralAuth')
    for (const right of ['nuke', 'edit', 'nothing-of-the-kind']) assert.equal(furtherProviderOf(right), undefined, right)
    assert.deepEqual(providerOf('nuke'), { extension: 'Nuke', text: 'Delete everything that somebody started', accounts: false })
    assert.equal(providerOf('usermerge')?.accounts, true)
    assert.equal(providerOf('edit'), undefined)
  })
})
