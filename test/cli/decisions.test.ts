/** `writ explain`, `who-can` and `what-can`, on a charter alone, with a roster, and on a data folder. */
import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { command, installation } from './installation.ts'

const citizendium = 'charters/citizendium'
const lean = ['charters/lean-wiki', '--roster', 'charters/lean-wiki/roster.yaml'] as const

async function json(...words: readonly string[]): Promise<any> {
  const { code, out, err } = await command(...words, '--json')
  assert.equal(code, 0, err)
  return JSON.parse(out)
}

describe('writ explain', () => {
  it('says why not, which roles would do and who gives them, each with its place', async () => {
    const answer = await json('explain', citizendium, '--roles', 'editor', '--right', 'protect')
    assert.equal(answer.allowed, false)
    assert.equal(answer.because[0].clause, 'rights.wiki.protect')
    assert.match(answer.because[0].place, /^charters\/citizendium\/rights\.yaml:\d+$/)
    assert.ok(answer.missing.roles.some((set: readonly string[]) => set.length === 1 && set[0] === 'constable'))
    const help = answer.whoCanHelp.find((one: { gives: string }) => one.gives === 'constable')
    assert.equal(help.role, 'management-committee')
    assert.match(help.place, /roles\.yaml:\d+$/)
    assert.equal(help.count, null, 'without a roster nobody is known')
    assert.match(answer.revision.charter, /^[0-9a-f]{64}$/)
  })

  it('says the same in a sentence, exit 0 whatever the answer', async () => {
    const { code, out } = await command('explain', citizendium, '--roles', 'editor', '--right', 'wiki.protect')
    assert.equal(code, 0)
    assert.match(
      out,
      /^no, somebody who is Editor may not `protect` on Citizendium: no group held gives `protect`; .* or one of 3 more would do/,
    )
    assert.match(
      out,
      /^ {2}constable: Management Committee can add it, with a further approval \(charters\/citizendium\/roles\.yaml:\d+, /m,
    )
    assert.match(out, /^ {2}ombudsman: ask for the role; Editorial Council decides \(/m)
    const yes = await command('explain', citizendium, '--roles', 'constable', '--right', 'protect')
    assert.match(yes.out, /^yes, somebody who is Constable may `protect` on Citizendium: the group `Constable` gives it\n/)
  })

  it('names holders of a roster who could help', async () => {
    const answer = await json(
      'explain',
      ...lean,
      '--person',
      'flax-author',
      '--right',
      'read',
      '--page',
      'Data',
      '--resource',
      'pageaccess=researcher',
    )
    assert.deepEqual(answer.missing.roles, [['researcher'], ['administrator']])
    const deciders = answer.whoCanHelp.find((one: { gives: string; kind: string }) => one.gives === 'researcher' && one.kind === 'request')
    assert.deepEqual(deciders.holders, ['alder-admin', 'beech-admin', 'elm-admin'])
    assert.equal(deciders.contact, 'mailto:access@wiki.example')
  })

  it('answers by the namespace of a page', async () => {
    const read = async (page: string) => (await json('explain', ...lean, '--anonymous', '--right', 'read', '--page', page)).allowed
    assert.deepEqual(
      await Promise.all(['DecodingWork:Plan', 'Plan', 'Plan: a title', 'Projekt:Plan', 'projekt_talk:Plan', 'Template:Box'].map(read)),
      [true, true, true, false, false, false],
    )
  })

  it('names the candidates where several targets have the right', async () => {
    const { code, err } = await command('explain', 'charters/growthbook', '--anonymous', '--right', 'ReadData')
    assert.equal(code, 2)
    assert.match(err, /several targets have a right `ReadData`: take `growthbook-next\.ReadData` or `growthbook\.ReadData`/)
  })

  it('tells what is wrong with a call, exit 2', async () => {
    const calls: readonly (readonly [RegExp, ...string[]])[] = [
      [/--right is missing/, 'explain', citizendium, '--anonymous'],
      [/say who asks: one of --person, --roles and --anonymous/, 'explain', citizendium, '--right', 'protect'],
      [/say who asks/, 'explain', citizendium, '--right', 'protect', '--anonymous', '--roles', 'editor'],
      [/name a --roster, or --data/, 'explain', citizendium, '--right', 'protect', '--person', 'amber-miller'],
      [/did you mean `constable`\?/, 'explain', citizendium, '--right', 'protect', '--roles', 'constabel'],
      [/did you mean `protect`\?/, 'explain', citizendium, '--right', 'protct', '--anonymous'],
      [/did you mean `alder-admin`\?/, 'explain', ...lean, '--right', 'read', '--person', 'alder-admn'],
      [/did you mean `wiki`\?/, 'explain', citizendium, '--right', 'protect', '--anonymous', '--target', 'wik'],
      [/must be NAME=VALUE/, 'explain', citizendium, '--right', 'protect', '--anonymous', '--resource', 'owner'],
      [/name a CHARTER or `--data`, not both/, 'explain', citizendium, '--right', 'protect', '--anonymous', '--data', 'x'],
      [/`--roster` stands beside a CHARTER/, 'explain', '--right', 'protect', '--anonymous', '--roster', 'x'],
    ]
    for (const [expected, ...words] of calls) {
      const { code, err } = await command(...words)
      assert.equal(code, 2, words.join(' '))
      assert.match(err, expected)
    }
  })
})

describe('writ who-can and what-can', () => {
  it('tell roles from a charter, and people from a roster, by pages', async () => {
    const alone = await json('who-can', citizendium, '--right', 'checkuser')
    assert.ok(alone.roles.includes('constable') && !alone.roles.includes('editor'))
    assert.equal(alone.people, null)
    const roster = ['--roster', `${citizendium}/roster.yaml`]
    const all = await json('who-can', citizendium, '--right', 'checkuser', ...roster)
    const handles: string[] = []
    for (let after: string | null = ''; after !== null;) {
      const page: any = await json(
        'who-can',
        citizendium,
        '--right',
        'checkuser',
        ...roster,
        '--limit',
        '3',
        ...(after === '' ? [] : ['--after', after]),
      )
      assert.equal(page.people.count, all.people.count)
      handles.push(...page.people.handles)
      after = page.people.next
    }
    assert.deepEqual(handles, all.people.handles)
    assert.equal(handles.length, all.people.count)
    assert.ok(handles.length > 3)
  })

  it('say so where an account is enough, or none is needed', async () => {
    const edit = await json('who-can', citizendium, '--right', 'edit')
    assert.deepEqual([edit.visitors, edit.registered, edit.roles], [false, true, []])
    assert.match((await command('who-can', citizendium, '--right', 'read')).out, /^anybody may `read` on wiki, also without logging in\n/)
  })

  it('list what somebody may, which differs with the page', async () => {
    const rights = async (...words: string[]) => (await json('what-can', 'charters/lean-wiki', ...words)).rights as string[]
    assert.ok((await rights('--anonymous', '--page', 'Plan')).includes('read'))
    assert.ok(!(await rights('--anonymous', '--page', 'Help:Plan')).includes('read'))
    assert.ok((await rights('--roles', 'researcher', '--page', 'Plan')).includes('read-restricted'))
  })
})

describe('on a data folder', () => {
  it('answer from the ledger, with its size as the revision', async () => {
    using place = installation()
    await place.setUp()
    const ask = async (person: string) => (await place.json('explain', '--right', 'delete', '--person', person)).value
    const before = await ask('cedar')
    assert.equal(before.allowed, false)
    assert.deepEqual(before.missing.roles, [['editor']])
    assert.deepEqual(before.whoCanHelp[0].holders, ['amber', 'birch'])
    await place.run('grant', '--role', 'editor', '--person', 'cedar', '--by', 'amber')
    const after = await ask('cedar')
    assert.equal(after.allowed, true)
    assert.ok(after.revision.ledger > before.revision.ledger)
    const { value } = await place.json('who-can', '--right', 'delete')
    assert.deepEqual(value.people.handles, ['cedar'])
    assert.deepEqual((await place.json('what-can', '--person', 'amber', '--target', 'writ')).value.rights, [
      'apply',
      'override-guard',
      'make-token',
      'link-accounts',
    ])
  })

  it('say that there is none where there is none', async () => {
    using place = installation()
    const { code, err } = await place.run('explain', '--right', 'delete', '--anonymous')
    assert.equal(code, 2)
    assert.match(err, /holds no ledger/)
  })
})
