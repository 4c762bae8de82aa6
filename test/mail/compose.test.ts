import assert from 'node:assert/strict'
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { compileMail, compiledPath, mailKinds } from '../../scripts/compile-mail.js'
import { composeMail } from '../../src/mail/compose.js'
import { instruct, say } from '../../src/domain/sentences/sentence.js'
import { MAIL_KINDS, STAFF_MAIL_KINDS } from '../../src/contracts/mail.js'
import { EXAMPLES, exampleContent } from './examples.js'

const GOLDEN = join(import.meta.dirname, 'golden')
const LANGUAGES = ['en', 'ar'] as const

/** `UPDATE_GOLDEN=1` writes the golden files. Review the difference before you commit it. */
async function matchesGolden(file: string, text: string): Promise<void> {
  const path = join(GOLDEN, file)
  if (process.env['UPDATE_GOLDEN'] === '1') {
    await mkdir(GOLDEN, { recursive: true })
    await writeFile(path, text)
  }
  assert.equal(text, await readFile(path, 'utf8'), file)
}

/** The visible text of the HTML part, without isolated runs. */
const visibleHtml = (html: string) =>
  html
    .replace(/<!--[\s\S]*?-->/g, '')
    .replace(/<(style|head)\b[\s\S]*?<\/\1>/g, '')
    .replace(/<bdi\b[^>]*>[\s\S]*?<\/bdi>/g, '')
    .replace(/<[^>]*>/g, '')
    .replace(/&\w+;/g, '')

/** The text part without isolated runs and without URLs, which are on lines of their own. */
const visibleText = (text: string) =>
  text.replace(/^https?:\S+$/gm, '').replace(/[\u2066\u2068][^\u2066-\u2069]*\u2069/g, '')

describe('Emails', () => {
  it('have compiled templates that match their MJML sources (npm run mail:compile)', async () => {
    assert.deepEqual((await mailKinds()).sort(), [...MAIL_KINDS, ...STAFF_MAIL_KINDS].sort())
    for (const kind of await mailKinds()) {
      assert.equal(await readFile(compiledPath(kind), 'utf8'), await compileMail(kind), kind)
    }
  })

  for (const body of EXAMPLES) {
    for (const language of LANGUAGES) {
      it(`of the kind ${body.kind} in ${language} match the golden files`, async () => {
        const { subject, html, text } = composeMail(exampleContent(language, body))
        await matchesGolden(`${body.kind}.${language}.html`, html)
        await matchesGolden(`${body.kind}.${language}.txt`, `Subject: ${subject}\n\n${text}`)
      })
    }

    it(`of the kind ${body.kind} in ar keep every Latin name, number and date in its own direction`, () => {
      const { subject, html, text } = composeMail(exampleContent('ar', body))
      assert.match(html, /<html lang="ar" dir="rtl"/)
      assert.doesNotMatch(html, /direction:\s*ltr/, 'by default MJML sets its sections from left to right')
      for (const rest of [subject, text].map(visibleText).concat(visibleHtml(html))) {
        assert.doesNotMatch(rest, /[A-Za-z0-9]/)
      }
      assert.doesNotMatch(subject + text + html, /[٠-٩]/, 'Western digits')
    })
  }

  it('use the right one of the six plural forms in Arabic', () => {
    const idle = (daysIdle: number) => {
      const body = {
        kind: 'reminder',
        number: 1,
        of: 3,
        daysIdle,
        courseUrl: 'https://x.example',
      } as const
      return composeMail(exampleContent('ar', body)).text.replace(/[\u2066-\u2069]/g, '')
    }
    assert.match(idle(1), /منذ يوم واحد\./)
    assert.match(idle(2), /منذ يومين\./)
    assert.match(idle(7), /منذ 7 أيام\./)
    assert.match(idle(11), /منذ 11 يومًا\./)
    assert.match(idle(100), /منذ 100 يوم\./)
    assert.match(idle(103), /منذ 103 أيام\./)
  })

  it('show what an earlier version said in English only as it is', () => {
    for (const language of LANGUAGES) {
      const content = exampleContent(language, {
        kind: 'review_request',
        task: 'eligibility',
        student: 'Amal Al-Harbi',
        reference: '7-4711',
        instructions: 'The birth date is missing.\u202E',
        lastDay: null,
        reminder: 0,
        escalated: false,
        taskUrl: 'https://training.example/app/work/7-4711-enrollment',
      })
      const { text } = composeMail(content)
      assert.match(text, /The birth date is missing\.(?!\u202E)/)
    }
  })

  it('allow no name to add markup, a second header or a direction control', () => {
    const name = 'Eve<script>alert(1)</script>\r\nBcc: all@students.example\u202E & "friends"'
    for (const language of LANGUAGES) {
      for (const body of EXAMPLES) {
        const hostile = {
          ...exampleContent(language, body),
          recipient: name,
          program: name,
          body:
            body.kind === 'review_request'
              ? { ...body, student: name, ...instruct(say('access_not_reported', { course: name })) }
              : body,
        }
        const { subject, html, text } = composeMail(hostile)
        assert.doesNotMatch(html, /<script/)
        assert.doesNotMatch(subject, /[\r\n]/)
        assert.doesNotMatch(subject + html + text, /\u202E/)
        assert.doesNotMatch(text, /^Bcc:/m)
      }
    }
  })
})
