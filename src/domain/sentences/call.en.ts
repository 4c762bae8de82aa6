import { quoted } from './english-text.js'

/** A call to an outside system that a flow waits for, as its steps and the Web UI name it. */
export type Call =
  | { readonly of: PlainCall }
  | { readonly of: 'enrollment'; readonly courses: readonly string[] }
  | { readonly of: 'statuses'; readonly point: 'rejected' | 'enrolled' | 'training' | 'certified' }
  | { readonly of: 'email'; readonly mail: string; readonly version: string }
  | { readonly of: 'certificate_record'; readonly number: string }

const CALLS = {
  facts: 'facts of the application',
  training_so_far: 'training so far',
  policy_and_program: 'policy and program',
  before_reminder: 'read before reminding',
  student_record: 'record of the student',
  person: 'whom the application is about',
  contact_answer: 'answer about a contact',
  contact_courses: 'courses of the contact',
  decided_statuses: 'statuses as decided',
  evidence: 'evidence for the certificate',
  certificate: 'number, PDF, register and record in Odoo',
} as const

export type PlainCall = keyof typeof CALLS

export function callInEnglish(call: Call): string {
  switch (call.of) {
    case 'enrollment':
      return `contact, access and trackers: ${quoted(call.courses)}`
    case 'statuses':
      return `statuses: ${call.point}`
    case 'email':
      return `${call.mail} email ${call.version}`
    case 'certificate_record':
      return `certificate ${call.number} in Odoo`
    default:
      return CALLS[call.of]
  }
}
