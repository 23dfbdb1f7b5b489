import type { SubjectId } from './entry.ts'

const SUBJECT = /^s-[A-Za-z0-9]{16}$/

/** An opaque person id is `s-` and 16 letters or digits; anything else could be a name. */
export function isSubjectId(text: string): text is SubjectId {
  return SUBJECT.test(text)
}
