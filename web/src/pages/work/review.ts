import type { Schemas } from '../../api/client.js'

export type Review = Schemas['Review']

/** A workflow has one open task at most; several emails of a student may have failed. */
export const keyOfReview = ({ ref, flow, emailId }: Review) =>
  emailId === null ? `${ref}-${flow ?? 'enrollment'}` : `${ref}-email-${emailId}`
