/** Every example of docs/spec/lint.md has the one finding it stands for. */
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { describe, it } from 'node:test'
import { codes, type Code } from './codes.ts'
import { lintCharter } from './lint.ts'
import { lintMembers } from './lint/members.ts'
import { parseCharter } from './parse.ts'
import type { CharterSource } from './source.ts'

const document = readFileSync(new URL('../../docs/spec/lint.md', import.meta.url), 'utf8')
const base = /```yaml\n([\s\S]*?)```/.exec(document)?.[1] ?? ''
const examples = [...document.matchAll(/^### `([^`]+)` \(\w+\)\n([\s\S]*?)(?=^##|(?![\s\S]))/gm)].map(([, code, text]) => ({
  code: code ?? '',
  yaml: [...(text ?? '').matchAll(/```yaml\n([\s\S]*?)```/g)].map(([, yaml]) => yaml ?? ''),
  /** What a wiki answered, where the example is about that. */
  answer: /```json\n([\s\S]*?)```/.exec(text ?? '')?.[1],
}))

/** What an example cannot but bring with it. */
const brings: Readonly<Partial<Record<Code, readonly Code[]>>> = { 'unreachable-approver': ['role-without-door'] }

function sourceOf(...texts: readonly string[]): CharterSource {
  const parsed = parseCharter(texts.map((text, index) => ({ name: `${index}.yaml`, text })))
  if (!parsed.ok) assert.fail(parsed.error.map((one) => `${one.file}:${one.line}:${one.column} ${one.message}`).join('\n'))
  return parsed.value
}

function findings(...texts: readonly string[]): readonly string[] {
  return lintCharter(sourceOf(...texts)).map((one) => `${one.code} ${one.file}:${one.line} ${one.message}`)
}

describe('the examples of docs/spec/lint.md', () => {
  it('have one for every question that is asked of a charter', () => {
    assert.deepEqual(
      examples.map(({ code }) => code).toSorted(),
      Object.keys(codes)
        .filter((code) => !code.startsWith('charter/'))
        .toSorted(),
    )
  })

  it('begin with a charter of which there is nothing to say', () => {
    assert.deepEqual(findings(base), [])
  })

  for (const { code, yaml, answer } of examples) {
    it(`show ${code}, alone`, () => {
      if (answer !== undefined) {
        const { query } = JSON.parse(answer) as { query: { usergroups: { name: string; number: number }[] } }
        const found = lintMembers(sourceOf(base), 'wiki', new Map(query.usergroups.map(({ name, number }) => [name, number])))
        assert.deepEqual(
          found.map((one) => one.code),
          [code],
        )
        return
      }
      assert.equal(yaml.length, 1)
      const text = yaml[0] ?? ''
      const found = text.startsWith('writ: 1') ? findings(text) : findings(base, text)
      assert.deepEqual(
        found.map((one) => one.split(' ')[0] ?? '').toSorted(),
        [code, ...(brings[code as Code] ?? [])].toSorted(),
        found.join('\n'),
      )
    })
  }
})
