import { namedCharacters } from '../domain/character-names.js'

/** Why a certificate cannot be printed. */
export type UnprintableText = {
  /** The texts that it concerns. Of a page that has no room, it is not known which. */
  readonly of: readonly CertificateText[]
} & (
  | {
      readonly reason: 'letters'
      /** Code points that no font has. */
      readonly missing: readonly number[]
    }
  /** Nothing is left once the symbols are dropped. */
  | { readonly reason: 'empty' }
  /** Too long for the page. */
  | { readonly reason: 'layout' }
)

type CertificateText = 'student' | 'program' | 'issuer'

/** A person must correct a text in Odoo. The message does not quote it: it may be a name. */
export class UnprintableCertificate extends Error {
  override readonly name = 'UnprintableCertificate'
  readonly problems: readonly UnprintableText[]
  constructor(problems: readonly UnprintableText[]) {
    super(`The certificate cannot be printed: ${problems.map(({ reason }) => reason).join(', ')}.`)
    this.problems = problems
  }
}

/** Says what is wrong with which record, and what would be right. Without quoting a name. */
export function describeUnprintable(
  problems: readonly UnprintableText[],
  { studentId, programId }: { readonly studentId: number; readonly programId: number },
): string {
  const names = {
    student: `student ${studentId}`,
    program: `program ${programId}`,
    issuer: 'the organization (ORGANIZATION_NAME, ORGANIZATION_NAME_AR)',
  }
  const sentences = problems.map((problem) => {
    const which = problem.of.map((text) => names[text]).join(' or ')
    switch (problem.reason) {
      case 'letters':
        return `The name of ${which} has letters that no font of the certificate has: ${namedCharacters(problem.missing)}. Write it in letters such as Latin or Arabic.`
      case 'empty':
        return `The name of ${which} has nothing that can be printed on the certificate. Write it in letters such as Latin or Arabic.`
      case 'layout':
        return `The name of ${which} is too long for the certificate. Shorten it.`
    }
  })
  return [...new Set(sentences)].join(' ')
}
