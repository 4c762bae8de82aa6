import type { ApplicationStatus, countByStage } from '../../store/applications.js'
import type { IntakeOverview } from '../../intake/overview.js'
import { stateSentences, type SystemState } from '../../availability/system-states.js'
import type { Alarm } from '../../store/alarms.js'
import type { Review } from '../../store/reviews.js'
import { ago, readable } from './format.js'
import { html, type Html } from '../../html.js'
import { layout } from './layout.js'
import { reviewCard, type ReviewCardView } from './review-card.js'

/**
 * What the home page shows. It contains Odoo ids and program names but no personal data: the
 * student's record is one click away in Odoo.
 */
export interface HomeView extends ReviewCardView {
  readonly organization: string
  readonly notice: Notice | null
  /** Faults that concern everybody. */
  readonly alarms: readonly Alarm[]
  readonly systems: readonly SystemState[]
  readonly reviews: readonly Review[]
  readonly moreReviews: boolean
  readonly counts: Awaited<ReturnType<typeof countByStage>>
  /** null: not for this reader. */
  readonly intakes: readonly IntakeOverview[] | null
  readonly latest: readonly ApplicationStatus[]
  readonly certificates: readonly LatestCertificate[]
  /** Links to the other user interfaces. */
  readonly navigation: readonly { readonly label: string; readonly href: string }[]
}

/** The outcome of the form that was sent last. */
export interface Notice {
  readonly kind: 'done' | 'failed'
  readonly text: string
}

interface LatestCertificate {
  readonly number: string
  readonly token: string
  readonly program: string
  readonly issuedAt: Date
}

export function homePage(view: HomeView): Html {
  const { reviews, notice, counts, certificates, latest } = view
  const total = counts.reduce((sum, { count }) => sum + count, 0)
  return layout(
    view.organization,
    html`${pageHeader(view)}
      ${stateSentences(view.systems).map((text) => html`<p class="message failed" role="status">${text}</p>`)}
      ${view.alarms.map(({ message }) => html`<p class="message failed" role="alert">${message}</p>`)}
      ${notice && html`<p class="message ${notice.kind}" role="status">${notice.text}</p>`}
      <main>
        <section>
          <h2>To review <span class="count">${reviews.length}${view.moreReviews && '+'}</span></h2>
          ${
            reviews.length === 0
              ? html`<p class="hint">
                  ${
                    view.alarms.length === 0
                      ? 'Nothing to review. All students are progressing automatically.'
                      : 'Nothing to review. Work waits for the alarm above.'
                  }
                </p>`
              : reviews.map((review) => reviewCard(review, view))
          }
        </section>
        <aside>
          <section>
            <h2>Applications by stage <span class="count">${total}</span></h2>
            ${total === 0 ? html`<p class="hint">No applications yet.</p>` : stageCounts(counts, total)}
          </section>
          ${view.intakes && intakeSection(view.intakes, view)}
          <section>
            <h2>Latest certificates</h2>
            ${certificates.length === 0 && html`<p class="hint">None issued yet.</p>`}
            <ul class="rows">
              ${certificates.map((certificate) => certificateRow(certificate, view))}
            </ul>
          </section>
          <section>
            <h2>Recent changes</h2>
            ${latest.length === 0 && html`<p class="hint">No changes yet.</p>`}
            <ul class="rows">
              ${latest.map((application) => applicationRow(application, view))}
            </ul>
          </section>
        </aside>
      </main>`,
  )
}

const pageHeader = ({ organization, navigation, csrfToken }: HomeView): Html =>
  html`<header class="top">
    <h1>${organization}</h1>
    <nav>
      ${navigation.map(({ label, href }) => html`<a href="${href}">${label}</a>`)}
      <form method="post" action="/logout">
        <input type="hidden" name="_csrf" value="${csrfToken}" /><button class="plain">Log out</button>
      </form>
    </nav>
  </header>`

const stageCounts = (counts: HomeView['counts'], total: number): Html =>
  html`<dl class="bars">
    ${counts.map(
      ({ flow, stage, count }) =>
        html`<div>
          <dt><a href="/v1/enrollments?stage=${stage}">${readable(stage)}</a> <small>${flow}</small></dt>
          <dd><meter min="0" max="${total}" value="${count}">${count}</meter> ${count}</dd>
        </div>`,
    )}
  </dl>`

function applicationRow(
  { program_id, student_id, stage, workflow_id, updated_at }: ApplicationStatus,
  { links, programName, now }: HomeView,
): Html {
  const application = { programId: program_id, studentId: student_id }
  const workflow = links.workflow(workflow_id)
  return html`<li>
    <span
      ><a href="${links.odoo('student', student_id)}">Student ${student_id}</a>
      <small>${programName(program_id)}</small></span
    >
    <span class="chip">${readable(stage)}</span>
    <span class="links">
      ${workflow && html`<a href="${workflow}">Workflow</a>`}
      <a href="${links.enrollment(application)}">Details</a>
      <time datetime="${updated_at.toISOString()}">${ago(updated_at, now)}</time>
    </span>
  </li>`
}

const intakeSection = (intakes: readonly IntakeOverview[], view: HomeView): Html =>
  html`<section>
    <h2>Intake</h2>
    ${intakes.length === 0 && html`<p class="hint">No programs have been read yet.</p>`}
    <ul class="rows">
      ${intakes.map((intake) => intakeRow(intake, view))}
    </ul>
  </section>`

function intakeRow(
  { programId, mode, since, applicants, isComplete }: IntakeOverview,
  { links, programName }: HomeView,
): Html {
  const { enroll = 0, agent = 0, review = 0, cannot_apply: cannot = 0 } = applicants
  const found = `${enroll} to enroll, ${agent} for an agent, ${review} to review, ${cannot} cannot apply`
  return html`<li>
    <span>
      <a href="${links.odoo('program', programId)}">${programName(programId)}</a>
      ${mode !== 'off' && since !== null && html`<small>created since ${since}</small>`}
    </span>
    <span class="chip">${mode}</span>
    <span class="links">
      ${
        mode === 'preview' &&
        html`<a href="/v1/programs/${programId}/applicants">${found}</a> ${!isComplete && 'Still reading.'}`
      }
      <a href="/v1/programs/${programId}/policy">Policy</a>
      <a href="/v1/programs/${programId}/dry-runs">Dry runs</a>
    </span>
  </li>`
}

const certificateRow = (
  { number, token, program, issuedAt }: LatestCertificate,
  { links, now }: HomeView,
): Html =>
  html`<li>
    <span><strong>${number}</strong> <small>${program}</small></span>
    <span class="links">
      <a href="/v1/certificates/${number}.pdf">PDF</a>
      <a href="${links.verification(token)}">Verify</a>
      <time datetime="${issuedAt.toISOString()}">${ago(issuedAt, now)}</time>
    </span>
  </li>`
