import type { Schemas } from '../../api/client.js'

/** Everything that the API says about an application. */
export type ApplicationDetail = Schemas['EnrollmentDetail']
