import type { Bilingual } from '../domain/bilingual.js'
import { dayIn } from '../domain/calendar.js'
import { Html, html } from '../html.js'
import { longDate } from './dates.js'
import type { RegisteredState } from '../domain/registered-state.js'
import type { Certificate } from './register.js'

/** What `/v/<token>` shows: the status of a certificate, or that there is none. */
export type Verification = { readonly status: 'unknown' } | CertificateStatus

interface CertificateStatus {
  readonly status: RegisteredState
  /** ISO date from which the status holds; for `valid` the day of issue. */
  readonly since: string
  readonly certificate: Certificate
}

/**
 * Returns the status of a certificate at a moment. It is valid to the end of its last day, in the
 * time zone of the center when it was issued.
 */
export function verify(certificate: Certificate, now: Date): CertificateStatus
export function verify(certificate: Certificate | undefined, now: Date): Verification
export function verify(certificate: Certificate | undefined, now: Date): Verification {
  if (!certificate) return { status: 'unknown' }
  const { state, stateSince, validUntil } = certificate
  const { issuedOn, timeZone } = certificate.facts
  if (state !== 'valid') return { status: state, since: dayIn(timeZone, stateSince), certificate }
  if (validUntil !== null && validUntil < dayIn(timeZone, now))
    return { status: 'expired', since: validUntil, certificate }
  return { status: 'valid', since: issuedOn, certificate }
}

/**
 * The public page: HTML in English and Arabic, without scripts, style sheets or images from
 * elsewhere. Send it with `X-Robots-Tag: noindex` and without a referrer, because its address is
 * the secret.
 */
export function verificationPage(verification: Verification): string {
  const { mark, title, sentence, dated } = TEXTS[verification.status]
  const date = verification.status === 'unknown' || !dated ? null : longDate(verification.since)
  const since = date && html` <strong>${date.latin}</strong>.`
  const arabicSince =
    date &&
    html` <strong><bdi>${date.arabic}</bdi></strong
      >.`
  return html`<!doctype html>
    <html lang="en" dir="ltr">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="robots" content="noindex, nofollow" />
        <meta name="referrer" content="no-referrer" />
        <title>${title.en} · ${title.ar}</title>
        <style>
          ${new Html(STYLE)}
        </style>
      </head>
      <body>
        <main class="${verification.status}">
          <header>
            <p class="mark" aria-hidden="true">${mark}</p>
            <h1>${title.en}<br /><span lang="ar" dir="rtl">${title.ar}</span></h1>
            <p>${sentence.en}${since}</p>
            <p lang="ar" dir="rtl">${sentence.ar}${arabicSince}</p>
          </header>
          ${verification.status !== 'unknown' && details(verification.certificate)}
        </main>
      </body>
    </html> `.text
}

function details({ facts, number, sha256, adoptedAt }: Certificate): Html {
  const rows: readonly (readonly [string, string, Bilingual])[] = [
    ['Awarded to', 'مُنحت إلى', facts.student],
    ['Program', 'البرنامج', facts.program],
    ['Completed', 'تاريخ الإتمام', longDate(facts.completedOn)],
    ['Issued', 'تاريخ الإصدار', longDate(facts.issuedOn)],
    [
      'Valid until',
      'صالحة حتى',
      facts.validUntil === null
        ? { latin: 'No expiration date', arabic: 'دون تاريخ انتهاء' }
        : longDate(facts.validUntil),
    ],
    ['Certificate number', 'رقم الشهادة', { latin: number, arabic: null }],
    ['Issuer', 'جهة الإصدار', facts.issuer],
    ...(sha256 === null
      ? []
      : [['SHA-256 of the PDF', 'بصمة الملف', { latin: sha256, arabic: null }] as const]),
  ]
  return html`<dl>${rows.map(row)}</dl>
    ${adoptedAt && adoptionNote(longDate(dayIn(facts.timeZone, adoptedAt)))}`
}

/** The name was not kept as printed, so it may have been corrected since. */
const adoptionNote = (date: { readonly latin: string; readonly arabic: string }): Html =>
  html`<footer>
    <p>
      The issuer restored this entry from its records on ${date.latin}. The name and the program are shown as
      they were then; compare the rest with the document.
    </p>
    <p lang="ar" dir="rtl">
      استعادت جهة الإصدار هذا القيد من سجلاتها في <bdi>${date.arabic}</bdi>، ويظهر الاسم والبرنامج كما كانا
      حينها؛ قارن بقية البيانات بالوثيقة.
    </p>
  </footer>`

const row = ([label, arabicLabel, { latin, arabic }]: readonly [string, string, Bilingual]) => {
  const latinValue = latin !== null && html`<dd><bdi>${latin}</bdi></dd>`
  const arabicValue = arabic !== null && html`<dd lang="ar" dir="rtl"><bdi>${arabic}</bdi></dd>`
  return html`<div>
    <dt>${label} <span lang="ar" dir="rtl">${arabicLabel}</span></dt>
    ${latinValue} ${arabicValue}
  </div> `
}

interface StatusTexts {
  readonly mark: string
  readonly title: { readonly en: string; readonly ar: string }
  /** A sentence; if `dated`, the day since when follows it. */
  readonly sentence: { readonly en: string; readonly ar: string }
  readonly dated: boolean
}

const TEXTS: Readonly<Record<Verification['status'], StatusTexts>> = {
  valid: {
    mark: '✓',
    title: { en: 'This certificate is valid', ar: 'هذه الشهادة صالحة' },
    sentence: {
      en: 'It is in the issuer’s register with the details shown here. It was issued on',
      ar: 'وهي مسجّلة لدى جهة الإصدار كما يظهر هنا. صدرت في',
    },
    dated: true,
  },
  expired: {
    mark: '!',
    title: { en: 'This certificate has expired', ar: 'انتهت صلاحية هذه الشهادة' },
    sentence: {
      en: 'It was issued with the details shown here. It was valid until',
      ar: 'صدرت كما يظهر هنا، وكان آخر يوم لصلاحيتها',
    },
    dated: true,
  },
  revoked: {
    mark: '✕',
    title: { en: 'This certificate has been revoked', ar: 'أُلغيت هذه الشهادة' },
    sentence: { en: 'Do not rely on it any longer. It was revoked on', ar: 'لا يُعتدّ بها بعد الآن. أُلغيت في' },
    dated: true,
  },
  superseded: {
    mark: '!',
    title: { en: 'This certificate has been replaced', ar: 'استُبدلت هذه الشهادة' },
    sentence: {
      en: 'There is a newer certificate; ask the holder for it. This one was replaced on',
      ar: 'صدرت شهادة أحدث بدلًا منها؛ اطلبها من حاملها. استُبدلت في',
    },
    dated: true,
  },
  withdrawn: {
    mark: '✕',
    title: { en: 'This certificate has been withdrawn', ar: 'سُحبت هذه الشهادة' },
    sentence: {
      en: 'The issuer no longer has it in its records; ask the issuer about it. It was withdrawn on',
      ar: 'لم تعد مسجّلة لدى جهة الإصدار؛ استفسر منها. سُحبت في',
    },
    dated: true,
  },
  unknown: {
    mark: '?',
    title: { en: 'Certificate not found', ar: 'لا توجد شهادة بهذا الرمز' },
    sentence: {
      en: 'There is no certificate at this address. Scan the code again, or enter the complete address.',
      ar: 'لا يحوي السجل شهادة بهذا العنوان. امسح الرمز مرة أخرى أو اكتب العنوان كاملًا.',
    },
    dated: false,
  },
}

/** Every pair of colors has a contrast of at least 4.5 : 1. */
const STYLE = `
:root { color-scheme: light; --ink: #1d2a33; --quiet: #56626b; --paper: #fff; --line: #e3dccb; }
* { box-sizing: border-box; }
body { margin: 0; padding: 1.5rem 1rem; background: #f6f3ec; color: var(--ink);
  font: 1.0625rem/1.6 Georgia, 'Times New Roman', 'Noto Naskh Arabic', 'Geeza Pro', serif; }
main { max-width: 40rem; margin: 0 auto; background: var(--paper); border-top: .375rem solid var(--tone);
  box-shadow: 0 1px 4px rgb(0 0 0 / .12); overflow-wrap: anywhere; }
header { padding: 1.75rem 1.5rem 1.25rem; text-align: center; }
h1 { margin: .75rem 0 1rem; font-size: 1.5rem; line-height: 1.6; font-weight: 600; color: var(--tone); }
header p { margin: .25rem 0; color: var(--quiet); }
header strong { color: var(--ink); white-space: nowrap; }
header .mark { width: 3rem; height: 3rem; margin: 0 auto; border-radius: 50%; background: var(--tone); color: #fff;
  font: 700 1.5rem/3rem system-ui, sans-serif; }
dl { margin: 0; padding: 0 1.5rem 1.5rem; }
dl div { padding: .7rem 0; border-top: 1px solid var(--line); }
dt { display: flex; justify-content: space-between; gap: 1rem; font-size: .875rem; color: var(--quiet); }
dd { margin: 0; font-size: 1.125rem; }
dd[dir='rtl'] { font-size: 1.25rem; }
footer { padding: 0 1.5rem 1.5rem; font-size: .875rem; color: var(--quiet); }
footer p { margin: .25rem 0; }
.valid { --tone: #0f5c47; }
.expired, .superseded { --tone: #855400; }
.revoked, .withdrawn { --tone: #9c1f2b; }
.unknown { --tone: #48535b; }
@media print { body { background: none; padding: 0; } main { box-shadow: none; } }
`
