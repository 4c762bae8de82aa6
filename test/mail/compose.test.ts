import assert from 'node:assert/strict'
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { compileMail, compiledPath, mailKinds } from '../../scripts/compile-mail.js'
import { composeMail } from '../../src/mail/compose.js'
import { GUARANTEE } from '../../src/mail/policy.js'
import { CONTENTS, letterOf } from './letters.js'

const GOLDEN = join(import.meta.dirname, 'golden')
const LANGUAGES = ['en', 'ar'] as const

/** `UPDATE_GOLDEN=1` writes the golden files instead of comparing; read the difference before you commit it. */
async function matchesGolden(file: string, text: string): Promise<void> {
  const path = join(GOLDEN, file)
  if (process.env['UPDATE_GOLDEN'] === '1') {
    await mkdir(GOLDEN, { recursive: true })
    await writeFile(path, text)
  }
  assert.equal(text, await readFile(path, 'utf8'), file)
}

/** What a reader sees of the HTML part, without what is isolated. */
const visible = (html: string) =>
  html
    .replace(/<!--[\s\S]*?-->/g, '')
    .replace(/<(style|head)\b[\s\S]*?<\/\1>/g, '')
    .replace(/<bdi\b[^>]*>[\s\S]*?<\/bdi>/g, '')
    .replace(/<[^>]*>/g, '')
    .replace(/&\w+;/g, '')

/** The text part without what is isolated, and without addresses of pages, which stand on lines of their own. */
const unguarded = (text: string) =>
  text.replace(/^https?:\S+$/gm, '').replace(/[\u2066\u2068][^\u2066-\u2069]*\u2069/g, '')

describe('mails', () => {
  it('are compiled: templates/mail/compiled is what MJML makes of the sources (npm run mail:compile)', async () => {
    assert.deepEqual((await mailKinds()).sort(), Object.keys(GUARANTEE).sort())
    for (const kind of await mailKinds()) {
      assert.equal(await readFile(compiledPath(kind), 'utf8'), await compileMail(kind), kind)
    }
  })

  for (const content of CONTENTS) {
    for (const language of LANGUAGES) {
      it(`${content.kind} in ${language} is as agreed`, async () => {
        const { subject, html, text } = composeMail(letterOf(language, content))
        await matchesGolden(`${content.kind}.${language}.html`, html)
        await matchesGolden(`${content.kind}.${language}.txt`, `Subject: ${subject}\n\n${text}`)
      })
    }

    it(`${content.kind} in ar keeps every Latin name, number and date in its own direction`, () => {
      const { subject, html, text } = composeMail(letterOf('ar', content))
      assert.match(html, /<html lang="ar" dir="rtl"/)
      assert.doesNotMatch(
        html,
        /direction:\s*ltr/,
        'MJML sets its sections from left to right unless told otherwise',
      )
      for (const rest of [subject, text].map(unguarded).concat(visible(html))) {
        assert.doesNotMatch(rest, /[A-Za-z0-9]/)
      }
      assert.doesNotMatch(subject + text + html, /[٠-٩]/, 'Western digits')
    })
  }

  it('say how many in correct Arabic: zero, one, two, few, many, other', () => {
    const idle = (daysIdle: number) => {
      const content = {
        kind: 'reminder',
        number: 1,
        of: 3,
        daysIdle,
        coursesUrl: 'https://x.example',
      } as const
      return composeMail(letterOf('ar', content)).text.replace(/[\u2066-\u2069]/g, '')
    }
    assert.match(idle(1), /منذ يوم واحد\./)
    assert.match(idle(2), /منذ يومين\./)
    assert.match(idle(7), /منذ 7 أيام\./)
    assert.match(idle(11), /منذ 11 يومًا\./)
    assert.match(idle(100), /منذ 100 يوم\./)
    assert.match(idle(103), /منذ 103 أيام\./)
  })

  it('cannot be bent by a name: no markup, no second header, no stray direction', () => {
    const name = 'Eve<script>alert(1)</script>\r\nBcc: all@students.example\u202E & "friends"'
    for (const language of LANGUAGES) {
      for (const content of CONTENTS) {
        const hostile = {
          ...letterOf(language, content),
          recipient: name,
          program: name,
          content:
            content.kind === 'review_request' ? { ...content, student: name, instructions: name } : content,
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
