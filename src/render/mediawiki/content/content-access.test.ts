import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { charterOf, shippedCharter } from '../../../../test/support/charter.ts'
import type { Charter } from '../../../charter/model.ts'
import { renderSettings } from '../settings.ts'

interface Parts {
  readonly namespaces?: string
  readonly settings?: string
  readonly conditions?: string
  readonly gates?: string
}

function wiki({
  namespaces = '{ Vault: 3000 }',
  settings = '{}',
  conditions = 'internal: { text: Internal, resource: namespace, in: [Vault] }',
  gates = GATE,
}: Parts): Charter {
  return charterOf(`
writ: 1
title: A wiki
targets: { wiki: { connector: mediawiki, settings: ${settings.replace('{', `{ namespaces: ${namespaces}, `)} } }
conditions:
${conditions.replaceAll(/^/gm, '  ')}
rights: { wiki: { read: { text: Read }, edit: { text: Edit }, sendemail: { text: Mail }, editprotected: { text: Change protected pages } } }
groups:
  wiki:
    "*": { implicit: everyone, rights: [read] }
    user: { implicit: registered, rights: [edit, sendemail] }
    insider: { rights: [editprotected] }
    auditor: { rights: [read] }
    sysop: { rights: [read] }
gates:
${gates.replaceAll(/^/gm, '  ')}
roles: { keeper: { title: Keeper, purpose: Keeps, gives: { wiki: [insider, auditor, sysop] } } }
amendments: { by: none }
`)
}

const GATE = 'vault: { text: The vault is for insiders, target: wiki, rights: read, when: internal, only: insider }'
const PAGES = 'pages: { text: Restricted pages, target: wiki, rights: all, when: lined, only: sysop, or_listed: pageaccess }'
const LINED = 'lined: { text: Has the line, resource: pageaccess, exists: true }'

function rendered(charter: Charter): { readonly text: string; readonly remarks: string } {
  const result = renderSettings(charter, 'wiki', { hash: 'f00d' })
  if (!result.ok) assert.fail(result.error.map((one) => `${one.code}: ${one.message}`).join('\n'))
  return { text: result.value.text, remarks: result.value.remarks.join('\n') }
}

function problems(charter: Charter): readonly string[] {
  const result = renderSettings(charter, 'wiki', { hash: 'f00d' })
  return result.ok ? [] : result.error.map(({ code, message }) => `${code}: ${message}`)
}

const rules = (text: string) => text.match(/^\t\$wgNamespacePermissionLockdown\[.*$/gm)?.map((line) => line.trim()) ?? []
const nonIncludable = (text: string) => /\$wgNonincludableNamespaces \?\? \[\],(?<others>.*)\n\t\[ (?<numbers>.*) \]/.exec(text)?.groups

describe('content access on a wiki', () => {
  it('closes a namespace to all but the groups of its gate, and says what must be loaded for it', () => {
    const { text, remarks } = rendered(wiki({}))
    assert.deepEqual(rules(text), ["$wgNamespacePermissionLockdown[3000]['read'] = [ 'insider' ]; // Vault"])
    assert.equal(nonIncludable(text)?.['numbers'], '3000')
    assert.equal(nonIncludable(text)?.['others'], '', 'namespaces that the charter does not know are open')
    assert.match(remarks, /gate vault \(read\) needs the extension Lockdown; without it the namespaces stay open/)
  })

  it('says what Lockdown leaves open whatever its rules say', () => {
    const spared = /leaves open the scripts, styles and data pages under User:/
    assert.doesNotMatch(rendered(wiki({})).remarks, spared)
    const users = rendered(wiki({ conditions: 'internal: { text: Internal, resource: namespace, in: [Vault, User] }' })).remarks
    assert.match(users, spared)
    assert.match(users, /pages that \$wgWhitelistRead lists are read by everybody/)
    assert.doesNotMatch(rendered(wiki({ gates: GATE.replace('read', 'edit') })).remarks, /wgWhitelistRead/)
  })

  it('closes namespaces that nobody foresaw where the charter opens the others by name', () => {
    const { text } = rendered(shippedCharter('lean-wiki'))
    const [first, ...open] = rules(text)
    assert.equal(first, "$wgNamespacePermissionLockdown['*']['read'] = [ 'user' ]; // every namespace but those below")
    assert.deepEqual(
      open.map((line) => line.replace(/^.*Lockdown\[(\d+)\]\['read'\] = \[ '\*' \]; \/\/ /, '$1 ')),
      ['0 Main', '2 User', '6 File', '14 Category', '3000 DecodingWork', '3002 PublishedWork'],
    )
    assert.match(nonIncludable(text)?.['others'] ?? '', /\$wgExtraNamespaces/)
  })

  it('shuts the ways around a gate by settings of the core alone', () => {
    const { text } = rendered(wiki({}))
    for (const line of ["$wgAPIModules['compare'] = 'ApiDisabled';", '$wgFeed = false;', '$wgUseAutomaticEditSummaries = false;'])
      assert.ok(text.includes(`\n${line}\n`), line)
    assert.match(text, /ApiCheckCanExecute/)
    assert.doesNotMatch(text, /ApiQueryDisabled/, 'closed namespaces are not searched; only closed pages need it')
    assert.match(rendered(wiki({ conditions: LINED, gates: PAGES })).text, /\$wgAPIListModules\['search'\] = 'ApiQueryDisabled';/)
    const before = text.split('$wgExtensionFunctions[] = ')[0] ?? ''
    assert.match(before, /wgNonincludableNamespaces/, 'the core reads it before extension functions run')
    assert.doesNotMatch(before, /wgNamespacePermissionLockdown/, 'an extension that loads later would renumber it')
  })

  it('leaves open what the charter accepts, and says so', () => {
    const { text, remarks } = rendered(wiki({ settings: '{ content: { accepted: [compare, feeds], includable: Vault } }' }))
    assert.doesNotMatch(text, /'compare'|wgFeed|wgNonincludableNamespaces/)
    assert.match(text, /wgUseAutomaticEditSummaries/)
    assert.match(remarks, /left open by choice of the charter: compare/)
    assert.match(remarks, /pages of Vault by transcluding them/)
  })

  it('makes every namespace but the templates non-includable where single pages are closed', () => {
    const { text, remarks } = rendered(wiki({ conditions: LINED, gates: PAGES }))
    assert.deepEqual(
      nonIncludable(text)?.['numbers']?.split(', ').map(Number),
      [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 11, 12, 13, 14, 15, 3000, 3001],
    )
    assert.deepEqual(rules(text), [], 'Lockdown knows no pages')
    assert.match(remarks, /needs the extension BlueSpicePageAccess, which keeps it for read, edit, move, delete; for every other right/)
  })

  it('writes nothing for a charter without gates', () => {
    const { text } = rendered(shippedCharter('ranks'))
    assert.doesNotMatch(text, /Lockdown|Nonincludable|wgFeed|wgAPIModules|ApiCheckCanExecute/)
  })

  it('lets only those through two gates who pass both, and refuses what one list cannot say', () => {
    const second = 'audit: { text: And for auditors, target: wiki, rights: read, when: internal, only: [auditor, insider] }'
    assert.deepEqual(rules(rendered(wiki({ gates: `${GATE}\n${second}` })).text), [
      "$wgNamespacePermissionLockdown[3000]['read'] = [ 'insider' ]; // Vault",
    ])
    const members = 'members: { text: For members, target: wiki, rights: read, when: internal, only: user }'
    assert.deepEqual(rules(rendered(wiki({ gates: `${GATE}\n${members}` })).text), [
      "$wgNamespacePermissionLockdown[3000]['read'] = [ 'insider' ]; // Vault",
    ])
    const other = 'audit: { text: And for auditors, target: wiki, rights: read, when: internal, only: auditor }'
    assert.match(
      problems(wiki({ gates: `${GATE}\n${other}` }))[0] ?? '',
      /gate-not-expressible: gate `audit`: no single group passes it together with `vault`/,
    )
  })

  it('refuses a gate that the wiki cannot keep instead of leaving it open', () => {
    const archived = 'internal: { text: Archived, resource: archived, is: true }'
    assert.match(
      problems(wiki({ conditions: archived }))[0] ?? '',
      /gate-not-expressible: gate `vault`: MediaWiki can keep a gate on the namespace/,
    )
    assert.match(
      problems(wiki({ conditions: LINED, gates: PAGES.replace('only: sysop', 'only: insider') }))[0] ?? '',
      /administrators \(`sysop`\) are never locked out/,
    )
    assert.match(
      problems(wiki({ conditions: LINED, gates: PAGES.replace('rights: all', 'rights: read') }))[0] ?? '',
      /would also close edit, move, delete/,
    )
    const { text, remarks } = rendered(wiki({ conditions: archived, settings: '{ content: { elsewhere: vault } }' }))
    assert.doesNotMatch(text, /Lockdown|Nonincludable/)
    assert.match(remarks, /gate vault is not kept by this file/)
  })

  it('refuses names of namespaces that nobody has', () => {
    const wrong = 'internal: { text: Internal, resource: namespace, in: [Vualt] }'
    assert.match(problems(wiki({ conditions: wrong }))[0] ?? '', /namespace-not-known: the wiki has no namespace `Vualt`/)
    const renamed = 'internal: { text: Internal, resource: namespace, in: [Project] }'
    assert.match(
      problems(wiki({ conditions: renamed, namespaces: '{ Projekt: 4 }' }))[0] ?? '',
      /namespace `Project` is called `Projekt` here/,
    )
    assert.match(problems(wiki({ namespaces: '{ Vault: 3000, Safe: 3000 }' })).join(), /`Safe` and `Vault` have the same number/)
  })

  it('refuses settings of content that it does not understand', () => {
    for (const [settings, said] of [
      ['{ content: { acepted: compare } }', /`acepted` is no setting of content/],
      ['{ content: { accepted: diff } }', /`diff` is no way that a setting closes/],
      ['{ content: { includable: Nowhere } }', /there is no namespace `Nowhere`/],
      ['{ content: { elsewhere: nothing } }', /this target has no gate `nothing`/],
      ['{ content: 3 }', /`content` is not a map/],
    ] as const)
      assert.match(problems(wiki({ settings })).join('\n'), said)
  })

  it('says of rights that look at no page that only the answer of Writ keeps a gate on them', () => {
    const gate = GATE.replace('rights: read', 'rights: [read, sendemail]')
    assert.match(rendered(wiki({ gates: gate })).remarks, /gate vault on sendemail is kept by the answer of Writ alone/)
  })

  it('never renders a right within limits as the wider one', () => {
    const charter = charterOf(`
writ: 1
title: A wiki
targets: { wiki: { connector: mediawiki } }
conditions: { own: { text: One's own page, resource: owner, is_subject: true } }
rights:
  wiki:
    delete: { text: Delete }
    delete-own: { text: Delete own pages, narrows: delete, when: own }
    editprotected: { text: Change protected pages }
groups: { wiki: { user: { implicit: registered, rights: [delete-own, editprotected] } } }
roles: { keeper: { title: Keeper, purpose: Keeps } }
amendments: { by: none }
`)
    const { text, remarks } = rendered(charter)
    assert.doesNotMatch(text, /\['user'\]\['delete'\] = true/)
    assert.match(
      remarks,
      /delete-own is delete within limits that the wiki cannot see \(One's own page\): there it does nothing, only the answer of Writ knows it/,
    )
  })
})
