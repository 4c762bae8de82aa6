import { applicationRef } from '../../contracts/application.js'
import { DECISIONS_WITH_REASON, type Decision } from '../../contracts/tasks.js'
import type { ApplicationStatus, countByStage } from '../../store/applications.js'
import type { Review } from '../../store/reviews.js'
import type { Links } from '../links.js'
import { reviewBody } from '../routes/reviews.js'
import { html, type Html } from '../../html.js'

/** What the home page shows. Odoo ids and names of programs only: whoever needs the person opens her record in Odoo. */
export interface HomeView {
  readonly organization: string
  readonly now: Date
  readonly formToken: string
  /** One for each form: a button that is pressed twice gives one command. */
  readonly newCommandKey: () => string
  readonly message: { readonly kind: 'done' | 'failed'; readonly text: string } | null
  readonly reviews: readonly Review[]
  readonly moreReviews: boolean
  readonly counts: Awaited<ReturnType<typeof countByStage>>
  readonly latest: readonly ApplicationStatus[]
  readonly certificates: readonly NewCertificate[]
  readonly programName: (programId: number) => string
  readonly links: Links
  readonly pages: readonly { readonly label: string; readonly href: string }[]
}

interface NewCertificate {
  readonly number: string
  readonly token: string
  readonly program: string
  readonly issuedAt: Date
}

export function homePage(view: HomeView): Html {
  const { reviews, message, pages, formToken } = view
  const total = view.counts.reduce((sum, { count }) => sum + count, 0)
  return document(
    view.organization,
    html`<header class="top">
        <h1>${view.organization}</h1>
        <nav>
          ${pages.map(({ label, href }) => html`<a href="${href}">${label}</a>`)}
          <form method="post" action="/logout">
            <input type="hidden" name="formToken" value="${formToken}" /><button class="plain">
              Log out
            </button>
          </form>
        </nav>
      </header>
      ${message && html`<p class="message ${message.kind}" role="status">${message.text}</p>`}
      <main>
        <section class="waiting">
          <h2>Waits for a person <span class="count">${reviews.length}${view.moreReviews && '+'}</span></h2>
          ${
            reviews.length === 0
              ? html`<p class="calm">Nothing. Every student goes on without a hand.</p>`
              : reviews.map((review) => reviewCard(review, view))
          }
        </section>
        <aside>
          <section>
            <h2>Students by state <span class="count">${total}</span></h2>
            ${total === 0 ? html`<p class="calm">No applications yet.</p>` : bars(view.counts, total)}
          </section>
          <section>
            <h2>Newest certificates</h2>
            ${view.certificates.length === 0 && html`<p class="calm">None issued yet.</p>`}
            <ul class="rows">
              ${view.certificates.map((certificate) => certificateRow(certificate, view))}
            </ul>
          </section>
          <section>
            <h2>Last changes</h2>
            <ul class="rows">
              ${view.latest.map((enrollment) => enrollmentRow(enrollment, view))}
            </ul>
          </section>
        </aside>
      </main>`,
  )
}

export const loginPage = (organization: string, failed: boolean): Html =>
  document(
    organization,
    html`<main class="login">
      <h1>${organization}</h1>
      ${failed && html`<p class="message failed" role="alert">That is not a valid key.</p>`}
      <form method="post" action="/login">
        <label
          >API key <input name="key" type="password" autocomplete="current-password" required autofocus
        /></label>
        <button class="primary">Log in</button>
      </form>
      <p class="calm">The key was made at the first start and lies in <code>data/api-key</code>.</p>
    </main>`,
  )

const document = (title: string, body: Html): Html =>
  html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <title>${title} · Training</title>
        <link rel="stylesheet" href="/home.css" />
        <link rel="icon" href="data:," />
      </head>
      <body>
        ${body}
      </body>
    </html>`

function reviewCard(review: Review, view: HomeView): Html {
  const { programId, studentId, since } = review
  const { instructions, decisions, task, links } = reviewBody(review, view.links)
  return html`<article>
    <p class="who">
      <strong>${view.programName(programId)}</strong>
      <a href="${links.student}">Student ${studentId}</a>
      <span class="chip">${review.kind === 'task' ? words(review.task.kind) : 'email'}</span>
      ${task?.escalated && html`<span class="chip alarm">escalated</span>`}
      <time datetime="${since.toISOString()}">${ago(since, view.now)}</time>
    </p>
    <p class="instructions">${instructions}</p>
    ${decisions.length > 0 && answerForm(review, decisions, task?.choices ?? [], view)}
    <p class="links">
      ${links.temporal && html`<a href="${links.temporal}">Process</a>`}
      <a href="${links.enrollment}">Details</a>
    </p>
  </article>`
}

/**
 * Buttons for what the task accepts. Answers that need no reason may be sent with the comment left empty. The comment takes several lines,
 * because in a one-line field the Enter key would press the first button.
 */
function answerForm(
  review: Review,
  decisions: readonly Decision[],
  choices: readonly number[],
  view: HomeView,
): Html {
  const reasoned = decisions.some((decision) => DECISIONS_WITH_REASON.includes(decision))
  return html`<form method="post" action="/reviews/${applicationRef(review)}">
    <input type="hidden" name="formToken" value="${view.formToken}" />
    <input type="hidden" name="commandKey" value="${view.newCommandKey()}" />
    ${review.kind === 'task' && html`<input type="hidden" name="flow" value="${review.flow}" />`}
    ${choices.length > 0 && decisions.includes('use_contact') && contactChoice(choices, view)}
    <textarea
      name="comment"
      rows="1"
      maxlength="2000"
      aria-label="Comment"
      placeholder="${reasoned ? 'Why? (the decision keeps it)' : 'Comment'}"
      ${reasoned && 'required'}
    ></textarea>
    <span class="buttons">
      ${decisions.map(
        (decision, at) =>
          html`<button
            name="decision"
            value="${decision}"
            class="${at === 0 && decision !== 'issue_anyway' && 'primary'}"
            ${!DECISIONS_WITH_REASON.includes(decision) && 'formnovalidate'}
          >
            ${LABELS[decision]}
          </button>`,
      )}
    </span>
  </form>`
}

const contactChoice = (choices: readonly number[], { links }: HomeView): Html =>
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
  wait: 'Wait',
  decline: 'Decline',
}

const bars = (counts: HomeView['counts'], total: number): Html =>
  html`<dl class="bars">
    ${counts.map(
      ({ flow, stage, count }) =>
        html`<div>
          <dt><a href="/v1/enrollments?state=${stage}">${words(stage)}</a> <small>${flow}</small></dt>
          <dd><meter min="0" max="${total}" value="${count}">${count}</meter> ${count}</dd>
        </div>`,
    )}
  </dl>`

function enrollmentRow(
  { program_id, student_id, stage, workflow_id, updated_at }: ApplicationStatus,
  view: HomeView,
): Html {
  const application = { programId: program_id, studentId: student_id }
  const process = view.links.workflow(workflow_id)
  return html`<li>
    <span
      ><a href="${view.links.odoo('student', student_id)}">Student ${student_id}</a>
      <small>${view.programName(program_id)}</small></span
    >
    <span class="chip">${words(stage)}</span>
    <span class="links">
      ${process && html`<a href="${process}">Process</a>`}
      <a href="${view.links.enrollment(application)}">Details</a>
      <time datetime="${updated_at.toISOString()}">${ago(updated_at, view.now)}</time>
    </span>
  </li>`
}

const certificateRow = ({ number, token, program, issuedAt }: NewCertificate, view: HomeView): Html =>
  html`<li>
    <span><strong>${number}</strong> <small>${program}</small></span>
    <span class="links">
      <a href="/v1/certificates/${number}.pdf">PDF</a>
      <a href="${view.links.verification(token)}">Verify</a>
      <time datetime="${issuedAt.toISOString()}">${ago(issuedAt, view.now)}</time>
    </span>
  </li>`

const words = (key: string) => key.replaceAll('_', ' ')

const UNITS = [
  ['day', 86_400_000],
  ['hour', 3_600_000],
  ['minute', 60_000],
] as const
const RELATIVE = new Intl.RelativeTimeFormat('en', { numeric: 'always', style: 'short' })

/** `3 hr. ago`. Below a minute: `just now`. */
function ago(then: Date, now: Date): string {
  const elapsed = now.getTime() - then.getTime()
  const [unit, length] = UNITS.find(([, milliseconds]) => elapsed >= milliseconds) ?? []
  return unit ? RELATIVE.format(-Math.floor(elapsed / length), unit) : 'just now'
}
