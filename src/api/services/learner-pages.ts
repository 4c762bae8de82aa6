import { applicationRef, type Application } from '../../contracts/application.js'
import { certificateByNumber, type Certificate } from '../../certificates/register.js'
import { verify } from '../../certificates/verification-page.js'
import { dayIn } from '../../domain/calendar.js'
import { normaliseEmail } from '../../domain/email.js'
import { openItems, standingOf } from '../../domain/learner-standing.js'
import { isSamePerson } from '../../domain/same-person.js'
import type { CertificateView, CourseView, LearnerView, ProgramView } from '../../learner/page.js'
import { linkOfToken } from '../../learner/personal-link.js'
import {
  certificatesOf,
  decisionBasisOf,
  findApplication,
  type ApplicationStatus,
  progressNumbers,
} from '../../store/applications.js'
import { latestRun, programsOf, type RegisteredRun } from '../../store/application-runs.js'
import { mailboxHash } from '../../store/identity-claims.js'
import { readLastNotified } from '../../store/last-notified.js'
import { learnerByLink, pageKey, type Learner } from '../../store/learners.js'
import { readPeople, type PersonWithAgent } from '../../store/people.js'
import type { ApiDeps } from '../deps.js'
import { linksOf } from '../links.js'
import { knownTimeZoneFor } from './center-zone.js'
import { ProgramNames } from './program-names.js'

/** The learner who has opened their page, and their student record. */
export interface Visitor {
  readonly learner: Learner
  readonly person: PersonWithAgent
}

type ListedRun = RegisteredRun & { readonly row: ApplicationStatus }

/**
 * Finds what the personal page of a learner shows. Odoo names programs and the time zone, but
 * nobody waits long for it.
 */
export class LearnerPages {
  readonly #deps: ApiDeps
  readonly #programs: ProgramNames
  readonly #timeZone: () => Promise<string>

  constructor(deps: ApiDeps) {
    this.#deps = deps
    this.#programs = new ProgramNames(deps.odoo)
    this.#timeZone = knownTimeZoneFor(deps)
  }

  /**
   * Returns the learner with this token; null: the token is wrong or old, or their address has
   * changed since the email; `not_ready`: the sync has not read them.
   */
  async visitor(token: string): Promise<Visitor | 'not_ready' | null> {
    const { store } = this.#deps
    const link = linkOfToken(await pageKey(store), token)
    const learner = link && (await learnerByLink(store, link))
    if (!learner) return null
    const person = (await readPeople(store, [learner.studentId])).get(learner.studentId)
    if (!person) return 'not_ready'
    const address = normaliseEmail(person.email)
    const isTheirs = address.kind === 'usable' && mailboxHash(address.address) === learner.person.mailboxHash
    return isTheirs ? { learner, person } : null
  }

  async view(
    { learner, person }: Visitor,
    { token, isSaved }: { readonly token: string; readonly isSaved: boolean },
  ): Promise<LearnerView> {
    const { store, config, clock } = this.#deps
    const { language } = person
    const runs = await this.#runsOf(learner)
    const titleOf = await this.#programs.load(
      runs.map(({ programId }) => programId),
      clock(),
    )
    const notified = new Map(
      (await readLastNotified(store, [learner.studentId])).map((one) => [applicationRef(one), one]),
    )
    const certificates = await this.#certificatesOf(runs)
    return {
      language,
      name: language === 'ar' ? (person.nameArabic ?? person.name) : person.name,
      organization: language === 'ar' ? config.organization.nameArabic : config.organization.name,
      token,
      isSaved,
      programs: await Promise.all(
        runs.map(async (run): Promise<ProgramView> => {
          const snapshot = notified.get(applicationRef(run))?.snapshot ?? null
          const { row } = run
          const standing = standingOf(row.flow, row.stage)
          const numbers = await progressNumbers(store, run)
          const courses = coursesOf(snapshot?.courses ?? [], numbers)
          return {
            title: titleOf(run.programId),
            standing,
            overall: averageOf(courses),
            asOf:
              numbers.length === 0
                ? null
                : new Date(Math.min(...numbers.map((one) => one.read_at.getTime()))),
            courses,
            openItems: openItems(standing, await decisionBasisOf(store, run), snapshot),
          }
        }),
      ),
      certificates: certificates.map((certificate) => this.#certificateView(certificate)),
      contact: this.#contactOf(person),
      remindersOff: learner.remindersOffAt !== null,
      coursesUrl: `${config.odoo.webUrl}/slides`,
      timeZone: await this.#timeZone(),
    }
  }

  /** The certificate with this number, if it is the visitor's own. */
  async certificate({ learner }: Visitor, number: string): Promise<Certificate | undefined> {
    const own = await this.#certificatesOf(await this.#runsOf(learner))
    return own.find((certificate) => certificate.number === number)
  }

  /** The address of the center, as its emails show it; null: it is not one plain address. */
  get centerAddress(): string | null {
    const address = normaliseEmail(this.#deps.config.mail.from)
    return address.kind === 'usable' ? address.address : null
  }

  #contactOf({ agent }: PersonWithAgent): LearnerView['contact'] {
    const own = normaliseEmail(agent?.email ?? null)
    return { name: agent?.name ?? null, email: own.kind === 'usable' ? own.address : this.centerAddress }
  }

  /** The latest runs that are about the learner: their id may have been another person's. */
  async #runsOf({ studentId, person }: Learner): Promise<ListedRun[]> {
    const { store } = this.#deps
    const runs = await Promise.all(
      (await programsOf(store, studentId)).map(async (programId): Promise<ListedRun[]> => {
        const application: Application = { programId, studentId }
        const [run, row] = await Promise.all([
          latestRun(store, application),
          findApplication(store, application),
        ])
        return run && row && isSamePerson(run.person, person) ? [{ ...run, row }] : []
      }),
    )
    return runs.flat()
  }

  async #certificatesOf(runs: readonly RegisteredRun[]): Promise<Certificate[]> {
    const { store } = this.#deps
    const listed = await Promise.all(runs.map((run) => certificatesOf(store, run)))
    const found = await Promise.all(listed.flat().map(({ number }) => certificateByNumber(store, number)))
    return found.filter((certificate) => certificate !== undefined)
  }

  #certificateView(certificate: Certificate): CertificateView {
    const { number, facts, validUntil, sha256, token, issuedAt } = certificate
    return {
      number,
      title: facts.programName,
      state: verify(certificate, this.#deps.clock()).status,
      issuedOn: dayIn(facts.timeZone, issuedAt),
      validUntil,
      hasPdf: sha256 !== null,
      verificationUrl: linksOf(this.#deps).verification(token),
    }
  }
}

type Snapshots = NonNullable<Awaited<ReturnType<typeof readLastNotified>>[number]['snapshot']>['courses']

/** The courses of the program with their newest numbers. Without a tracker, one is not open yet. */
function coursesOf(courses: Snapshots, numbers: Awaited<ReturnType<typeof progressNumbers>>): CourseView[] {
  const newest = new Map(numbers.map((one) => [one.course_integration_id, one]))
  return courses.map(({ courseIntegrationId, name, ...known }): CourseView => {
    const row = newest.get(courseIntegrationId)
    const status = row?.tracker_status ?? known.trackerStatus
    const isOpen = row !== undefined || known.trackerId !== null
    const isCompleted = status === 'completed' || status === 'certified'
    return {
      courseIntegrationId,
      name,
      state: !isOpen ? 'not_open' : isCompleted ? 'completed' : 'open',
      overall: row?.overall ?? known.overall,
      threshold: row?.threshold ?? known.threshold,
      parts: row
        ? {
            elearning: row.elearning,
            sessions: row.sessions,
            homework: row.homework,
            assessments: row.assessments,
          }
        : known.components,
    }
  })
}

/** As lists of staff show it; null: no course. */
const averageOf = (courses: readonly CourseView[]): number | null =>
  courses.length === 0 ? null : courses.reduce((sum, { overall }) => sum + overall, 0) / courses.length
