/**
 * An *application* is one student in one program. Every workflow, register and list belongs to this
 * pair, so every id is made from it. Odoo ids only: no name and no address may ever enter an id.
 */
export interface Application {
  readonly programId: number
  readonly studentId: number
}

/**
 * One run of an application. The first is 1; a person who reopens a closed application starts the
 * next.
 */
export interface ApplicationRun extends Application {
  readonly run: number
}

/** The plan's three flowcharts. */
export const FLOWS = ['enrollment', 'progress', 'certificate'] as const
export type Flow = (typeof FLOWS)[number]

const key = ({ programId, studentId }: Application) => `${programId}/${studentId}`

export const enrollmentId = (application: Application) => `enrollment/${key(application)}`
export const progressId = (application: Application) => `progress/${key(application)}`
/** Each version is an execution of its own; a reissue starts the next one. */
export const certificateId = (application: Application, version: number) =>
  `certificate/${key(application)}/v${version}`

/** `7-4711`: program, student; how the API names an application in its addresses. */
export const applicationRef = ({ programId, studentId }: Application) => `${programId}-${studentId}`
