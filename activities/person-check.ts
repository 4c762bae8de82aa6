import type { ApplicationFailure } from '@temporalio/common'
import type { Application, ApplicationRun } from '../src/contracts/application.js'
import { FailureType } from '../src/contracts/failures.js'
import { differenceBetween, isSamePerson, updatedPerson, type Person } from '../src/domain/same-person.js'
import type { Odoo } from '../src/odoo/client/client.js'
import { databaseUuid, type DatabaseUuid } from '../src/odoo/database-uuid.js'
import { Student } from '../src/odoo/schema/index.js'
import { latestRun, registeredRun, type RegisteredRun } from '../src/store/application-runs.js'
import {
  noteAnotherPerson,
  personOf,
  rememberPerson,
  type PersonRow,
} from '../src/store/remembered-people.js'
import type { Store } from '../src/store/store.js'
import { failure } from './failures.js'

/** Of the student: what says who they are. */
export const PERSON_FIELDS = ['createDate', 'email'] as const

/**
 * Whether a student's record is still about the person of the application. Every activity that
 * reads or writes a student's records asks here first. Nothing is known about a run that the
 * register does not have, so nothing is compared.
 */
export class PersonCheck {
  readonly #store: Store
  readonly databaseUuid: DatabaseUuid

  constructor({ odoo, store }: { readonly odoo: Pick<Odoo, 'searchRead'>; readonly store: Store }) {
    this.#store = store
    this.databaseUuid = databaseUuid(odoo)
  }

  /** Throws `AnotherPerson`. Otherwise remembers what the record says now. */
  async confirm(run: ApplicationRun, row: PersonRow): Promise<void> {
    const difference = await this.differenceOf(run, row)
    if (difference) throw difference
  }

  /** Returns the failure instead; null: it is the same person. */
  async differenceOf(run: ApplicationRun, row: PersonRow): Promise<ApplicationFailure | null> {
    const registered = await registeredRun(this.#store, run)
    if (!registered || (await this.isSame(registered, row))) return null
    const difference = differenceBetween(registered.person, await this.#personOf(row))
    const message = `The student’s record in Odoo is about another person than this application. ${difference}`
    return failure(FailureType.AnotherPerson, message, { studentId: run.studentId })
  }

  /** The same for an activity that does not know the run: the latest one counts. */
  async confirmLatest(application: Application, row: PersonRow): Promise<void> {
    const latest = await latestRun(this.#store, application)
    if (latest) await this.confirm(latest, row)
  }

  /** The same for an activity that does not read the student otherwise. One call to Odoo. */
  async confirmStudent(odoo: Odoo, run: ApplicationRun): Promise<void> {
    if ((await registeredRun(this.#store, run)) === undefined) return
    await this.confirm(run, await readPerson(odoo, run))
  }

  /** Whether the record is about the person of the run. Remembers the answer. */
  async isSame(run: RegisteredRun, row: PersonRow): Promise<boolean> {
    const present = await this.#personOf(row)
    if (!isSamePerson(run.person, present)) {
      await noteAnotherPerson(this.#store, run)
      return false
    }
    const person = updatedPerson(run.person, present)
    if (!isEqual(person, run.person)) await rememberPerson(this.#store, run, person)
    return true
  }

  /** Remembers the person whom the record is about now, because a person said that it is right. */
  async accept(odoo: Odoo, run: ApplicationRun): Promise<void> {
    await rememberPerson(this.#store, run, await this.#personOf(await readPerson(odoo, run)))
  }

  async #personOf(row: PersonRow): Promise<Person> {
    return personOf(row, await this.databaseUuid())
  }
}

async function readPerson(odoo: Odoo, { studentId }: Application): Promise<PersonRow> {
  const [student] = await odoo.read(Student, [studentId], PERSON_FIELDS)
  if (!student) throw failure(FailureType.OdooMissing, 'The student no longer exists in Odoo.', { studentId })
  return student
}

const isEqual = (a: Person, b: Person) =>
  a.createdAt === b.createdAt && a.mailboxHash === b.mailboxHash && a.databaseUuid === b.databaseUuid
