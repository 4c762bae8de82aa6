import { contactLanguage } from './contact-language.js'
import { normaliseEmail } from './email.js'

/** What a contact has in common with its student. */
const CONTACT_FIELDS = ['name', 'email', 'phone', 'language'] as const
export type ContactField = (typeof CONTACT_FIELDS)[number]

/** Absent: nothing to compare. The contact is never emptied. */
export type ContactValues = Readonly<Partial<Record<ContactField, string>>>

/** A correction on the student that the contact did not get, and why. */
export interface ContactDifference {
  readonly field: ContactField
  /** `changed_there`: somebody had changed the contact, too. `has_login`: the contact is a user. */
  readonly because: 'changed_there' | 'has_login'
}

/** The values that a student's contact should have, in the form in which they are compared. */
export function valuesOfStudent(
  student: {
    readonly name: string
    readonly email: string | null
    readonly phone: string | null
    readonly nativeLanguage: string | null
  },
  languages: readonly string[],
): ContactValues {
  return compact({
    name: student.name.trim(),
    email: mailboxOf(student.email),
    phone: student.phone?.trim(),
    language: contactLanguage(student.nativeLanguage, languages),
  })
}

export const valuesOfContact = (contact: {
  readonly name: string | null
  readonly email: string | null
  readonly phone: string | null
  readonly lang: string | null
}): ContactValues =>
  compact({
    name: contact.name?.trim(),
    email: mailboxOf(contact.email) ?? contact.email?.trim(),
    phone: contact.phone?.trim(),
    language: contact.lang,
  })

function mailboxOf(text: string | null): string | null {
  const email = normaliseEmail(text)
  return email.kind === 'usable' ? email.address : null
}

const compact = (values: Readonly<Record<ContactField, string | null | undefined>>): ContactValues =>
  Object.fromEntries(
    Object.entries(values).filter(([, value]) => value !== null && value !== undefined && value !== ''),
  )

/** Odoo and people write one number in several ways. */
const comparable = (field: ContactField, value: string | undefined): string =>
  field === 'phone' ? (value ?? '').replace(/[^\d+]/g, '') : (value ?? '')

export interface ContactStep {
  readonly field: ContactField
  /**
   * `remember`: the student's value is the base of later comparisons. `write`: a correction that
   * the contact gets. `withhold`: one that it does not get.
   */
  readonly action: 'remember' | 'write' | 'withhold'
  readonly because?: ContactDifference['because']
  /** The student's value. */
  readonly value: string
}

/**
 * What to do about each field of a contact. A correction on the student is written only where the
 * contact still has the value that both had in common, or that the student had when we first saw
 * the two: everything else on the contact is the work of somebody who knows it better. A value that
 * the student gets later fills an empty field of the contact.
 *
 * `remembered` has a mark of that value, made by `markOf`: we keep no names and addresses.
 */
export function contactSteps(
  student: ContactValues,
  contact: ContactValues,
  remembered: Readonly<Partial<Record<ContactField, string>>>,
  {
    hasUser,
    markOf,
  }: { readonly hasUser: boolean; readonly markOf: (field: ContactField, value: string) => string },
): ContactStep[] {
  const isSeenBefore = Object.keys(remembered).length > 0
  return CONTACT_FIELDS.flatMap((field): ContactStep[] => {
    const value = student[field]
    if (value === undefined) return []
    const mark = (text: string | undefined) => markOf(field, comparable(field, text))
    const [ours, theirs, common] = [mark(value), mark(contact[field]), remembered[field]]
    if (ours === common) return []
    const isAdded = isSeenBefore && common === undefined && contact[field] === undefined
    if (ours === theirs || (common === undefined && !isAdded)) return [{ field, value, action: 'remember' }]
    if (!isAdded && theirs !== common) return [{ field, value, action: 'withhold', because: 'changed_there' }]
    if (field === 'email' && hasUser) return [{ field, value, action: 'withhold', because: 'has_login' }]
    return [{ field, value, action: 'write' }]
  })
}

/** The mark of a value that is remembered. */
export const markOfValue = (
  { field, value }: Pick<ContactStep, 'field' | 'value'>,
  markOf: (field: ContactField, value: string) => string,
): string => markOf(field, comparable(field, value))
