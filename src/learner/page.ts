import type { MailLanguage } from '../contracts/mail.js'
import { splitTitle } from '../domain/bilingual.js'
import type { OpenItem, Standing } from '../domain/learner-standing.js'
import type { Component } from '../domain/policy.js'
import { Html, html } from '../html.js'
import { Isolated, LOCALE, phrase, type PhraseValues, toHtml } from '../mail/phrase.js'
import { STYLE_ELEMENT } from './style.js'
import { ar } from './texts.ar.js'
import { en, type LearnerTexts } from './texts.en.js'

/** What a learner's page shows. */
export interface LearnerView {
  readonly language: MailLanguage
  /** Of the learner, in their language. */
  readonly name: string
  readonly organization: string
  /** Last part of the page's address: forms and links are relative to it. */
  readonly token: string
  /** The form that was sent last has changed something. */
  readonly isSaved: boolean
  readonly programs: readonly ProgramView[]
  readonly certificates: readonly CertificateView[]
  /** Whom to ask. `name`: null where nobody is assigned to the learner. */
  readonly contact: { readonly name: string | null; readonly email: string | null }
  readonly remindersOff: boolean
  /** All courses of the learner in Odoo. */
  readonly coursesUrl: string
  /** The center's. */
  readonly timeZone: string
}

export interface ProgramView {
  readonly title: string
  readonly standing: Standing
  /** Percent; null: nothing has been read yet. */
  readonly overall: number | null
  readonly asOf: Date | null
  readonly courses: readonly CourseView[]
  readonly openItems: readonly OpenItem[]
}

export interface CourseView {
  readonly courseIntegrationId: number
  readonly name: string
  readonly state: 'not_open' | 'open' | 'completed'
  /** Percent, also of the parts; null: not part of the course. */
  readonly overall: number
  readonly threshold: number
  readonly parts: Readonly<Record<Component, number | null>>
}

export interface CertificateView {
  readonly number: string
  readonly title: string
  readonly state: string
  /** ISO dates. */
  readonly issuedOn: string
  readonly validUntil: string | null
  readonly hasPdf: boolean
  readonly verificationUrl: string
}

const TEXTS = { en, ar }

/** Writes the messages of a language. Names and numbers keep their own direction. */
const writer =
  (language: MailLanguage) =>
  (message: string, values: PhraseValues = {}): Html =>
    toHtml(language, phrase(language, message, values))
type Write = ReturnType<typeof writer>

/** The page of a learner: HTML in their language, without scripts or anything from elsewhere. */
export function learnerPage(view: LearnerView): string {
  const { language, token } = view
  const t = TEXTS[language]
  const write = writer(language)
  return wholePage(
    language,
    t.title,
    html`<header>
        <p class="center">${view.organization}</p>
        <h1>${write(t.hello, { name: new Isolated(view.name) })}</h1>
        ${view.isSaved && html`<p class="saved" role="status">${t.saved}</p>`}
      </header>
      ${view.programs.length === 0 && html`<section><p>${t.empty}</p></section>`}
      ${view.programs.map((program) => programSection(view, program, t, write))}
      ${view.certificates.length > 0 && certificateSection(view, t, write)} ${contactSection(view, t, write)}
      <section aria-labelledby="settings">
        <h2 id="settings">${t.settings}</h2>
        <form method="post" action="${token}/language">
          <fieldset>
            <legend>${t.language}</legend>
            ${(['en', 'ar'] as const).map((choice) => {
              const name = choice === 'en' ? t.english : t.arabic
              return html`<button
                name="language"
                value="${choice}"
                lang="${choice}"
                ${pressed(choice === language)}
              >
                ${name}
              </button> `
            })}
          </fieldset>
        </form>
        <form method="post" action="${token}/reminders">
          <fieldset id="reminders">
            <legend>${t.reminders}</legend>
            <p>${view.remindersOff ? t.remindersOff : t.remindersOn}</p>
            <button name="reminders" value="${view.remindersOff ? 'on' : 'off'}">
              ${view.remindersOff ? t.switchOn : t.switchOff}
            </button>
          </fieldset>
        </form>
      </section>
      <footer><p>${t.private}</p></footer>`,
  )
}

const pressed = (isPressed: boolean) => new Html(`aria-pressed="${isPressed}"`)

function programSection(view: LearnerView, program: ProgramView, t: LearnerTexts, write: Write): Html {
  const { standing, overall, asOf, courses, openItems } = program
  const title = titleIn(view.language, program.title)
  return html`<section>
    <h2>${title}</h2>
    <p class="standing">${t.standings[standing]}</p>
    ${
      overall !== null &&
      html`<p>${write(t.progress, { percent: Math.floor(overall) })}</p>
        ${bar(overall, title)}`
    }
    ${
      openItems.length > 0 &&
      html`<h3>${t.missing}</h3>
        <ul>
          ${openItems.map((item) => html`<li>${openItemText(item, program, t, write)}</li> `)}
        </ul>
        <p>${write(t.askAbout, { who: new Isolated(view.contact.name ?? view.organization) })}</p>`
    }
    ${
      courses.length > 0 &&
      html`<h3>${t.courses}</h3>
        <ul class="courses">
          ${courses.map((course) => courseItem(course, view, t, write))}
        </ul>
        <p><a href="${view.coursesUrl}" rel="noreferrer">${t.openCourses}</a></p>`
    }
    ${asOf && html`<p class="quiet">${write(t.asOf, { date: instant(view, asOf) })}</p>`}
  </section> `
}

function courseItem(course: CourseView, { language }: LearnerView, t: LearnerTexts, write: Write): Html {
  const { state, overall, threshold, parts } = course
  const name = titleIn(language, course.name)
  const shown = Object.entries(parts).filter(([, percent]) => percent !== null)
  return html`<li>
    <p class="course">
      <strong>${name}</strong>
      <span>
        ${
          state === 'not_open'
            ? t.notOpen
            : state === 'completed'
              ? t.completed
              : write(t.coursePercent, { percent: Math.floor(overall), threshold: Math.ceil(threshold) })
        }
      </span>
    </p>
    ${state === 'open' && bar(overall, name)}
    ${
      state === 'open' &&
      shown.length > 0 &&
      html`<p class="quiet">
        ${shown.map(
          ([part, percent]) =>
            html`<span>${write(t.part, { part, percent: Math.floor(percent ?? 0) })}</span> `,
        )}
      </p>`
    }
  </li> `
}

function openItemText(
  item: OpenItem,
  { courses }: ProgramView,
  t: LearnerTexts,
  write: Write,
): Html | string {
  switch (item.kind) {
    case 'sign_in':
      return t.signIn
    case 'fact':
      return write(t.fact, { criterion: item.criterion })
    case 'document':
      return write(t.document, { type: item.type })
    case 'requirement': {
      const course = courses.find((one) => one.courseIntegrationId === item.courseIntegrationId)
      return write(t.requirement, {
        criterion: item.criterion,
        inCourse: course ? 'yes' : 'no',
        course: new Isolated(course?.name ?? ''),
      })
    }
  }
}

function certificateSection(view: LearnerView, t: LearnerTexts, write: Write): Html {
  return html`<section aria-labelledby="certificates">
    <h2 id="certificates">${t.certificates}</h2>
    <ul class="courses">
      ${view.certificates.map(
        ({ number, title, state, issuedOn, validUntil, hasPdf, verificationUrl }) =>
          html`<li>
            <p class="course">
              <strong>${titleIn(view.language, title)}</strong>
              <span>${write(t.certificateState, { state })}</span>
            </p>
            <p class="quiet">
              <span>${write(t.certificate, { number })}</span>
              <span>${write(t.issuedOn, { date: day(view, issuedOn) })}</span>
              ${validUntil !== null && html`<span>${write(t.validUntil, { date: day(view, validUntil) })}</span>`}
            </p>
            <p class="links">
              ${hasPdf && html`<a href="${view.token}/certificates/${number}.pdf">${write(t.download)}</a>`}
              <a href="${verificationUrl}">${t.verify}</a>
            </p>
          </li> `,
      )}
    </ul>
  </section> `
}

const contactSection = ({ contact, organization }: LearnerView, t: LearnerTexts, write: Write): Html =>
  html`<section aria-labelledby="contact">
    <h2 id="contact">${t.contact}</h2>
    <p>
      ${
        contact.name === null
          ? write(t.contactCenter, { organization: new Isolated(organization) })
          : write(t.contactAgent, { name: new Isolated(contact.name) })
      }
      ${contact.email !== null && html`<a href="mailto:${contact.email}"><bdi dir="ltr">${contact.email}</bdi></a>`}
    </p>
  </section> `

const bar = (percent: number, name: string) =>
  html`<progress max="100" value="${Math.floor(percent)}" aria-label="${name}"></progress>`

function titleIn(language: MailLanguage, title: string): string {
  const { arabic, latin } = splitTitle(title)
  return (language === 'ar' ? (arabic ?? latin) : (latin ?? arabic)) ?? title
}

const day = ({ language }: LearnerView, date: string) =>
  new Isolated(
    new Intl.DateTimeFormat(LOCALE[language], { dateStyle: 'long', timeZone: 'UTC' }).format(
      new Date(`${date}T00:00:00Z`),
    ),
  )

const instant = ({ language, timeZone }: LearnerView, at: Date) =>
  new Isolated(
    new Intl.DateTimeFormat(LOCALE[language], {
      day: 'numeric',
      month: 'long',
      hour: '2-digit',
      minute: '2-digit',
      timeZone,
      timeZoneName: 'short',
    }).format(at),
  )

/** Why there is no page at an address. */
export type NoPage =
  /** The address is wrong, old or revoked. */
  | 'unknown_link'
  | 'too_many_requests'
  /** The sync has not read the learner yet. */
  | 'not_ready'

const NO_PAGE: Readonly<Record<NoPage, { readonly en: readonly string[]; readonly ar: readonly string[] }>> =
  {
    unknown_link: {
      en: [
        'This link does not work (any more)',
        'Open the link in the newest email that you have from us: each email has one. If you have copied the address, check that it is complete. When your email address changes, older links end.',
      ],
      ar: [
        'هذا الرابط لا يعمل أو لم يعد صالحًا',
        'افتحوا الرابط في أحدث رسالة وصلتكم منا، ففي كل رسالة رابط. وإن نسختم العنوان فتأكدوا من أنه كامل. عندما يتغير عنوان بريدكم الإلكتروني تنتهي الروابط الأقدم.',
      ],
    },
    too_many_requests: {
      en: ['Please wait a moment', 'There were too many requests. Try again in a minute.'],
      ar: ['يُرجى الانتظار قليلًا', 'كانت الطلبات كثيرة جدًا. حاولوا مرة أخرى بعد دقيقة.'],
    },
    not_ready: {
      en: ['Your page is not ready yet', 'Try again in a few minutes.'],
      ar: ['صفحتكم ليست جاهزة بعد', 'حاولوا مرة أخرى بعد بضع دقائق.'],
    },
  }

/** A page for an address that shows nothing: what to do, in both languages. */
export function noLearnerPage(
  reason: NoPage,
  { organization, email }: { readonly organization: string; readonly email: string | null },
): string {
  const { en: english, ar: arabic } = NO_PAGE[reason]
  const address = email !== null && html`<a href="mailto:${email}"><bdi dir="ltr">${email}</bdi></a>`
  return wholePage(
    'en',
    english[0] ?? '',
    html`<header><p class="center">${organization}</p></header>
      <section>
        <h1>${english[0]}</h1>
        <p>${english[1]}</p>
        ${reason === 'unknown_link' && address && html`<p>If that does not help, write to us: ${address}</p>`}
      </section>
      <section lang="ar" dir="rtl">
        <h2>${arabic[0]}</h2>
        <p>${arabic[1]}</p>
        ${reason === 'unknown_link' && address && html`<p>إن لم يُجدِ ذلك فراسلونا: ${address}</p>`}
      </section>`,
  )
}

const wholePage = (language: MailLanguage, title: string, content: Html): string =>
  html`<!doctype html>
    <html lang="${language}" dir="${language === 'ar' ? 'rtl' : 'ltr'}">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="robots" content="noindex, nofollow" />
        <meta name="referrer" content="no-referrer" />
        <title>${title}</title>
        ${STYLE_ELEMENT}
        <link rel="icon" href="data:," />
      </head>
      <body>
        <main>${content}</main>
      </body>
    </html> `.text
