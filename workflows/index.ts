/** The bundle: one export a workflow type. */
export { certificate } from './certificate.js'
export { certificateRecord } from './certificate-record.js'
export { contentCompletion } from './content-completion.js'
export { enrollment } from './enrollment.js'
export { progress } from './progress.js'
export { reconciliation } from './reconciliation.js'
export { sweep } from './sweep.js'
export { webhookDrain } from './webhook-drain.js'
