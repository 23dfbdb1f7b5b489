import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import { counts } from '../../test/counts.ts'
import { arbitraryLedger, entryOf, entryTypes, subjects } from '../../test/support/arbitrary-entries.ts'
import { charterOf, shippedCharter } from '../../test/support/charter.ts'
import { exampleDraft } from '../../test/support/example-drafts.ts'
import { momentOf } from '../../test/support/outside.ts'
import type { Charter } from '../charter/model.ts'
import { draft, type Draft, type Entry } from './entry.ts'
import { publicFieldsOf, publicView, type PublicEntry } from './public-view.ts'
import { isCommitted, shapeOf } from './shape.ts'

const at = momentOf('2026-05-03T10:00:00Z')
const [anna, ben] = subjects as [string, string]

const open = charterOf(`
writ: 1
title: A wiki that keeps nothing back
targets: { wiki: { connector: simulated } }
rights: { wiki: { delete: { text: Delete pages } } }
groups: { wiki: { sysop: { rights: delete } }, writ: { admins: { rights: apply } } }
roles:
  constable: { title: Constable, purpose: Keeps order, gives: { wiki: sysop } }
  admin: { title: Admin, purpose: Runs Writ, gives: { writ: admins }, may: [{ change: all }] }
amendments: { by: admin }
`)
const staff = shippedCharter('staff-rights')

const made = (role: string, over: object = {}): Draft =>
  draft('grant.made', {
    subject: anna,
    role,
    account: 'wiki:1',
    rights: ['wiki.delete'],
    target: ['wiki'],
    from: '2026-05-03T10:00:00.000Z',
    until: '2027-01-01T00:00:00.000Z',
    use_case: 'patrols new pages',
    clause: 'roles.chief.may[0]',
    decided_by: [`subject:${ben}`],
    door: 'request',
    request: 3,
    scope: 'test pages',
    ...over,
  })

function seen(one: Draft, charter: Charter | undefined, roleOf: (grant: number) => string | undefined = () => undefined): PublicEntry {
  return publicView(entryOf(9, at, one), { charterAt: () => charter, roleOf })
}
const fieldsOf = (view: PublicEntry) => (view.type === 'sealed' ? {} : view.fields)

describe('the public view of a grant', () => {
  it('has, for staff rights, exactly who, which rights, since when and what for', () => {
    for (const role of ['staff-oversight', 'staff-global', 'staff-announcements']) {
      assert.ok(staff.roles.has(role), role)
      assert.deepEqual(fieldsOf(seen(made(role), staff)), {
        subject: anna,
        account: 'wiki:1',
        rights: ['wiki.delete'],
        from: '2026-05-03T10:00:00.000Z',
        use_case: 'patrols new pages',
      })
    }
  })

  it('has all nine fields where the charter keeps nothing back, but no others', () => {
    const { scope: _scope, ...rest } = made('constable').fields as Record<string, unknown>
    assert.deepEqual(fieldsOf(seen(made('constable'), open)), rest)
  })

  it('does not say who where the charter keeps the account back', () => {
    const shy: Charter = { ...open, log: { public: ['role', 'from'] } }
    assert.deepEqual(fieldsOf(seen(made('constable'), shy)), { role: 'constable', from: '2026-05-03T10:00:00.000Z' })
  })

  it('goes by the class of the role before the log', () => {
    const classed = charterOf(`
writ: 1
title: Two classes
targets: { wiki: { connector: simulated } }
classes:
  everyday: { text: Everyday, level: 1 }
  quiet: { text: Quiet, level: 2, public: from }
rights: { wiki: { delete: { text: Delete pages, class: quiet }, edit: { text: Edit } } }
groups: { wiki: { sysop: { rights: delete }, editor: { rights: edit } }, writ: { admins: { rights: apply } } }
roles:
  constable: { title: Constable, purpose: Keeps order, gives: { wiki: [sysop, editor] } }
  editor: { title: Editor, purpose: Edits, gives: { wiki: editor } }
  admin: { title: Admin, purpose: Runs Writ, gives: { writ: admins }, may: [{ change: all }] }
amendments: { by: admin }
log: { public: role }
`)
    assert.deepEqual(publicFieldsOf(classed, 'editor'), ['role'])
    assert.deepEqual(publicFieldsOf(classed, 'constable'), ['from'])
  })

  it('shows of a role that nobody knows any more only what every list allows', () => {
    assert.deepEqual(publicFieldsOf(staff, 'gone'), ['account', 'rights', 'from', 'use_case'])
    const split: Charter = { ...staff, log: { public: ['role', 'from'] } }
    assert.deepEqual(publicFieldsOf(split, undefined), ['from'])
    assert.deepEqual(publicFieldsOf(open, undefined).length, 9)
  })

  it('is made by the charter in force then, and by none if its text is not at hand', () => {
    const asked: number[] = []
    const view = publicView(entryOf(9, at, made('constable')), {
      charterAt: (seq) => {
        asked.push(seq)
        return undefined
      },
      roleOf: () => 'constable',
    })
    assert.deepEqual(asked, [9])
    assert.deepEqual(fieldsOf(view), { door: 'request', request: 3 })
  })

  it('finds the role of an ended grant by its number', () => {
    const ended = draft('grant.ended', {
      subject: anna,
      grant: 4,
      from: '2026-06-01T00:00:00.000Z',
      reason: 'he was rude',
      clause: 'c',
      decided_by: [],
      cause: 'misuse',
    })
    assert.deepEqual(fieldsOf(seen(ended, staff, (grant) => (grant === 4 ? 'staff-oversight' : undefined))), {
      subject: anna,
      grant: 4,
      from: '2026-06-01T00:00:00.000Z',
    })
  })

  it('names the fields that were erased, as far as they were public', () => {
    const whole = entryOf(9, at, made('staff-oversight')) as Entry<'grant.made'>
    const { use_case: _useCase, scope: _scope, ...fields } = whole.fields
    const view = publicView({ ...whole, fields, erased: ['use_case', 'scope'] }, { charterAt: () => staff, roleOf: () => undefined })
    assert.deepEqual(view.type === 'sealed' ? undefined : view.erased, ['use_case'])
  })
})

describe('the public view of anything else', () => {
  it('tells of a sealed entry its number and time', () => {
    const sealed = entryTypes.filter((type) => shapeOf(type)?.sealed === true)
    assert.ok(sealed.length > 20)
    for (const type of sealed) assert.deepEqual(seen(exampleDraft(type), open), { seq: 9, at, type: 'sealed' })
  })

  it('joins no two accounts of a person unless the charter keeps nothing back', () => {
    const linked = exampleDraft('account.linked')
    assert.deepEqual(fieldsOf(seen(linked, staff)), {})
    assert.deepEqual(Object.keys(fieldsOf(seen(linked, open))).toSorted(), ['account', 'operated_by', 'proof', 'subject', 'target'])
  })

  it('never names an account, a group or a person in what a target was made to do', () => {
    for (const type of ['effect.confirmed', 'effect.failed', 'drift.found', 'drift.settled', 'task.raised', 'task.done'] as const)
      for (const name of ['account', 'group', 'by', 'grant', 'target', 'reason', 'steps', 'decided_by', 'until'])
        assert.equal((fieldsOf(seen(exampleDraft(type), open)) as Record<string, unknown>)[name], undefined, `${type} ${name}`)
  })

  it('names the deciders of a revision only where the charter lets deciders be named', () => {
    const adopted = exampleDraft('charter.adopted')
    assert.deepEqual(Object.keys(fieldsOf(seen(adopted, open))).toSorted(), [
      'charter',
      'clause',
      'decided_by',
      'from',
      'proposal',
      'reason',
    ])
    assert.deepEqual(Object.keys(fieldsOf(seen(adopted, staff))).toSorted(), ['charter', 'clause', 'from', 'proposal', 'reason'])
  })

  it('never has an origin, and of free text only the use case and what is said about the charter', () => {
    const reachable = new Set<string>()
    fc.assert(
      fc.property(arbitraryLedger({ maxLength: 40, erasing: true }), fc.boolean(), (entries, strict) => {
        for (const entry of entries) {
          const view = publicView(entry, { charterAt: () => (strict ? staff : open), roleOf: () => 'constable' })
          if (view.type === 'sealed') continue
          assert.equal(view.origin, undefined)
          assert.equal(view.sealed, false)
          for (const [name, value] of Object.entries(view.fields)) {
            assert.equal(value, (entry as Entry).fields[name as never])
            const kind = shapeOf(view.type)?.fields.get(name)?.kind
            const ofLog =
              view.type === 'key.added' && view.fields.purpose === 'checkpoint' && (entry as Entry<'key.added'>).fields.owner === undefined
            const spoken = name === 'use_case' || view.type.startsWith('charter.') || ofLog
            assert.ok(kind !== undefined && (kind !== 'text' || spoken), `${view.type}.${name}`)
            if (isCommitted(kind)) reachable.add(`${view.type}.${name}`)
          }
        }
      }),
      { numRuns: counts({ floor: 80, ci: 300, deep: 4000 }) },
    )
    assert.ok(reachable.has('grant.made.use_case') && reachable.size > 10, 'it looked at views that show something')
  })

  it('knows every type of the catalogue', () => {
    for (const type of entryTypes) assert.equal(seen(exampleDraft(type), open).seq, 9)
  })
})
