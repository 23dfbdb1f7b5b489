import { canonicalJson } from '../kernel/json.ts'

/** What proves that a person meant one act, as its entry keeps it. */
export interface SecondFactor {
  readonly way: 'passkey' | 'provider' | 'demo'
  /** The entry that added the passkey. */
  readonly key: number | undefined
  /** The proof itself: what a passkey answered, the token that a provider signed; of a demonstration what it says. */
  readonly proof: string
  /** The text whose SHA-256 (of UTF-8) was signed: what was asked for, word for word. undefined = the entry's own decision was signed. */
  readonly over: string | undefined
}

/** The form in which evidence over the hash of a text is kept: both, so that what was signed can be read and hashed again. */
export function evidenceOver(proof: string, over: string): string {
  return canonicalJson({ over, proof })
}

/** Reads what an entry keeps as `evidence`; undefined = it is in none of the forms. */
export function readSecondFactor(evidence: string): SecondFactor | undefined {
  const whole = evidence.startsWith('{') ? parsed(evidence) : { proof: evidence, over: undefined }
  if (whole === undefined) return undefined
  const { proof, over } = whole
  const [, key, answer] = /^passkey:(\d{1,15}):(.*)$/s.exec(proof) ?? []
  if (key !== undefined && answer !== undefined) return { way: 'passkey', key: Number(key), proof: answer, over }
  if (proof.startsWith('oidc:')) return { way: 'provider', key: undefined, proof: proof.slice('oidc:'.length), over }
  return /^demo(?::|$)/.test(proof) ? { way: 'demo', key: undefined, proof, over } : undefined
}

function parsed(evidence: string): { readonly proof: string; readonly over: string } | undefined {
  try {
    const { proof, over } = JSON.parse(evidence) as { readonly proof?: unknown; readonly over?: unknown }
    return typeof proof === 'string' && typeof over === 'string' ? { proof, over } : undefined
  } catch {
    return undefined
  }
}
