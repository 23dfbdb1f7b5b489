/** Wrong calls: exit 2, what is wrong, what is allowed, the nearest name; and the help, which docs/spec/cli.md repeats. */
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { describe, it } from 'node:test'
import { flagsOf } from '../../src/cli/command.ts'
import { commands } from '../../src/cli/commands.ts'
import { command } from './installation.ts'

describe('a wrong call', () => {
  const wrong: readonly (readonly [readonly string[], RegExp])[] = [
    [[], /usage: writ COMMAND/],
    [['chek'], /there is no command `chek`; did you mean `check`\?/],
    [['frobnicate'], /there is no command `frobnicate`\n`writ help` lists them/],
    [['help', 'aply'], /did you mean `apply`\?/],
    [['check'], /the charter is missing/],
    [['check', 'no-such-charter'], /there is no file or folder `no-such-charter`/],
    [['check', 'a', 'b'], /`b` is one word too many/],
    [['check', 'charters/ranks', '--fromat', 'json'], /there is no flag `--fromat`; did you mean `--format`\?/],
    [['check', 'charters/ranks', '--format', 'yaml'], /`yaml` is no format; take text, json, github, sarif/],
    [['check', 'charters/ranks', '--roster', 'nobody.yaml'], /the roster `nobody.yaml` cannot be read/],
    [['check', 'src/cli'], /holds no YAML file/],
    [['fmt', 'charters/citizendium'], /formatted with --write, or looked at with --check/],
    [['diff', 'charters/ranks'], /2 words are missing/],
    [['matrix', 'charters/ranks', '--format', 'html'], /is no format/],
    [['grant', '--role', 'editor'], /--person is missing/],
    [['grant', '--role'], /argument missing|missing/],
    [['grant', '--role', 'a', '--person', 'b', '--until', 'soon'], /holds no ledger|neither a day/],
    [['mode', 'wiki'], /2 words are missing/],
    [['mode', 'wiki', 'write'], /`write` is no mode; take observe, propose, enforce/],
    [['at', 'yesterday'], /neither a day \(2027-06-30\) nor a moment/],
    [['at', '2026-02-30'], /neither a day/],
    [['log', 'tidy'], /`tidy` is nothing the log can do/],
    [['log', 'verify-proof'], /verify-proof wants a file/],
    [['log', 'verify-proof', 'package.json', '--root', 'abc'], /--root: a root has 64 hex digits/],
    [['log', 'verify-proof', 'nowhere.json'], /there is no file `nowhere.json`/],
    [['log', 'verify', 'x'], /`x` is one word too many/],
    [['log', '--root', '0'.repeat(64)], /--root belongs to `writ log verify-proof`/],
    [['log', '--limit', 'all', '--data', 'nowhere'], /no number|holds no ledger/],
    [['undo', 'wiki', '-3'], /./],
    [['approve', 'seven'], /`seven` is no entry number/],
    [['serve', '--port', 'http'], /--port: `http` is no port; take 0/],
    [['demo', '--port', '70000'], /is no port/],
  ]
  for (const [words, pattern] of wrong)
    it(`\`writ ${words.join(' ')}\` exits 2 and says what is right`, async () => {
      const { code, out, err } = await command(...words)
      assert.deepEqual([code, out], [2, ''])
      assert.match(err, pattern)
      assert.ok(err.endsWith('\n') && !err.includes('    at '), 'no trace')
    })
})

describe('help', () => {
  it('lists every command, tells of each, and exits 0', async () => {
    const list = await command('help')
    assert.equal(list.code, 0)
    for (const { name, summary, usage } of commands) {
      assert.ok(list.out.includes(`  ${name} `) && list.out.includes(summary), name)
      const [long, short, asked] = [await command(name, '--help'), await command(name, '-h'), await command('help', name)]
      assert.deepEqual([long.code, short.code, asked.code], [0, 0, 0])
      assert.ok(long.out === short.out && long.out === asked.out)
      assert.ok(long.out.replaceAll(/\n +/g, ' ').startsWith(`usage: writ ${name} ${usage}\n`), name)
      assert.ok(
        long.out.split('\n').every((line) => line.length <= 120),
        name,
      )
    }
    assert.equal(new Set(commands.map(({ name }) => name)).size, commands.length)
  })

  it('names in its usage only flags that exist', async () => {
    for (const entry of commands) {
      const flags = flagsOf(await entry.load())
      for (const [, flag = ''] of entry.usage.matchAll(/--([a-z-]+)/g)) assert.ok(flag in flags, `${entry.name}: --${flag}`)
    }
  })

  it('prints the version', async () => {
    const { version } = JSON.parse(readFileSync('package.json', 'utf8')) as { readonly version: string }
    assert.deepEqual(await command('--version'), { code: 0, out: `${version}\n`, err: '' })
  })
})
