/** What is wrong with what an identity provider sent, in the terms of RFC 7644 section 3.12. */
export type ScimType =
  | 'invalidFilter'
  | 'tooMany'
  | 'uniqueness'
  | 'mutability'
  | 'invalidSyntax'
  | 'invalidPath'
  | 'noTarget'
  | 'invalidValue'

export interface ScimProblem {
  readonly status: 400 | 404 | 409 | 412
  readonly scimType: ScimType | undefined
  readonly detail: string
}

export const problem = (scimType: ScimType, detail: string): ScimProblem => ({
  status: scimType === 'uniqueness' ? 409 : 400,
  scimType,
  detail,
})
