import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { nodeHashing, nodeVerifying } from '../../test/support/outside.ts'
import { checkpointText, openCheckpoint, parseCheckpoint } from './checkpoint.ts'
import { formatNote, isKeyName, noteKey, parseNote, parseNoteKey, signersOf, type NoteKey } from './signed-note.ts'

/** Keys, text and signatures of the tests of golang.org/x/mod/sumdb/note, where the form comes from. */
const PETER = 'PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW'
const ENOCH = 'EnochRoot+af0cfe78+ATtqJ7zOtqQtYqOo0CpvDXNlMhV3HeJDpjrASKGLWdop'
const TEXT = "If you think cryptography is the answer to your problem,\nthen you don't know what your problem is.\n"
const PETER_SIGNED = '\u2014 PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n'
const ENOCH_SIGNED = '\u2014 EnochRoot rwz+eBzmZa0SO3NbfRGzPCpDckykFXSdeX+MNtCOXm2/5n2tiOHp+vAF1aGrQ5ovTG01oOTGwnWLox33WWd1RvMc+QQ=\n'

const checking = { hashing: nodeHashing, verifying: nodeVerifying }

function keyOf(vkey: string): NoteKey {
  const key = parseNoteKey(nodeHashing, vkey)
  assert.ok(key.ok)
  return key.value
}

const names = (note: string, ...keys: readonly string[]) => {
  const parsed = parseNote(note)
  if (parsed === undefined) return 'no note'
  const signers = signersOf(parsed, keys.map(keyOf), checking)
  return signers.ok ? signers.value.map(({ name }) => name) : signers.error
}

describe('a key for notes', () => {
  it('is read as it was handed out, and nothing that differs from it in a letter', () => {
    const key = keyOf(PETER)
    assert.deepEqual([key.name, key.id, key.publicKey.length], ['PeterNeumann', 'c74f20a3', 32])
    assert.equal(noteKey(nodeHashing, key.name, key.publicKey).vkey, PETER)
    for (let start = 0; start < PETER.length; start += 1)
      for (let end = start + 1; end <= PETER.length; end += 1)
        if (end - start < PETER.length) assert.ok(!parseNoteKey(nodeHashing, PETER.slice(start, end)).ok, PETER.slice(start, end))
    for (let place = 0; place < PETER.length; place += 1) {
      const other = PETER.slice(0, place) + String.fromCharCode(PETER.charCodeAt(place) + 1) + PETER.slice(place + 1)
      assert.ok(!parseNoteKey(nodeHashing, other).ok, other)
    }
  })

  it('has 32 bytes and the one type that is known', () => {
    for (const wrong of [
      'PeterNeumann+cc469956+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TWBADKEY==',
      'PeterNeumann+173116ae+ZRpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW',
    ])
      assert.ok(!parseNoteKey(nodeHashing, wrong).ok)
    for (const name of ['', 'a b', 'a+b', 'a\u00a0b', 'a\u2003b', 'a\nb', 'a\u0000'])
      assert.equal(isKeyName(name), false, JSON.stringify(name))
    for (const name of ['rights.example.org/log', 'PeterNeumann', 'ünïcode']) assert.equal(isKeyName(name), true, name)
  })
})

describe('a signed note', () => {
  it('is signed by those whose signatures are right, whoever else signed it', () => {
    const both = `${TEXT}\n${PETER_SIGNED}${ENOCH_SIGNED}`
    assert.deepEqual(names(both, PETER), ['PeterNeumann'])
    assert.deepEqual(names(both, PETER, ENOCH), ['PeterNeumann', 'EnochRoot'])
    assert.deepEqual(names(`${TEXT}\n${PETER_SIGNED.repeat(16)}`, PETER), ['PeterNeumann'])
    assert.match(String(names(both)), /not signed by .*it names PeterNeumann\+c74f20a3, EnochRoot\+af0cfe78/)
    assert.match(String(names(`${TEXT}\n${ENOCH_SIGNED}`, PETER)), /not signed by PeterNeumann\+c74f20a3/)
  })

  it('is refused as a whole where one of the signatures asked for is false', () => {
    const other = `${TEXT.replace('cryptography', 'cryptographY')}\n${PETER_SIGNED}`
    assert.equal(names(other, PETER), 'the signature of PeterNeumann+c74f20a3 is false')
    const long = `${PETER_SIGNED.slice(0, 60)}ABCD${PETER_SIGNED.slice(60)}`
    assert.equal(names(`${TEXT}\n${PETER_SIGNED}${long}`, PETER), 'the signature of PeterNeumann+c74f20a3 is false')
    for (let place = 0; place < TEXT.length - 1; place += 7) {
      const changed = `${TEXT.slice(0, place)}~${TEXT.slice(place + 1)}\n${PETER_SIGNED}`
      assert.equal(names(changed, PETER), 'the signature of PeterNeumann+c74f20a3 is false')
    }
  })

  it('has one form', () => {
    const note = `${TEXT}\n${PETER_SIGNED}`
    const parsed = parseNote(note)
    assert.ok(parsed !== undefined)
    assert.equal(formatNote(parsed.text, parsed.signatures), note)
    for (const wrong of [
      TEXT,
      `${TEXT}\n`,
      `${TEXT}\n${PETER_SIGNED.slice(0, -1)}`,
      `\u0001${note}`,
      `\ud800${note}`,
      `${TEXT}\n\u2014 Bad Name x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n`,
      `${note}Unexpected line.\n`,
      `${TEXT}\n${PETER_SIGNED.repeat(101)}`,
      note.replaceAll('\n', '\r\n'),
      note.replace('\u2014', '-'),
      note.replace('PeterNeumann', 'Peter\u00a0Neumann'),
      note.replace('PeterNeumann', 'Peter+Neumann'),
      note.replace('\u2014 ', '\u2014  '),
      note.replace(/=\n$/, '= \n'),
      note.replace(/=\n$/, '\n'),
      `${note}\n`,
      '\n'.repeat(300_000),
      '',
    ])
      assert.equal(parseNote(wrong), undefined, JSON.stringify(wrong.slice(0, 200)))
    assert.ok(parseNote(`a\n\nb\n\n${PETER_SIGNED}`)?.text === 'a\n\nb\n', 'the last empty line parts text and signatures')
  })
})

describe('a checkpoint', () => {
  const root = nodeHashing.sha256()

  it('is three lines', () => {
    const text = checkpointText({ origin: 'example.com/behind-the-sofa', size: 20_852_163, root })
    assert.equal(text, 'example.com/behind-the-sofa\n20852163\n47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=\n')
    assert.deepEqual(parseCheckpoint(text), { origin: 'example.com/behind-the-sofa', size: 20_852_163, root })
    assert.equal(parseCheckpoint(`${text}more\n`)?.size, 20_852_163)
    for (const wrong of [
      '',
      text.slice(0, -1),
      `\n${text}`,
      `${text}\n`,
      text.replace('20852163', '020852163'),
      text.replace('20852163', '-1'),
      text.replace('20852163', '9'.repeat(30)),
      text.replace('47DE', '47D'),
      text.replace('SuFU=', 'SuFV='),
    ])
      assert.equal(parseCheckpoint(wrong), undefined, JSON.stringify(wrong))
  })

  it('counts where a key of its own log signed it', () => {
    assert.deepEqual(openCheckpoint(`${TEXT}\n${PETER_SIGNED}`, [keyOf(PETER)], checking), {
      ok: false,
      error: 'it is no signed checkpoint',
    })
    // the example of the specification, whose key is not known
    const example =
      'example.com/behind-the-sofa\n20852163\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n\n\u2014 example.com/behind-the-sofa Az3grlgtzPICa5OS8npVmf1Myq/5IZniMp+ZJurmRDeOoRDe4URYN7u5/Zhcyv2q1gGzGku9nTo+zyWE+xeMcTOAYQ8=\n'
    assert.deepEqual(
      parseNote(example)?.signatures.map(({ name, id }) => [name, id]),
      [['example.com/behind-the-sofa', '033de0ae']],
    )
    const opened = openCheckpoint(example, [keyOf(PETER)], checking)
    assert.match(opened.ok ? '' : opened.error, /it names example\.com\/behind-the-sofa\+033de0ae/)
  })
})
