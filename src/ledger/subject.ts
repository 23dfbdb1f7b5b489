import type { SubjectId } from './entry.ts'

const SUBJECT = /^s-[A-Za-z0-9]{16}$/

/** An opaque person id is `s-` and 16 letters or digits; anything else could be a name. */
export function isSubjectId(text: string): text is SubjectId {
  return SUBJECT.test(text)
}

/** An identity (`subject:s-…`, `operator:…`, with a token or without) in which people are called what `nameOf` says. */
export function withNames(identity: string, nameOf: (subject: SubjectId) => string): string {
  return identity.replaceAll(/subject:(s-[A-Za-z0-9]{16})/g, (_all, subject: string) => nameOf(subject))
}
