/** What is not public is on no page, in no twin, feed or spreadsheet: every field of every kind of entry carries a mark that is looked for everywhere. */
import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { catalogue, type EntryType } from '../../src/ledger/catalogue/catalogue.ts'
import { draft, type Draft } from '../../src/ledger/entry.ts'
import type { Field } from '../../src/ledger/field.ts'
import { charterDocument } from '../../src/workflow/charter-document.ts'
import { nodeHashing } from '../support/outside.ts'
import { openSite, type Site } from '../support/site.ts'

const WITH_PUBLIC_GRANT = 's-aaaaaaaaaaaaaaaa'
const WITHOUT_ANY = 's-bbbbbbbbbbbbbbbb'
const GRANT_OF_PUBLIC = 'grant.made'

/** Fields that may be seen under each charter, written down here once more and by hand. */
const ABOUT_NOBODY = [
  'target.mode.target',
  'target.mode.mode',
  'target.adopted.target',
  'target.adopted.groups',
  'target.observed.target',
  'plan.made.target',
  'review.opened.role',
  'review.opened.until',
  'review.opened.clause',
  'disclosure.made.clause',
  'mark.set.mark',
  // what is said about a proposed charter is said in public
  'charter.proposed.reason',
  'charter.commented.text',
  'charter.decided.reason',
]
const NINE = ['account', 'role', 'rights', 'target', 'from', 'until', 'use_case', 'clause', 'decided_by']
const GRANTS = (Object.keys(catalogue) as EntryType[]).filter((type) => type.startsWith('grant.') && !catalogue[type].sealed)
const MAY_SHOW: Readonly<Record<string, ReadonlySet<string>>> = {
  'staff-rights': new Set([
    ...ABOUT_NOBODY,
    ...GRANTS.flatMap((type) => ['account', 'rights', 'from', 'use_case'].map((name) => `${type}.${name}`)),
  ]),
  citizendium: new Set([
    ...ABOUT_NOBODY,
    ...['disclosure.made', 'mark.set', 'restore.done', 'plan.approved-once'].map((type) => `${type}.decided_by`),
    ...GRANTS.flatMap((type) => NINE.map((name) => `${type}.${name}`)),
    // The key of an account is public; only the name of one whose person is public stands on the pages.
    'account.linked.account',
    'account.linked.target',
    'account.unlinked.account',
    'account.renamed.account',
  ]),
}
/** They change whose charter or whose name it is: tried apart. */
const LEFT_OUT: readonly string[] = ['genesis', 'charter.adopted', 'person.renamed', 'data.erased']

interface Marked {
  readonly drafts: readonly Draft[]
  /** Mark -> type and field it stands in. */
  readonly marks: ReadonlyMap<string, string>
}

/** A draft of every type with a mark in each field that can hold one. */
function markEverything(first: number, role: string): Marked {
  const marks = new Map<string, string>()
  const drafts: Draft[] = []
  for (const type of Object.keys(catalogue) as EntryType[]) {
    if (LEFT_OUT.includes(type)) continue
    const fields: Record<string, unknown> = {}
    for (const [name, field] of Object.entries(catalogue[type].fields) as [string, Field][]) {
      const mark =
        field.kind === 'moment' ? `${2100 + (marks.size % 800)}-0${1 + Math.floor(marks.size / 800)}-17` : `canary-${type}-${name}`
      fields[name] = valueOf(type, name, field, mark, first, role)
      if (['text', 'name', 'names', 'map', 'moment'].includes(field.kind) && JSON.stringify(fields[name]).includes(mark))
        marks.set(mark, `${type}.${name}`)
    }
    drafts.push({ type, fields } as Draft)
  }
  return { drafts, marks }
}

function valueOf(type: EntryType, name: string, field: Field, mark: string, first: number, role: string): unknown {
  if (type === GRANT_OF_PUBLIC && name === 'subject') return WITH_PUBLIC_GRANT
  if (name === 'role') return role
  if (name === 'mode') return 'observe'
  if (name === 'target') return field.kind === 'names' ? ['wiki'] : 'wiki'
  switch (field.kind) {
    case 'subject':
      return WITHOUT_ANY
    case 'seq':
      // Of the grant that is made first, so that what is said of it would be found on its page.
      return first
    case 'count':
      return 3
    case 'hash':
      return 'c'.repeat(64)
    case 'word':
      return field.words?.[0]
    case 'yes-no':
      return true
    case 'names':
      return [mark]
    case 'moment':
      return `${mark}T03:04:05.678Z`
    case 'map':
      return { [mark]: mark }
    default:
      return mark
  }
}

async function marked(
  charter: 'citizendium' | 'staff-rights',
  role: string,
): Promise<{ readonly site: Site; readonly marks: ReadonlyMap<string, string> }> {
  const site = await openSite({
    charter,
    ...(charter === 'staff-rights' ? { administrator: { handle: 'heron', role: 'trust-and-safety' } } : {}),
  })
  const first = await site.record(
    draft('person.registered', { subject: WITH_PUBLIC_GRANT, handle: 'openly-known' }),
    draft('person.registered', { subject: WITHOUT_ANY, handle: 'canary-handle' }),
    draft('account.linked', {
      subject: WITH_PUBLIC_GRANT,
      account: 'wiki:4710',
      name: 'openly-known-account',
      target: 'wiki',
      kind: 'personal',
      proof: 'operator',
    }),
    draft('account.linked', {
      subject: WITHOUT_ANY,
      account: 'wiki:4711',
      name: 'canary-account-name',
      target: 'wiki',
      kind: 'canary-kind',
      proof: 'operator',
    }),
  )
  const { drafts, marks } = markEverything(first + 4, role)
  const made = drafts.filter(({ type }) => type === GRANT_OF_PUBLIC)
  await site.record(...made, ...drafts.filter(({ type }) => type !== GRANT_OF_PUBLIC))
  return {
    site,
    marks: new Map([
      ...marks,
      ['canary-handle', 'handle'],
      ['canary-account-name', 'account name'],
      ['canary-kind', 'kind of account'],
      [WITHOUT_ANY, 'opaque id'],
    ]),
  }
}

/** Everything the server says to anybody. */
async function everythingSaid(site: Site, role: string): Promise<ReadonlyMap<string, string>> {
  const said = new Map<string, string>()
  const paths = [
    '/',
    '/matrix',
    '/people',
    '/people?q=canary',
    '/people/openly-known',
    '/people/canary-handle',
    '/people/canary-handl',
    '/roles',
    `/roles/${role}`,
    '/charter',
    '/safety',
    '/safety/designs',
    '/log?person=canary-handle',
    '/log?person=openly-known',
    `/log?role=${role}`,
    '/nowhere',
  ]
  for (const type of Object.keys(catalogue)) paths.push(`/log?type=${type}`)
  for (let from = site.journal.size - 1; from > 0; from -= 50) paths.push(`/log?from=${from}`)
  for (let entry = 0; entry < site.journal.size; entry += 1) paths.push(`/log/${entry}`)
  for (const path of paths) {
    for (const one of [path, path === '/' ? '/index.json' : path.replace(/(\?|$)/, '.json$1')]) {
      const response = await site.get(one)
      said.set(one, `${await response.text()} ${[...response.headers].flat().join(' ')}`)
    }
  }
  for (const path of ['/log.atom', '/log.csv']) said.set(path, await site.text(path))
  return said
}

/** What the address itself asked for may come back. */
const echoed = (path: string, text: string) => {
  const asked = [...decodeURIComponent(path).matchAll(/canary[a-z0-9.-]*?(?=\.json|$|&|\?)/g)].map(([word]) => word)
  return asked.reduce((rest, word) => rest.replaceAll(word, ''), text)
}

for (const [charter, role] of [
  ['staff-rights', 'staff-administrator'],
  ['citizendium', 'constable'],
] as const) {
  describe(`the public side of ${charter}`, async () => {
    const { site, marks } = await marked(charter, role)
    const said = await everythingSaid(site, role)
    const allowed = MAY_SHOW[charter] ?? new Set()
    const where = (mark: string) => [...said].filter(([path, text]) => echoed(path, text).includes(mark)).map(([path]) => path)

    it('shows none of the marks that are not public, anywhere', () => {
      const hidden = [...marks].filter(([, place]) => !allowed.has(place))
      assert.ok(hidden.length > 80, `only ${hidden.length} marks are hidden`)
      for (const [mark, place] of hidden) assert.deepEqual(where(mark), [], `${place} is shown`)
    })

    it('shows what is public: the test finds marks where they are', () => {
      const shown = [...marks].filter(([, place]) => allowed.has(place))
      const found = shown.filter(([mark]) => where(mark).length > 0).map(([, place]) => place)
      assert.ok(
        found.includes('grant.made.use_case') && found.includes('grant.made.rights') && found.includes('grant.made.from'),
        found.join(' '),
      )
      assert.equal(found.includes('grant.made.until'), charter === 'citizendium')
      assert.equal(found.includes('grant.made.decided_by'), charter === 'citizendium')
      // the use case of the renewal, which came after
      assert.ok(said.get('/people/openly-known')?.includes('canary-grant.renewed-use_case'))
      assert.equal(said.get('/people/openly-known')?.includes('openly-known-account'), charter === 'citizendium')
    })

    it('names no opaque id of a person but where the bytes of an entry are shown, and there of those alone whom it names', () => {
      const named = new Set([...site.journal.state.people()].map(({ subject }) => subject).filter((subject) => subject !== WITHOUT_ANY))
      for (const [path, text] of said)
        for (const [id] of text.matchAll(/\bs-[0-9a-z]{16}\b/g)) assert.ok(/^\/log\/\d+/.test(path) && named.has(id), path)
    })

    it('answers for a person of whom nothing is public as for one it never heard of', async () => {
      const answer = async (path: string, name: string) => {
        const response = await site.get(path)
        return `${response.status} ${(await response.text()).replaceAll(name, 'NAME')}`
      }
      assert.equal(await answer('/people/canary-handle', 'canary-handle'), await answer('/people/canary-qqqqqq', 'canary-qqqqqq'))
      assert.equal(await answer('/people/canary-handle.json', 'canary-handle'), await answer('/people/canary-qqqqqq.json', 'canary-qqqqqq'))
      assert.equal(await answer('/log?person=canary-handle', 'canary-handle'), await answer('/log?person=canary-qqqqqq', 'canary-qqqqqq'))
      assert.equal(await answer('/people?q=canary-handle', 'canary-handle'), await answer('/people?q=canary-qqqqqq', 'canary-qqqqqq'))
    })

    it('failed nowhere on the way', () => {
      assert.deepEqual(site.warnings, [])
    })
  })
}

describe('staff rights', () => {
  it('say of a grant the username, the rights, the date and the use case, and nothing more', async () => {
    const site = await openSite({ charter: 'staff-rights', administrator: { handle: 'heron', role: 'trust-and-safety' } })
    await site.record(
      draft('person.registered', { subject: WITH_PUBLIC_GRANT, handle: 'wren' }),
      draft('account.linked', {
        subject: WITH_PUBLIC_GRANT,
        account: 'wikis:7',
        name: 'Wren (WMF)',
        target: 'wikis',
        kind: 'staff',
        proof: 'attested',
      }),
      draft('account.linked', {
        subject: WITH_PUBLIC_GRANT,
        account: 'wikis:8',
        name: 'Wren at home',
        target: 'wikis',
        kind: 'personal',
        proof: 'attested',
      }),
      draft('grant.made', {
        subject: WITH_PUBLIC_GRANT,
        role: 'staff-administrator',
        account: 'wikis:7',
        rights: ['wikis.delete', 'wikis.block'],
        from: '2026-05-03T10:00:00.000Z',
        until: '2026-11-03T10:00:00.000Z',
        use_case: 'Cleans up after imports',
        clause: 'roles.staff-administrator.request',
        decided_by: [`subject:${WITHOUT_ANY}`],
        door: 'request',
      }),
    )
    const view = (await site.json('/people/wren.json')) as { accounts: object[]; grants: object[] }
    const { entry: _entry, found: _found, ...grant } = (view.grants[0] ?? {}) as Record<string, unknown>
    assert.deepEqual(grant, {
      person: 'wren',
      account: 'Wren (WMF)',
      rights: ['wikis.delete', 'wikis.block'],
      // the same in the words of the charter
      rightTexts: ['Delete pages', 'Block accounts and addresses from editing'],
      from: '2026-05-03T10:00:00.000Z',
      useCase: 'Cleans up after imports',
    })
    assert.deepEqual(view.accounts, [{ name: 'Wren (WMF)' }])
    for (const path of [
      '/people',
      '/people/wren',
      '/roles',
      '/roles/staff-administrator',
      '/log',
      '/log.atom',
      '/log.csv',
      '/people?q=administrator',
    ])
      for (const secret of ['Wren at home', '2026-11-03']) assert.ok(!(await site.text(path)).includes(secret), `${path}: ${secret}`)
    for (const path of ['/people/wren', '/log', '/log.atom', '/log.csv', '/people'])
      assert.doesNotMatch(
        (await site.text(path)).replaceAll(/<option[^]*?<\/option>/g, ''),
        /staff-administrator|Administrator \(staff\)/,
        path,
      )
    assert.match(await site.text('/roles/staff-administrator'), /it is not public who holds it/)
    assert.deepEqual(await site.json('/people.json?q=administrator'), { filter: 'administrator', count: 0, page: 1, pages: 1, people: [] })
    assert.deepEqual(((await site.json('/log.json?role=staff-administrator')) as { rows: object[] }).rows, [])
  })
})

describe('a revision that keeps more back, or less', () => {
  const yaml = (log: string) => `
writ: 1
title: A wiki
targets: { wiki: { connector: simulated } }
groups: { wiki: { sysop: {} }, writ: { admins: { rights: apply } } }
roles:
  chief: { title: Chief, purpose: Chairs, gives: { writ: admins }, may: [{ change: clerk }] }
  clerk: { title: Clerk, purpose: Files papers, gives: { wiki: sysop } }
amendments: { by: chief }
${log}
`

  it('holds for the entries made under it, and for no others', async () => {
    const site = await openSite({ charter: { yaml: yaml('') }, administrator: { handle: 'wren', role: 'chief' } })
    const grant = (letter: string) => {
      const subject = `s-${letter.repeat(16)}`
      return site.record(
        draft('person.registered', { subject, handle: `clerk-${letter}` }),
        draft('grant.made', {
          subject,
          role: 'clerk',
          from: '2026-05-03T10:00:00.000Z',
          until: '2027-02-03T04:05:06.000Z',
          use_case: `purpose-${letter}`,
          clause: 'roles.chief.may[0]',
          decided_by: [],
          door: 'power',
        }),
      )
    }
    const adopt = async (log: string) => {
      const document = charterDocument([{ name: 'charter.yaml', text: yaml(log) }])
      const charter = Buffer.from(nodeHashing.sha256(nodeHashing.utf8(document))).toString('hex')
      await site.journal.command(`adopt ${log}`, { channel: 'cli', identity: 'operator:tester' }, () => ({
        drafts: [draft('charter.adopted', { charter, from: '2026-05-03T10:00:00.000Z' })],
        documents: new Map([[charter, document]]),
        answer: null,
      }))
    }
    await grant('a')
    await adopt('log: { public: [account, role, from] }')
    await grant('b')
    await adopt('log: { public: [account, rights, from] }')
    await grant('c')
    const everything = (
      await Promise.all(
        ['/log', '/people/clerk-a', '/people/clerk-b', '/people/clerk-c', '/roles/clerk', '/people', '/log.csv'].map((path) =>
          site.text(path),
        ),
      )
    ).join('\n')
    assert.match(everything, /purpose-a/)
    assert.doesNotMatch(everything, /purpose-[bc]/)
    const until = async (handle: string) =>
      ((await site.json(`/people/${handle}.json`)) as { grants: { until?: string; role?: object }[] }).grants[0]
    assert.equal((await until('clerk-a'))?.until, '2027-02-03T04:05:06.000Z')
    assert.deepEqual([(await until('clerk-b'))?.until, (await until('clerk-b'))?.role], [undefined, { id: 'clerk', title: 'Clerk' }])
    assert.equal((await until('clerk-c'))?.role, undefined)
    const people = (await site.json('/people.json')) as { people: { handle: string; roles: object[] }[] }
    const roles = Object.fromEntries(people.people.map((person) => [person.handle, person.roles.length]))
    assert.deepEqual(roles, { 'clerk-a': 1, 'clerk-b': 1, 'clerk-c': 0, wren: 1 })
    assert.equal(((await site.json('/charter.json')) as { revisions: object[] }).revisions.length, 3)
  })
})

describe('a person under investigation', () => {
  it('cannot be told from the public side: a suspension looks like a question about another’s request', async () => {
    const pages = async (sealed: readonly Draft[]) => {
      const site = await openSite()
      await site.record(...sealed, draft('effect.confirmed', { target: 'wiki', account: 'wiki:4711', group: 'Constable', present: 'no' }))
      const said: Record<string, string> = {}
      for (const path of [
        '/',
        '/people',
        '/people/amber-constable',
        '/people/birch-constable',
        '/roles',
        '/roles/constable',
        '/log',
        '/log.atom',
        '/log.csv',
      ])
        said[path] = (await site.text(path)).replaceAll(/\b[0-9a-f]{32,64}\b/g, 'HASH')
      return said
    }
    const site = await openSite()
    const [amber, birch] = ['amber-constable', 'birch-constable'].map((handle) => site.journal.state.personByHandle(handle)?.subject ?? '')
    assert.ok(amber !== undefined && birch !== undefined && amber !== '' && birch !== '')
    const suspended = (subject: string) =>
      draft('suspension.started', {
        subject,
        cause: 'misuse',
        reason: 'abuse of the tools',
        clause: 'suspension',
        decided_by: [`subject:${birch}`],
      })
    const harmless = draft('request.commented', { request: 3, by: amber, text: 'when?' })
    const plain = await pages([harmless])
    assert.deepEqual(await pages([suspended(amber)]), plain)
    assert.deepEqual(await pages([suspended(birch)]), plain)
  })
})

describe('an erased person', () => {
  it('is called nothing but erased, and so are the traces in what others did', async () => {
    const site = await openSite()
    const [amber] = [site.journal.state.personByHandle('amber-constable')?.subject ?? '']
    await site.record(
      draft('grant.made', {
        subject: amber,
        role: 'editor',
        from: '2026-05-03T10:00:00.000Z',
        use_case: 'knows amber-constable lore',
        clause: 'roles.editor',
        decided_by: [],
        door: 'power',
      }),
      draft('grant.made', {
        subject: site.journal.state.personByHandle('birch-constable')?.subject ?? '',
        role: 'editor',
        from: '2026-05-03T10:00:00.000Z',
        clause: 'roles.editor',
        decided_by: [`subject:${amber}`],
        door: 'power',
      }),
    )
    assert.ok((await site.text('/roles/constable')).includes('amber-constable'))
    const about = (await site.journal.entries(0, site.journal.size)).filter(
      (entry) => entry.type !== 'sealed' && 'subject' in entry.fields && entry.fields.subject === amber,
    )
    assert.ok(about.length >= 3)
    await site.journal.erase(about.map(({ seq }) => ({ seq, fields: ['handle', 'use_case'] })))
    for (const path of [
      '/',
      '/people',
      '/roles/constable',
      '/roles/editor',
      '/log',
      '/log.atom',
      '/log.csv',
      '/people.json',
      '/roles/constable.json',
      '/log.json',
      '/index.json',
    ])
      assert.ok(!(await site.text(path)).includes('amber-constable'), path)
    assert.equal((await site.get('/people/amber-constable')).status, 404)
    assert.match(await site.text('/roles/constable'), /erased/)
  })
})
