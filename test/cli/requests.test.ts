/** `writ request` and `writ approve|refuse` of requests, as somebody at a keyboard meets them: words, exit codes, what is written and what not. */
import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { charterText, installation, rosterText, type Installation } from './installation.ts'

const charter = charterText
  .replace(
    'gives: { wiki: editor } }',
    `gives: { wiki: editor }, request: { for: any, asks: { why: Why you? }, states: careful, stages: [{ text: A steward decides, by: steward, states: known }] } }`,
  )
  .replace('rights:\n', 'statements:\n  careful: { text: I will be careful. }\n  known: { text: I know the person. }\nrights:\n')
const roster = `${rosterText}  - { handle: dill, accounts: [{ target: wiki, name: Dill, kind: personal }], roles: [] }\n`

async function place(): Promise<Installation> {
  const made = installation({ charter, roster })
  assert.equal((await made.setUp('--demo')).code, 0)
  return made
}

const ask = ['request', '--role', 'editor', '--because', 'Fix typos', '--answer', 'why=I am fast'] as const
const size = async (at: Installation) => (await at.json('log', 'verify')).value.size as number

describe('writ request', () => {
  it('says all that is missing, exits 1 and writes nothing', async () => {
    using at = await place()
    const before = await size(at)
    const { code, out } = await at.run('request', '--role', 'editor', '--as', 'cedar')
    assert.equal(code, 1)
    for (const told of [
      /^refused: editor, cedar/,
      /no use case is given/,
      /`why` is not answered: Why you\?/,
      /takes the statement `careful`/,
    ])
      assert.match(out, told)
    assert.equal(await size(at), before)
  })

  it('checks without sending: what the public would read, and nothing is written', async () => {
    using at = await place()
    const before = await size(at)
    const { code, out } = await at.run(...ask, '--states', 'careful', '--as', 'cedar', '--check')
    assert.deepEqual([code, await size(at)], [0, before])
    assert.match(out, /^can be sent: editor, cedar/)
    assert.match(out, /the public log would say: cedar is Editor.*: Fix typos/)
  })

  it('is sent, shown with who can decide, decided with the statement, and takes effect', async () => {
    using at = await place()
    const { value } = await at.json(...ask, '--states', 'careful', '--as', 'cedar')
    const id = String(value.requests[0].request)
    const shown = await at.json('request', 'show', id)
    assert.deepEqual([shown.value.approvers, shown.value.answers, shown.value.outcome], [['amber', 'birch'], { why: 'I am fast' }, null])
    const without = await at.run('approve', id, '--as', 'birch')
    assert.equal(without.code, 1)
    assert.match(without.out, /takes the statement `known` \(“I know the person\.”\)/)
    assert.equal((await at.run('approve', id, '--states', 'known', '--as', 'cedar')).code, 1)
    const done = await at.run('approve', id, '--states', 'known', '--as', 'birch')
    assert.equal(done.code, 0)
    assert.match(done.out, /which takes effect/)
    assert.equal((await at.json('request', 'show', id)).value.outcome, 'granted')
  })

  it('of the operator is nobody’s approval, and the statement waits for the person', async () => {
    using at = await place()
    const { value } = await at.json(...ask, '--states', 'careful', '--by', 'cedar')
    const id = String(value.requests[0].request)
    assert.deepEqual((await at.json('request', 'show', id)).value.unstated, ['careful'])
    const operator = await at.run('approve', id, '--states', 'known', '--by', 'amber')
    assert.equal(operator.code, 1)
    assert.equal((await at.run('request', 'state', id, '--statement', 'careful', '--by', 'cedar')).code, 1)
    assert.equal((await at.run('request', 'state', id, '--statement', 'careful', '--as', 'cedar')).code, 0)
    assert.equal((await at.run('approve', id, '--states', 'known', '--as', 'amber')).code, 0)
  })

  it('for many persons is one report and one decision', async () => {
    using at = await place()
    const file = at.write('people.txt', '# the course of May\ncedar\ndill\nnobody-here\n')
    const { code, out } = await at.run(...ask, '--persons-file', file, '--as', 'amber')
    assert.equal(code, 1, 'one of them could not be asked for')
    assert.match(out, /asked for \(entry \d+\): editor, cedar/)
    assert.match(out, /refused: editor, nobody-here/)
    const { value } = await at.json('request', 'list')
    const ids = value.requests.map((one: { readonly request: number }) => String(one.request))
    for (const [index, who] of ['cedar', 'dill'].entries())
      assert.equal((await at.run('request', 'state', ids[index] ?? '', '--statement', 'careful', '--as', who)).code, 0)
    const decided = await at.run('approve', ids[0] ?? '', '--all', '--states', 'known', '--as', 'birch')
    assert.equal(decided.code, 0)
    assert.match(decided.out, /2 of 2 approved/)
  })

  it('is refused only with a reason, and a wrong call is a wrong call', async () => {
    using at = await place()
    const { value } = await at.json(...ask, '--states', 'careful', '--as', 'cedar')
    const id = String(value.requests[0].request)
    assert.match((await at.run('refuse', id, '--as', 'birch')).out, /a refusal says why/)
    assert.equal((await at.run('refuse', id, '--reason', 'Not now', '--as', 'birch')).code, 0)
    for (const words of [
      ['request'],
      ['request', 'frobnicate', '7'],
      ['request', 'show'],
      [...ask, '--person', 'cedar', '--persons-file', 'x'],
    ])
      assert.equal((await at.run(...words, '--as', 'cedar')).code, 2, words.join(' '))
    assert.equal((await at.run('request', 'show', '0')).code, 1)
  })

  it('finds the least role for what somebody hopes to do', async () => {
    using at = await place()
    const { code, out } = await at.run('request', '--find', 'deleting pages')
    assert.equal(code, 0)
    assert.match(out, /^wiki\.delete: Delete pages\n {2}--role editor \(Editor\): gives nothing beyond that\n$/)
    assert.equal((await at.run('request', '--find', 'fly')).code, 1)
  })
})
