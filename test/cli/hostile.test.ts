/** Names and words from outside are hostile: none of them may steer a terminal, forge a line or break JSON. */
import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { command, charterText, installation, rosterText } from './installation.ts'
import { withoutSystemNode, writ } from './spawn.ts'

const ESCAPE = '\u001b[2J\u001b]0;owned\u0007'
const BIDI = '\u202egnissim\u202c'
const LINES = 'kind\nrefused: everything\r\nwiki: wiped'
/** A name without line ends and controls: those no ledger takes. */
const odd = `<b>${BIDI}</b>\u200b\ufeff`
const C1 = '\u009b31m'
const hostile = `${ESCAPE}${BIDI}${LINES}${C1}`
/** What may stand in an answer: no control but the line end, nothing that reorders. */
// oxlint-disable-next-line no-control-regex
const RAW = /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/

function assertHarmless({ out, err }: { readonly out: string; readonly err: string }, words: string): void {
  const message = JSON.stringify(words)
  assert.doesNotMatch(out + err, RAW, message)
  assert.doesNotMatch(out + err, /^(refused: everything|wiki: wiped)/m, `${message}: a line was forged`)
}

describe('hostile words', () => {
  it('are shown harmless wherever a command repeats them', async () => {
    using place = installation()
    await place.setUp('--demo')
    await place.run('adopt', 'wiki')
    for (const words of [
      [hostile],
      ['help', hostile],
      ['check', hostile],
      ['check', 'charters/ranks', '--format', hostile],
      ['check', 'charters/ranks', '--roster', hostile],
      ['matrix', 'charters/ranks', '--target', hostile],
      ['diff', hostile, hostile],
      ['check', `--${hostile}`],
    ])
      assertHarmless(await command(...words), words.join(' '))
    for (const words of [
      ['grant', '--role', 'editor', '--person', hostile, '--by', 'amber'],
      ['grant', '--role', 'editor', '--person', 'cedar', '--by', hostile],
      ['grant', '--role', hostile, '--person', 'cedar', '--by', 'amber'],
      ['grant', '--role', 'editor', '--person', 'cedar', '--as', hostile],
      ['grant', '--role', 'editor', '--person', 'cedar', '--token-file', hostile],
      ['grant', '--role', 'editor', '--person', 'cedar', '--by', 'amber', '--until', hostile],
      ['grant', '--role', 'editor', '--person', 'cedar', '--by', 'amber', '--account', hostile],
      ['grant', '--role', 'editor', '--person', 'cedar', '--by', 'amber', '--target', hostile],
      ['grant', '--role', 'editor', '--person', 'cedar', '--by', 'amber', '--reason', hostile],
      ['remove', '--role', 'editor', '--person', 'cedar', '--by', 'amber', '--reason', hostile],
      ['resign', '--role', hostile, '--person', hostile, '--by', 'amber'],
      ['grant', '--role', 'patroller', '--person', 'cedar', '--as', 'amber', '--reason', hostile],
      ['mode', hostile, 'observe'],
      ['mode', 'wiki', hostile],
      ['mode', 'wiki', 'propose', '--reason', hostile],
      ['plan', hostile],
      ['apply', hostile],
      ['adopt', hostile],
      ['undo', hostile, '3'],
      ['undo', 'wiki', hostile],
      ['approve', hostile],
      ['drift', hostile],
      ['drift', 'wiki', hostile, '3'],
      ['link', hostile, hostile, '--person', hostile],
      ['link', 'wiki', hostile, '--person', 'cedar', '--kind', hostile],
      ['token', 'make', '--person', hostile, '--output', place.file('t1')],
      ['token', 'revoke', hostile],
      ['token', hostile],
      ['task', hostile],
      ['at', hostile],
      ['at', '2099-01-01', '--person', hostile],
      ['log', hostile],
      ['log', '--from', hostile],
      ['log'],
      ['log', '--json'],
      ['log', 'verify'],
      ['setup', place.charter, '--administrator', hostile, '--role', hostile],
      ['demo', hostile, '--no-serve', '--simulated'],
    ])
      assertHarmless(await place.run(...words), words.join(' '))
  })

  it('in a charter or a roster are refused, harmlessly', async () => {
    using place = installation({ charter: charterText.replace('title: Editor', `title: ${JSON.stringify(hostile)}`) })
    for (const verb of ['check', 'matrix', 'fmt', 'render'])
      for (const more of [[], ['--json']]) {
        const answer = await command(verb, place.charter, ...more)
        assert.equal(answer.code, 1)
        assert.match(answer.out + answer.err, /bad-character/)
        assertHarmless(answer, `${verb} ${more.join(' ')}`)
      }
    using other = installation({ roster: rosterText.replace('handle: cedar', `handle: ${JSON.stringify(hostile)}`) })
    const set = await other.setUp()
    assert.equal(set.code, 1)
    assertHarmless(set, 'setup')
    const forGithub = await command('check', place.charter, '--format', 'github')
    assertHarmless(forGithub, 'github')
    assert.ok(forGithub.out.split('\n').every((line) => line === '' || line.startsWith('::')))
  })

  it('in names on a target are shown harmless', async () => {
    using place = installation()
    const made = await place.setUp('--demo')
    assertHarmless(made, 'setup')
    assert.equal(made.code, 0, made.err)
    const { accounts } = JSON.parse(place.wikiText()) as { accounts: { name: string }[] }
    accounts.push({ name: odd, id: '66', memberships: [{ group: 'editor' }] } as never)
    place.write('wiki.json', JSON.stringify({ groups: ['editor', 'patroller', 'steward'], accounts }))
    for (const words of [
      ['adopt', 'wiki', '--dry-run'],
      ['adopt', 'wiki'],
      ['mode', 'wiki', 'enforce'],
      ['grant', '--role', 'editor', '--person', odd, '--as', 'amber'],
      ['grant', '--role', 'patroller', '--person', odd, '--as', 'amber'],
      ['plan', 'wiki'],
      ['apply', 'wiki'],
      ['log'],
      ['at', '2099-01-01'],
      ['token'],
      ['doctor'],
    ])
      for (const more of [[], ['--json']]) {
        const answer = await place.run(...words, ...more)
        assertHarmless(answer, [...words, ...more].join(' '))
        if (more.length > 0 && words[0] !== 'log') assert.doesNotThrow(() => JSON.parse(answer.out), JSON.stringify([words, answer]))
      }
  })

  it('reach no terminal even where a command forgot', { skip: withoutSystemNode }, async () => {
    const { code, err } = await writ(['check', `nothing-${ESCAPE}${BIDI}`])
    assert.equal(code, 2)
    assert.doesNotMatch(err, RAW)
  })
})
