/** docs/spec/cli.md, the guide and the README say what the code does. */
import assert from 'node:assert/strict'
import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { describe, it } from 'node:test'
import { existsSync } from 'node:fs'
import { parse } from 'yaml'
import { flagsOf } from '../../src/cli/command.ts'
import { commands } from '../../src/cli/commands.ts'
import { shapeSettings } from '../../src/config/settings.ts'
import { SPEC, withReference } from './command-reference.ts'
import { charterText, command, installation } from './installation.ts'

const spec = readFileSync(SPEC, 'utf8')

describe('docs/spec/cli.md', () => {
  it('lists every command and flag as they are (else: node scripts/write-cli-spec.mjs)', async () => {
    assert.equal(spec, await withReference(spec))
    for (const { name } of commands) assert.ok(spec.includes(`\n#### writ ${name}\n`), name)
  })

  it('names every variable of the environment and every key of the settings, and no other', () => {
    const read = [...readFileSync('src/config/environment.ts', 'utf8').matchAll(/env\['(\w+)'\]/g)].map(([, name = '']) => name)
    assert.ok(read.length >= 4)
    const named = new Set([...spec.matchAll(/`(WRIT_\w+)`/g)].map(([, name = '']) => name))
    assert.deepEqual([...named].toSorted(), read.toSorted())
    const settings = shapeSettings(
      {},
      { data: undefined, port: undefined, host: undefined, store: undefined, config: undefined },
      {
        name: 'writ.config.yaml',
        text: 'nokey: 1\ntargets: { wiki: { nokey: 1 } }\nsources: { hr: { nokey: 1 } }\nmail: { nokey: 1 }\nmailbox: { nokey: 1 }\nchat: { nokey: 1 }\nlog: { nokey: 1 }\nlogin: { nokey: 1, providers: { sso: { nokey: 1 } } }\n',
      },
    )
    assert.ok(!settings.ok)
    const keys = settings.error.flatMap((problem) => {
      const allowed = /allowed are (.*)$/.exec(problem)?.[1]?.split(', ') ?? []
      const sections = {
        'targets.wiki': 'targets.ID.',
        'sources.hr:': 'sources.ID.',
        'mail:': 'mail.',
        'mailbox:': 'mailbox.',
        'chat:': 'chat.',
        'log:': 'log.',
        'login.providers': 'login.providers.ID.',
        'login:': 'login.',
      }
      const place = Object.entries(sections).find(([word]) => problem.includes(word))?.[1] ?? ''
      const holders =
        place === '' ? ['targets', 'sources', 'mail', 'mailbox', 'chat', 'log', 'login'] : place === 'login.' ? ['providers'] : []
      return allowed.filter((key) => !holders.includes(key)).map((key) => `${place}${key}`)
    })
    const table = spec.slice(spec.indexOf('## Settings'), spec.indexOf('## The data folder'))
    const written = [...table.matchAll(/^\|[^|]*\|[^|]*\| `([\w.]+)` \|/gm)].map(([, key = '']) => key)
    assert.deepEqual(written.toSorted(), keys.toSorted())
  })

  it('gives the keys that the JSON has', async () => {
    const documented = new Map<string, readonly string[]>()
    for (const [, names = '', shape = ''] of spec.matchAll(
      /^\| ((?:`[a-z -]+`(?:, )?)+) \| (?:as `plan`, and |one entry a line, )?`\{([\w, ]+)\}`(?:, as \[decisions\.md\]\(decisions\.md\) says)? \|$/gm,
    ))
      for (const name of names.replaceAll('`', '').split(', ')) documented.set(name, shape.split(', '))
    documented.set('apply', [...(documented.get('plan') ?? []), ...(documented.get('apply') ?? [])])
    const proposal = ['--role', 'patroller', '--person', 'cedar', '--as', 'amber']

    const rule = 'follow_up: { after: 1 hour, by: steward, terms: manners }'
    const charter = charterText
      .replace('rights:\n', 'statements:\n  manners: { text: I will be kind. }\nrights:\n')
      .replace('purpose: Edits,', `purpose: Edits, ${rule},`)
    using place = installation({ charter })
    const shown = new Map<string, string>()
    const run = async (name: string, ...words: readonly string[]) => {
      const { out, err } = await place.run(...words, '--json')
      assert.notEqual(out, '', `${name}: ${err}`)
      shown.set(name, out)
      return JSON.parse(out.split('\n')[0] === '{' ? out : (out.split('\n')[0] ?? ''))
    }
    shown.set('setup', (await place.setUp('--demo', '--json')).out)
    await run('adopt', 'adopt', 'wiki')
    await run('mode', 'mode', 'wiki', 'enforce')
    const { grant } = await run('grant', 'grant', '--role', 'editor', '--person', 'cedar', '--by', 'amber')
    const { version } = await run('terms', 'terms', String(grant))
    await run('terms accept', 'terms', String(grant), '--accept', version, '--as', 'cedar')
    await run('follow-up', 'follow-up', String(grant), 'works', '--as', 'birch')
    const { applied } = await run('apply', 'apply', 'wiki')
    await run('undo', 'undo', 'wiki', String(applied[0].entry))
    place.tamper('Elm', ['steward'])
    await run('plan', 'plan', 'wiki')
    await run('seats', 'seats', 'wiki')
    await run('migrate', 'migrate', 'wiki')
    const { drift } = await run('drift', 'drift', 'wiki')
    await run('drift leave', 'drift', 'wiki', 'leave', String(drift[0].entry), '--reason', 'known')
    await run('renew', 'renew', '--role', 'editor', '--person', 'cedar', '--by', 'amber', '--until', '2099-01-01')
    await run('remove', 'remove', '--role', 'editor', '--person', 'cedar', '--by', 'amber')
    const { proposal: first } = await run('grant', 'grant', ...proposal)
    await run('refuse', 'refuse', String(first), '--as', 'birch')
    const { proposal: second } = await run('grant', 'grant', ...proposal)
    await run('approve', 'approve', String(second), '--as', 'birch')
    await run('resign', 'resign', '--role', 'steward', '--person', 'birch', '--as', 'birch')
    const { id } = await run('token make', 'token', 'make', '--person', 'cedar', '--output', place.file('t'))
    await run('token revoke', 'token', 'revoke', id)
    await run('token', 'token')
    const next = place.write('next.yaml', charter.replace('purpose: Patrols', 'purpose: Looks after new pages'))
    const { proposal: revision } = await run(
      'charter propose',
      'charter',
      'propose',
      next,
      '--reason',
      'Clearer',
      '--draft',
      '--by',
      'cedar',
    )
    await run('charter open', 'charter', 'open', String(revision), '--by', 'cedar')
    const { entry: said } = await run('charter comment', 'charter', 'comment', String(revision), '--text', 'Good', '--by', 'amber')
    await run('charter comment', 'charter', 'comment', String(revision), '--text', 'Thanks', '--to', String(said), '--by', 'cedar')
    await run('charter list', 'charter', 'list')
    await run('charter approve', 'charter', 'approve', String(revision), '--as', 'amber', '--feedback-read')
    await run('charter refuse', 'charter', 'refuse', String(revision), '--as', 'amber', '--feedback-read')
    await run('charter adopt', 'charter', 'adopt', String(revision), '--as', 'amber', '--feedback-read')
    await run('charter withdraw', 'charter', 'withdraw', String(revision), '--by', 'cedar')
    await run('request list', 'request', 'list')
    for (const verb of ['amend', 'ask', 'answer', 'comment', 'state', 'appeal', 'object', 'withdraw'])
      await run(`request ${verb}`, 'request', verb, '5', '--text', 'Words', '--statement', 'none', '--as', 'amber')
    await run('restore', 'restore', '--to', '5', '--dry-run', '--as', 'amber')
    await run('link', 'link', 'wiki', 'Elm', '--person', 'cedar')
    await run('doctor', 'doctor')
    await run('log', 'log', '--limit', '1')
    await run('log verify', 'log', 'verify')
    await run('at', 'at', '2099-01-01')
    const why = ['--reason', 'Looked into'] as const
    await run('suspend', 'suspend', '--person', 'cedar', '--cause', 'compromised', ...why, '--by', 'cedar')
    await run('suspend list', 'suspend', 'list')
    await run('suspend read', 'suspend', 'read', '--person', 'cedar', '--as', 'amber')
    await run('suspend heard', 'suspend', 'heard', '--person', 'cedar', '--text', 'My telephone is gone', '--by', 'cedar')
    await run('suspend final', 'suspend', 'final', '--person', 'cedar', ...why, '--as', 'cedar')
    await run('reinstate', 'reinstate', '--person', 'cedar', ...why, '--as', 'amber')
    const reserve = ['--role', 'editor', '--person', 'cedar', '--reason', 'Nobody is there', '--as', 'amber'] as const
    await run('activate', 'activate', ...reserve)
    await run('activate stop', 'activate', 'stop', ...reserve)
    await run('activate reviewed', 'activate', 'reviewed', ...reserve)
    await run('mark', 'mark', '1', '--mark', 'office', '--as', 'amber')
    await run('report', 'report', '--text', 'Something', '--person', 'cedar', '--anonymous')
    await run('case list', 'case', 'list', '--as', 'amber')
    await run('case read', 'case', 'read', '5', '--as', 'amber')
    for (const verb of ['note', 'refer', 'close']) await run(`case ${verb}`, 'case', verb, '5', '--text', 'Seen', '--as', 'amber')
    await run('answer', 'answer', 'keep', '3', '--reason', 'Needed', '--as', 'amber')
    await run('calendar', 'calendar')
    await run('notices', 'notices')
    await run('tonight', 'tonight')
    await run('audit', 'audit', 'operator')
    await run('pause', 'pause', '--reason', 'Odd')
    await run('resume', 'resume', '--yes', '--reason', 'It was nothing')
    await run('notices send', 'notices', 'send')
    await run('notices choose', 'notices', 'choose', 'mail', 'daily', '--as', 'amber')
    await run('depart', 'depart', '--person', 'cedar')
    await run('depart status', 'depart', 'status', '--person', 'cedar')
    await run('depart locked', 'depart', 'locked', 'wiki:1', '--person', 'cedar', '--by', 'amber')
    await run('return', 'return', '--person', 'cedar')
    for (const name of ['check', 'matrix', 'render', 'safety']) shown.set(name, (await command(name, place.charter, '--json')).out)
    shown.set('explain', (await command('explain', place.charter, '--right', 'delete', '--anonymous', '--json')).out)
    shown.set('who-can', (await command('who-can', place.charter, '--right', 'delete', '--json')).out)
    shown.set('what-can', (await command('what-can', place.charter, '--anonymous', '--target', 'wiki', '--json')).out)
    shown.set('compare', (await command('compare', 'charters/ranks', 'charters/ranks-split', '--json')).out)
    shown.set('diff', (await command('diff', 'charters/ranks', 'charters/ranks-split', '--json')).out)

    const untried = [...documented.keys()].filter((name) => !shown.has(name))
    assert.deepEqual(
      untried.toSorted(),
      ['mail', 'source', 'task', 'task done'],
      'those are tried with a pipe, an identity provider and the manual target',
    )
    for (const [name, out] of shown) assert.deepEqual(Object.keys(JSON.parse(out)).toSorted(), documented.get(name)?.toSorted(), name)
  })
})

describe('commands in the documents', () => {
  const documents = [
    'README.md',
    'SECURITY.md',
    'CONTRIBUTING.md',
    ...['docs', 'docs/guides', 'docs/spec', 'docs/decisions'].flatMap(markdownIn),
  ]

  it('exist, with their flags', async () => {
    let seen = 0
    for (const document of documents)
      for (const [line, name = ''] of readFileSync(document, 'utf8').matchAll(/^\$ (?:bin\/)?writ ([a-z]+(?:-[a-z]+)*)\b[^\n#]*/gm)) {
        seen += 1
        const entry = commands.find((one) => one.name === name)
        assert.ok(entry !== undefined, `${document}: ${line}`)
        const flags = flagsOf(await entry.load())
        for (const [, flag = ''] of line.matchAll(/ --([a-z-]+)/g)) assert.ok(flag in flags, `${document}: ${line}`)
      }
    assert.ok(seen >= 20, `only ${seen} commands were found`)
  })

  it('stand in documents whose links lead somewhere', () => {
    for (const document of documents)
      for (const [, link = ''] of readFileSync(document, 'utf8').matchAll(/\]\((?!https?:|#|mailto:)([^)#\s]+)(?:#[^)]*)?\)/g))
        assert.ok(existsSync(join(dirname(document), link)), `${document}: ${link}`)
  })
})

describe('the README', () => {
  it('shows what `writ check` really says', async () => {
    const shown = /\$ bin\/writ check charters\/ranks\n([^]*?)```/.exec(readFileSync('README.md', 'utf8'))?.[1]?.trim().split('\n') ?? []
    assert.equal(shown.length, 4)
    const { out } = await command('check', 'charters/ranks')
    // Line numbers of the charter move; the words stay.
    const words = (text: string) => text.replaceAll(/\.yaml:\d+/g, '.yaml')
    for (const line of shown) assert.ok(words(out).includes(words(line).replace(/ \.\.\.$/, '')), line)
  })
})

describe('the guide to a wiki', () => {
  it('shows a charter and a roster that hold what it says', async () => {
    const guide = readFileSync('docs/guides/mediawiki.md', 'utf8')
    const [charter = '', settings = '', roster = ''] = [...guide.matchAll(/```yaml\n([^]*?)```/g)].map(([, text = '']) => text)
    assert.match(charter, /^writ: 1\n/)
    assert.ok(
      shapeSettings(
        {},
        { data: undefined, port: undefined, host: undefined, store: undefined, config: undefined },
        { name: 'writ.config.yaml', text: settings },
      ).ok,
    )
    assert.equal(parse(roster).people.length, 3)
    using place = installation({ charter, roster })
    const two = await command('check', place.charter)
    assert.equal(two.code, 1)
    assert.match(two.out, /promise BROKEN: One rogue steward/)
    assert.equal((await command('check', place.charter, '--roster', place.file('roster.yaml'))).code, 0)
    assert.equal((await command('render', place.charter)).code, 0)
  })
})

function markdownIn(folder: string): readonly string[] {
  return readdirSync(folder)
    .filter((name) => name.endsWith('.md'))
    .map((name) => join(folder, name))
}
