import type { CenterCalendar } from './center-calendar.js'

export type ProgramStatus = 'draft' | 'active' | 'archived'

/**
 * What decides an application, as read from Odoo at one moment. Ids, numbers and keys; never a name
 * or an address.
 */
export interface ApplicationFacts {
  /** ISO instant of the reading. */
  readonly asOf: string
  /** The center's, in which deadlines are counted. */
  readonly calendar: CenterCalendar
  /** Fingerprint of everything below that a decision depends on. */
  readonly version: string
  readonly student: StudentFacts
  readonly program: {
    readonly status: ProgramStatus
    /** Title of the program, for summaries and log messages. */
    readonly name: string
    readonly durationWeeks: number | null
  }
  /** The program's course integrations that are active, by id. */
  readonly courses: readonly CourseFacts[]
  /** A certificate of this program that Odoo already has (issued, delivered or verified). */
  readonly existingCertificate: { readonly id: number } | null
}

export interface StudentFacts {
  /**
   * Whole years on the day of `asOf`; null: no plausible birth date. (The suite's own `age` is
   * frozen at the last edit.)
   */
  readonly age: number | null
  readonly birthDate: 'plausible' | 'missing' | 'implausible'
  readonly englishLevel: string | null
  readonly hasCertificate: boolean
  readonly enrollmentType: 'auto' | 'manual' | 'import'
  readonly state: string
  /** Whether there is one plain address. */
  readonly email: 'usable' | 'missing' | 'not_one_address'
  readonly documents: readonly DocumentFacts[]
  readonly preferredCourseIntegrationId: number | null
}

export interface DocumentFacts {
  readonly type: string
  readonly mandatory: boolean
  readonly state: string
}

export interface CourseFacts {
  readonly courseIntegrationId: number
  readonly channelId: number
  readonly name: string
  readonly autoEnroll: boolean
}
