import type { Certificate } from './register.js'
import { dayOf, longDate } from './facts.js'

/** What `/v/<token>` has to say: about a certificate, or that there is none. */
export type Verification =
  | { readonly status: 'unknown' }
  | {
      readonly status: 'valid' | 'expired' | 'revoked' | 'superseded'
      /** ISO date from which the status holds; for `valid` the day of issue. */
      readonly since: string
      readonly certificate: Certificate
    }

/** The status of a certificate on a day. A certificate is valid on its last day. */
export function verify(certificate: Certificate | undefined, now: Date): Verification {
  if (!certificate) return { status: 'unknown' }
  const { state, stateSince, issuedAt, validUntil } = certificate
  if (state !== 'valid') return { status: state, since: dayOf(stateSince), certificate }
  if (validUntil !== null && validUntil < dayOf(now))
    return { status: 'expired', since: validUntil, certificate }
  return { status: 'valid', since: dayOf(issuedAt), certificate }
}

/**
 * The public page: HTML in English and Arabic, complete without script, style sheet or image from elsewhere. It must be sent with
 * `X-Robots-Tag: noindex` and without a referrer, since the address is the secret.
 */
export function verificationPage(verification: Verification): string {
  const words = WORDS[verification.status]
  const since = verification.status === 'unknown' ? null : longDate(verification.since)
  return `<!doctype html>
<html lang="en" dir="ltr">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex, nofollow">
<meta name="referrer" content="no-referrer">
<title>${words.title.en} · ${words.title.ar}</title>
<style>${STYLE}</style>
</head>
<body>
<main class="${verification.status}">
<header>
<p class="mark" aria-hidden="true">${words.mark}</p>
<h1>${words.title.en}<br><span lang="ar" dir="rtl">${words.title.ar}</span></h1>
<p>${words.said.en}${since && words.dated ? ` <strong>${since.latin}</strong>.` : ''}</p>
<p lang="ar" dir="rtl">${words.said.ar}${since && words.dated ? ` <strong><bdi>${since.arabic}</bdi></strong>.` : ''}</p>
</header>
${verification.status === 'unknown' ? '' : details(verification.certificate)}
</main>
</body>
</html>
`
}

function details({ facts, number, issuedAt, sha256 }: Certificate): string {
  const rows: readonly (readonly [string, string, Printed])[] = [
    ['Awarded to', 'مُنحت إلى', facts.student],
    ['Program', 'البرنامج', facts.program],
    ['Completed', 'تاريخ الإتمام', longDate(facts.completedOn)],
    ['Issued', 'تاريخ الإصدار', longDate(dayOf(issuedAt))],
    [
      'Valid until',
      'صالحة حتى',
      facts.validUntil === null
        ? { latin: 'without limit', arabic: 'دون تاريخ انتهاء' }
        : longDate(facts.validUntil),
    ],
    ['Certificate number', 'رقم الشهادة', { latin: number, arabic: null }],
    ['Issuer', 'جهة الإصدار', facts.issuer],
    ['SHA-256 of the PDF', 'بصمة الملف', { latin: sha256, arabic: null }],
  ]
  return `<dl>\n${rows.map(row).join('\n')}\n</dl>`
}

interface Printed {
  readonly latin: string | null
  readonly arabic: string | null
}

function row([label, arabicLabel, { latin, arabic }]: readonly [string, string, Printed]): string {
  const values = [
    latin === null ? '' : `<dd><bdi>${escapeHtml(latin)}</bdi></dd>`,
    arabic === null ? '' : `<dd lang="ar" dir="rtl"><bdi>${escapeHtml(arabic)}</bdi></dd>`,
  ]
  return `<div><dt>${label} <span lang="ar" dir="rtl">${arabicLabel}</span></dt>${values.join('')}</div>`
}

const ESCAPES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
}
const escapeHtml = (text: string) => text.replace(/[&<>"']/g, (character) => ESCAPES[character] ?? character)

interface Words {
  readonly mark: string
  readonly title: { readonly en: string; readonly ar: string }
  /** A sentence; `dated`: it ends with the day since when. */
  readonly said: { readonly en: string; readonly ar: string }
  readonly dated: boolean
}

const WORDS: Readonly<Record<Verification['status'], Words>> = {
  valid: {
    mark: '✓',
    title: { en: 'This certificate is valid', ar: 'هذه الشهادة صالحة' },
    said: {
      en: 'It stands in the issuer’s register as shown here. It was issued on',
      ar: 'وهي مسجّلة لدى جهة الإصدار كما يظهر هنا. صدرت في',
    },
    dated: true,
  },
  expired: {
    mark: '!',
    title: { en: 'This certificate has expired', ar: 'انتهت صلاحية هذه الشهادة' },
    said: {
      en: 'It was issued as shown here. Its last day of validity was',
      ar: 'صدرت كما يظهر هنا، وكان آخر يوم لصلاحيتها',
    },
    dated: true,
  },
  revoked: {
    mark: '✕',
    title: { en: 'This certificate was revoked', ar: 'أُلغيت هذه الشهادة' },
    said: { en: 'It must no longer be relied on. It was revoked on', ar: 'لا يُعتدّ بها بعد الآن. أُلغيت في' },
    dated: true,
  },
  superseded: {
    mark: '!',
    title: { en: 'This certificate was replaced', ar: 'استُبدلت هذه الشهادة' },
    said: {
      en: 'A newer one has taken its place; ask the holder for it. It was replaced on',
      ar: 'صدرت شهادة أحدث بدلًا منها؛ اطلبها من حاملها. استُبدلت في',
    },
    dated: true,
  },
  unknown: {
    mark: '?',
    title: { en: 'There is no such certificate', ar: 'لا توجد شهادة بهذا الرمز' },
    said: {
      en: 'The register has no certificate at this address. Scan the code again, or type the whole address.',
      ar: 'لا يحوي السجل شهادة بهذا العنوان. امسح الرمز مرة أخرى أو اكتب العنوان كاملًا.',
    },
    dated: false,
  },
}

/** Contrast of every pair of colours is at least 4.5 : 1. */
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
.valid { --tone: #0f5c47; }
.expired, .superseded { --tone: #855400; }
.revoked { --tone: #9c1f2b; }
.unknown { --tone: #48535b; }
@media print { body { background: none; padding: 0; } main { box-shadow: none; } }
`
