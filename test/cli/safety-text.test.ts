/** What `writ safety` says where there are many roles: kinds of roles, not hundreds of alike ones; any of them in full when asked for. */
import assert from 'node:assert/strict'
import { writeFileSync } from 'node:fs'
import { describe, it } from 'node:test'
import { siteinfo } from '../intake/siteinfo-fixtures.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'
import { command } from './installation.ts'

describe('writ safety of a wiki with 80 groups', () => {
  it('tells each kind of role once, and any role with all its steps', async () => {
    using folder = temporaryFolder()
    const files = siteinfo(80).map((answer, at) => {
      writeFileSync(folder.file(`${at}.json`), JSON.stringify(answer))
      return folder.file(`${at}.json`)
    })
    const imported = await command('import', 'mediawiki', ...files.flatMap((file) => ['--siteinfo', file]))
    const charter = folder.file('wiki.yaml')
    writeFileSync(charter, imported.out)
    const { code, out } = await command('safety', charter)
    assert.equal(code, 0)
    assert.ok(out.split('\n').length < 200, `${out.split('\n').length} lines`)
    assert.match(out, /bureaucrat, office-\d+, office-\d+, office-\d+ and \d+ more +takeover +takeover/)
    assert.match(out, /and \d+ more steps: `--role bureaucrat`/)
    const one = await command('safety', charter, '--role', 'office-40')
    assert.match(one.out, /^office-40 /m)
    assert.doesNotMatch(one.out, /more steps|^bureaucrat /m)
    const wrong = await command('safety', charter, '--role', 'office-400')
    assert.equal(wrong.code, 2)
    const { roles } = JSON.parse((await command('safety', charter, '--json')).out)
    assert.ok(roles.length > 150, 'data has a row for each role and layer')
  })
})
