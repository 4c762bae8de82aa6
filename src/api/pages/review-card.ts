import { type Decision, DECISIONS_WITH_REASON, type TaskKind } from '../../contracts/tasks.js'
import type { Review } from '../../store/reviews.js'
import type { Links } from '../links.js'
import { type BareReview, reviewBody } from '../serializers.js'
import { ago } from './format.js'
import { html, type Html } from '../../html.js'

export interface ReviewCardView {
  readonly now: Date
  readonly csrfToken: string
  /** Returns a new key for each form: a button that is pressed twice sends one command. */
  readonly newCommandKey: () => string
  readonly programName: (programId: number) => string
  readonly links: Links
}

const KINDS: Readonly<Record<TaskKind, string>> = {
  eligibility: 'Eligibility',
  identity: 'Contact',
  person: 'Another person?',
  enroll: 'Enrollment by an agent',
  problem: 'Problem in Odoo',
  address: 'Email address',
  certificate: 'Certificate',
}

const LABELS: Readonly<Record<Decision, string>> = {
  approve: 'Approve',
  reject: 'Reject',
  ask_more: 'Ask for more',
  use_contact: 'Use this contact',
  create_contact: 'Create a contact',
  enroll: 'Enroll',
  skip: 'Skip',
  retry: 'Try again',
  issue_anyway: 'Issue anyway',
  record_again: 'Record again',
  wait: 'Wait',
  decline: 'Decline',
  same_person: 'Same person',
  another_person: 'Another person',
  end: 'End the application',
}

/** What waits for a person: instructions, and a button for each decision that the task accepts. */
export function reviewCard(review: Review, view: ReviewCardView): Html {
  const { programId, studentId, since } = review
  const body = reviewBody(review, view.links)
  return html`<article>
    <p class="who">
      <strong>${view.programName(programId)}</strong>
      <a href="${body.links.student}">Student ${studentId}</a>
      <span class="chip">${review.kind === 'task' ? KINDS[review.task.kind] : 'Email'}</span>
      ${body.task?.escalated && html`<span class="chip alarm">Escalated</span>`}
      <time datetime="${since.toISOString()}">${ago(since, view.now)}</time>
    </p>
    <p class="instructions">${body.instructions}</p>
    ${body.decisions.length > 0 && decisionForm(body, view)}
    <p class="links">
      ${body.links.temporal && html`<a href="${body.links.temporal}">Workflow</a>`}
      <a href="${body.links.enrollment}">Details</a>
    </p>
  </article>`
}

/**
 * Decisions that need no reason may be sent without a comment. The comment has several lines,
 * because in a one-line field the Enter key would press the first button.
 */
function decisionForm({ ref, flow, decisions, task }: BareReview, view: ReviewCardView): Html {
  const choices = task?.choices ?? []
  const needsReason = (decision: Decision) => DECISIONS_WITH_REASON.includes(decision)
  const anyNeedsReason = decisions.some(needsReason)
  return html`<form method="post" action="/reviews/${ref}">
    <input type="hidden" name="_csrf" value="${view.csrfToken}" />
    <input type="hidden" name="commandKey" value="${view.newCommandKey()}" />
    ${flow && html`<input type="hidden" name="flow" value="${flow}" />`}
    ${choices.length > 0 && decisions.includes('use_contact') && contactChoice(choices, view)}
    <textarea
      name="comment"
      rows="1"
      maxlength="2000"
      aria-label="Comment"
      placeholder="${anyNeedsReason ? 'Reason (stored with the decision)' : 'Comment (optional)'}"
      ${anyNeedsReason && 'required'}
    ></textarea>
    <span class="buttons">
      ${decisions.map(
        (decision, index) =>
          html`<button
            name="decision"
            value="${decision}"
            class="${index === 0 && decision !== 'issue_anyway' && 'primary'}"
            ${!needsReason(decision) && 'formnovalidate'}
          >
            ${LABELS[decision]}
          </button>`,
      )}
    </span>
  </form>`
}

const contactChoice = (choices: readonly number[], { links }: ReviewCardView): Html =>
  html`<fieldset>
    <legend>Contact</legend>
    ${choices.map(
      (id) =>
        html`<label
          ><input type="radio" name="partnerId" value="${id}" />
          <a href="${links.odoo('partner', id)}">Contact ${id}</a></label
        >`,
    )}
  </fieldset>`
