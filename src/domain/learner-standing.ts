import type { DecisionBasis } from './decision-basis.js'
import type { ProgramSnapshot } from './snapshot.js'

/**
 * Where a learner stands in a program, and what they can do about it, as their own page says it.
 * What only staff can put right is not shown to them: it is being arranged.
 */
export type Standing =
  | 'received'
  | 'in_review'
  | 'being_arranged'
  | 'ready'
  | 'learning'
  | 'overdue'
  | 'paused'
  | 'certificate_check'
  | 'certified'
  | 'not_admitted'
  | 'not_certified'
  | 'withdrawn'
  | 'closed'

const STANDINGS: Readonly<Record<string, Readonly<Record<string, Standing>>>> = {
  enrollment: {
    received: 'received',
    review: 'in_review',
    identity: 'being_arranged',
    enrolling: 'being_arranged',
    awaiting_agent: 'being_arranged',
    problem: 'being_arranged',
    address_rejected: 'being_arranged',
    training_started: 'ready',
    rejected: 'not_admitted',
    lapsed: 'closed',
    withdrawn: 'withdrawn',
    already_certified: 'certified',
    already_finished: 'closed',
    not_open: 'closed',
  },
  progress: {
    not_started: 'ready',
    in_progress: 'learning',
    stalled: 'learning',
    problem: 'learning',
    overdue: 'overdue',
    paused: 'paused',
    certificate_pending: 'certificate_check',
    certified: 'certified',
    declined: 'not_certified',
    withdrawn: 'withdrawn',
  },
  certificate: {
    validating: 'certificate_check',
    flagged: 'certificate_check',
    problem: 'certificate_check',
    issuing: 'certificate_check',
    address_rejected: 'certificate_check',
    issued: 'certified',
    expired: 'certified',
    declined: 'not_certified',
    revoked: 'closed',
    deleted_in_odoo: 'closed',
    withdrawn: 'withdrawn',
  },
}

/** `stage`: that of the flow which the application is in. */
export const standingOf = (flow: string, stage: string): Standing =>
  STANDINGS[flow]?.[stage] ?? 'being_arranged'

/** Something that the learner can do, or that somebody waits for. */
export type OpenItem =
  | { readonly kind: 'sign_in' }
  | { readonly kind: 'fact'; readonly criterion: string }
  /** `type`: as Odoo names it. */
  | { readonly kind: 'document'; readonly type: string }
  | {
      readonly kind: 'requirement'
      readonly criterion: string
      readonly courseIntegrationId: number | null
    }

/** What is missing for the next step. Courses that are not complete are shown on their own. */
export function openItems(
  standing: Standing,
  { verdict, check }: DecisionBasis,
  snapshot: ProgramSnapshot | null,
): OpenItem[] {
  switch (standing) {
    case 'in_review':
      return (verdict?.reasons ?? []).flatMap(({ criterion, kind, message }): OpenItem[] => {
        if (criterion === 'document') return [{ kind: 'document', type: documentIn(message) }]
        return kind === 'missing' ? [{ kind: 'fact', criterion }] : []
      })
    case 'certificate_check':
      return (check?.requirements ?? []).flatMap(({ met, criterion, courseIntegrationId }): OpenItem[] => {
        if (met || criterion === 'no_other_certificate') return []
        if (criterion === 'documents') return documentsOf(snapshot)
        return [{ kind: 'requirement', criterion, courseIntegrationId }]
      })
    case 'ready':
    case 'learning':
    case 'overdue':
      return [
        ...(snapshot?.neverSignedIn === true ? [{ kind: 'sign_in' } as const] : []),
        ...documentsOf(snapshot),
      ]
    default:
      return []
  }
}

const documentsOf = (snapshot: ProgramSnapshot | null): OpenItem[] =>
  (snapshot?.openDocuments ?? []).map((type) => ({ kind: 'document', type }))

/** Verdicts name the type of a document in their message only. */
const documentIn = (message: string): string => /^Document "([^"]*)"/.exec(message)?.[1] ?? 'other'
