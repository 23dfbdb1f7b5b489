/** Every example of docs/spec/lint.md has the one finding it stands for. */
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { describe, it } from 'node:test'
import { codes, type Code } from './codes.ts'
import { lintCharter } from './lint.ts'
import { parseCharter } from './parse.ts'

const document = readFileSync(new URL('../../docs/spec/lint.md', import.meta.url), 'utf8')
const base = /```yaml\n([\s\S]*?)```/.exec(document)?.[1] ?? ''
const examples = [...document.matchAll(/^### `([^`]+)` \(\w+\)\n([\s\S]*?)(?=^##|(?![\s\S]))/gm)].map(([, code, text]) => ({
  code: code ?? '',
  yaml: [...(text ?? '').matchAll(/```yaml\n([\s\S]*?)```/g)].map(([, yaml]) => yaml ?? ''),
}))

/** What an example cannot but bring with it. */
const brings: Readonly<Partial<Record<Code, readonly Code[]>>> = { 'unreachable-approver': ['role-without-door'] }

function findings(...texts: readonly string[]): readonly string[] {
  const parsed = parseCharter(texts.map((text, index) => ({ name: `${index}.yaml`, text })))
  if (!parsed.ok) assert.fail(parsed.error.map((one) => `${one.file}:${one.line}:${one.column} ${one.message}`).join('\n'))
  return lintCharter(parsed.value).map((one) => `${one.code} ${one.file}:${one.line} ${one.message}`)
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

  for (const { code, yaml } of examples) {
    it(`show ${code}, alone`, () => {
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
