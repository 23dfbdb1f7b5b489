/**
 * The lean access model on a real MediaWiki: what each user type reads and writes in each namespace equals the charter. Writing is kept by the
 * core alone, reading with a stand-in for Lockdown; and what only looks restricted is found.
 */
import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { expectation } from '../../src/cli/probe/expectation.ts'
import { pageAccessFindings } from '../../src/cli/probe/page-access-findings.ts'
import { readInventory } from '../../src/targets/mediawiki/page-access/inventory.ts'
import { lockdown, lockdownMissing } from '../services/lockdown.ts'
import type { Wiki } from '../services/mediawiki.ts'
import { skipUnless } from '../services/present.ts'
import type { WikiApi } from '../services/wiki-api.ts'
import { ACCOUNTS, lean, leanPhp, password, probe, renderedPhp, startLeanWiki, visitorAs } from './lean-wiki.ts'

const TYPES = ['everyone', 'registered', 'researcher', 'administrator'] as const
/** The interface: changing it takes a right of its own, wherever the charter gives it. */
const MEDIAWIKI = 8
const expected = expectation(lean, 'wiki')
const typeOf = (id: string) => expected.types.find((type) => type.id === id) ?? assert.fail(id)
const NAMESPACES = expected.namespaces.filter(({ number }) => number >= 0)

type Clients = ReadonlyMap<(typeof TYPES)[number], WikiApi>

async function clientsOf(wiki: Wiki): Promise<Clients> {
  const found = new Map<(typeof TYPES)[number], WikiApi>([['everyone', await wiki.client()]])
  for (const [type, user] of Object.entries(ACCOUNTS)) found.set(type as keyof typeof ACCOUNTS, await wiki.client({ user, password }))
  return found
}

/** Pages that an administrator wrote, one in each namespace, read by every user type. */
async function assertReadsAsTheCharterSays(clients: Clients): Promise<void> {
  const differences: string[] = []
  let read = 0
  for (const { number, name } of NAMESPACES)
    for (const type of TYPES) {
      const title = `${number === 0 ? '' : `${name}:`}Written by administrator`
      const answer = await client(clients, type)
        .call({ action: 'query', titles: title, prop: 'revisions', rvprop: 'content', rvslots: 'main' })
        .catch(() => ({}))
      const reads = JSON.stringify(answer).includes(`text of ${title}`)
      if (reads !== expected.may(typeOf(type), 'read', number, [])) differences.push(`${type} ${reads ? 'reads' : 'cannot read'} ${name}`)
      if (reads) read += 1
    }
  assert.deepEqual(differences, [])
  assert.ok(read > 3 * NAMESPACES.length && read < 4 * NAMESPACES.length, 'some may and some may not')
}

const write = (as: WikiApi, title: string) => as.call({ action: 'edit', title, text: `text of ${title}`, summary: 'a test' }, 'csrf')

const client = (clients: Clients, type: (typeof TYPES)[number]) => clients.get(type) ?? assert.fail(type)
const succeeds = async (call: Promise<unknown>) =>
  await call.then(
    () => true,
    () => false,
  )

describe('user types on a wiki with the rendered settings', { skip: skipUnless(['mediawiki', 'php'], 'full') }, () => {
  let wiki: Wiki
  let clients: Clients
  before(async () => {
    wiki = await startLeanWiki({ namespaces: false, pages: false })
    clients = await clientsOf(wiki)
  })
  after(async () => await wiki.stop())

  it('write where the charter says, by the core alone', async () => {
    const differences: string[] = []
    let written = 0
    for (const { number, name } of NAMESPACES)
      for (const type of TYPES) {
        const title = `${number === 0 ? '' : `${name}:`}Written by ${type}`
        const wrote = await succeeds(write(client(clients, type), title))
        const rights = ['edit', number % 2 === 0 ? 'createpage' : 'createtalk', ...(number === MEDIAWIKI ? ['editinterface'] : [])]
        const may = rights.every((right) => expected.may(typeOf(type), right, number, []))
        if (wrote !== may) differences.push(`${type} ${wrote ? 'wrote' : 'could not write'} in ${name}`)
        if (wrote) written += 1
      }
    assert.deepEqual(differences, [])
    assert.ok(written > NAMESPACES.length, `only ${written} pages were written`)
    console.log(`user types: ${NAMESPACES.length} namespaces x ${TYPES.length} types written in, ${written} allowed, 0 differences`)
  })

  it('read where the charter says, and no less', async () => {
    await wiki.writeSettings(leanPhp())
    await assertReadsAsTheCharterSays(clients)
  })

  it('see in the leak check what differs from the charter, without a page to look for', async () => {
    await wiki.writeSettings(
      leanPhp({
        php: `${renderedPhp()}\n$wgExtensionFunctions[] = static function () { $GLOBALS['wgGroupPermissions']['*']['edit'] = $GLOBALS['wgGroupPermissions']['*']['createpage'] = true; $GLOBALS['wgGroupPermissions']['user']['createtalk'] = false; };`,
      }),
    )
    const report = await probe(wiki, ['Nowhere at all'], ['registered', 'administrator'])
    const said = report.findings.map(({ code, message }) => `${code} ${message}`)
    assert.ok(
      said.some((text) => text.startsWith('wider `everyone` may write in `Main`')),
      said.join('\n'),
    )
    assert.ok(
      said.some((text) => text.startsWith('no-canary the page `Nowhere at all`')),
      said.join('\n'),
    )
    assert.deepEqual(report.leaks, [])
  })

  it('are told apart from accounts that only claim to be one', async () => {
    await wiki.writeSettings(leanPhp())
    await wiki
      .api({ action: 'userrights', user: ACCOUNTS.registered, add: 'researcher', expiry: 'infinity', reason: 'a test' }, 'userrights')
      .catch(() => undefined)
    await wiki.php(
      `MediaWiki\\MediaWikiServices::getInstance()->getUserGroupManager()->addUserToGroup( User::newFromName( $args ), 'researcher' );`,
      ACCOUNTS.registered,
    )
    const report = await probe(wiki, ['Nowhere at all'], ['registered'])
    await wiki.php(
      `MediaWiki\\MediaWikiServices::getInstance()->getUserGroupManager()->removeUserFromGroup( User::newFromName( $args ), 'researcher' );`,
      ACCOUNTS.registered,
    )
    assert.ok(
      report.findings.some(
        ({ code, severity, message }) => code === 'account-mismatch' && severity === 'error' && message.includes('also in researcher'),
      ),
      JSON.stringify(report.findings),
    )
  })

  it('restrict pages by lines, of which the traps are found', async () => {
    // as on a wiki whose pages can still be transcluded
    await wiki.writeSettings(leanPhp({ php: renderedPhp().replace(/^\$wgNonincludableNamespaces[\s\S]*?^\) \) \);$/m, '') }))
    const keeper = client(clients, 'administrator')
    const save = async (as: WikiApi, title: string, text: string) =>
      await as.call({ action: 'edit', title, text, summary: 'a test' }, 'csrf')
    await save(keeper, 'Data wide', 'wide <bs:pageaccess groups="sysop,user" />')
    await save(keeper, 'Data narrow', 'narrow <bs:pageaccess groups="sysop,researcher" /> {{:Data wide}}')
    await save(keeper, 'Data twice', '<bs:pageaccess groups="sysop" /> <bs:pageaccess groups="researcher" />')
    await save(keeper, 'Data personal', `<bs:pageaccess groups="sysop,${ACCOUNTS.researcher}" />`)
    await save(keeper, 'Data misspelt', '<bs:pageaccess groups="reseacher" />')
    await save(client(clients, 'registered'), 'Data of others', 'first')
    await save(client(clients, 'registered'), 'Data of others', 'first <bs:pageaccess groups="researcher" />')
    await save(keeper, 'Data of others', 'second <bs:pageaccess groups="researcher" />')
    const inventory = await readInventory(await visitorAs(wiki, 'administrator'))
    assert.ok(inventory.ok)
    assert.ok(inventory.value.keepsLines)
    const page = (title: string) => inventory.value.pages.find((one) => one.title === title) ?? assert.fail(title)
    assert.deepEqual(page('Data narrow').effective.toSorted(), ['researcher', 'sysop', 'user'])
    assert.deepEqual(
      page('Data narrow').brought.map(({ title }) => title),
      ['Data wide'],
    )
    assert.equal(page('Data of others').restricted?.by, ACCOUNTS.registered, 'who brought the line, not who saved last')
    assert.equal(page('Data of others').saved?.by, ACCOUNTS.administrator)
    const findings = pageAccessFindings(lean, 'wiki', inventory.value)
    const codes = (title: string) =>
      findings
        .filter((one) => one.page === title)
        .map(({ code, severity }) => `${severity} ${code}`)
        .toSorted()
    assert.deepEqual(codes('Data narrow'), ['error widened', 'warning includable', 'warning open-line'])
    assert.deepEqual(codes('Data twice'), ['warning includable', 'warning several-lines'])
    assert.deepEqual(codes('Data personal'), ['error person-named', 'warning includable'])
    assert.deepEqual(codes('Data misspelt'), ['error no-such-group', 'warning includable'])
    assert.deepEqual(codes('Data of others'), ['warning includable', 'warning saver-not-named'])
    await wiki.writeSettings(leanPhp({ pages: false }))
    const unkept = await readInventory(await visitorAs(wiki, 'administrator'))
    assert.ok(unkept.ok)
    assert.ok(pageAccessFindings(lean, 'wiki', unkept.value).some(({ code }) => code === 'not-kept'))
  })
})

describe('user types with Lockdown itself', { skip: skipUnless(['mediawiki', 'php'], 'full') || lockdownMissing }, () => {
  let wiki: Wiki
  let clients: Clients
  before(async () => {
    wiki = await startLeanWiki({ namespaces: false, pages: false }, [lockdown])
    clients = await clientsOf(wiki)
  })
  after(async () => await wiki.stop())

  it('read where the charter says, and no less', async () => {
    for (const { number, name } of NAMESPACES)
      await write(client(clients, 'administrator'), `${number === 0 ? '' : `${name}:`}Written by administrator`)
    await assertReadsAsTheCharterSays(clients)
  })

  it('read what Lockdown spares, as the rendered remarks say', async () => {
    const [script, listed, other] = [`User:${ACCOUNTS.administrator}/common.js`, 'Projekt:Listed', 'Projekt:Not listed'] as const
    for (const title of [script, listed, other]) await write(client(clients, 'administrator'), title)
    await wiki.writeSettings(
      `${leanPhp({ namespaces: false, pages: false })}
$wgWhitelistRead = [ '${listed}' ];
$wgExtensionFunctions[] = static function () { $GLOBALS['wgNamespacePermissionLockdown'][NS_USER]['read'] = [ 'user' ]; };`,
    )
    const read = async (title: string) =>
      JSON.stringify(
        await client(clients, 'everyone')
          .call({ action: 'query', titles: title, prop: 'revisions', rvprop: 'content', rvslots: 'main' })
          .catch(() => ({})),
      ).includes(`text of ${title}`)
    assert.deepEqual(await Promise.all([script, listed, other, 'User:Written by administrator'].map(read)), [true, true, false, false])
  })
})
