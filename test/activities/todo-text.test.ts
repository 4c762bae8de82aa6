import assert from 'node:assert/strict'
import { todoText } from '../../activities/todos/todo-text.js'
import { instruct, say } from '../../src/domain/sentences/sentence.js'

const TASK = {
  kind: 'eligibility',
  decisions: ['approve'],
  since: '2026-06-01T08:00:00.000Z',
  reminders: 0,
  escalated: false,
} as const

describe('The text of a to-do', () => {
  const noteOf = (language: 'en' | 'ar', instructions: { readonly instructions: string }) =>
    todoText(language, {
      task: { ...TASK, ...instructions },
      program: 'Job Readiness',
      url: 'https://training.example/app/work/7-1-enrollment',
    }).note

  it('says what to do in the language of the agent', () => {
    const instructions = instruct(say('birth_date_missing'), say('complete_or_decide'))
    const arabic = noteOf('ar', instructions)
    assert.match(arabic, /<p dir="rtl">تاريخ الميلاد غير مسجَّل\. أكملوا السجل/)
    assert.doesNotMatch(arabic, /birth date/)
    assert.match(noteOf('en', instructions), /<p dir="ltr">The birth date is missing\. Complete the record/)
  })

  it('stays in English where an earlier version said it in English only', () => {
    assert.match(noteOf('ar', { instructions: 'Check the record.' }), /Check the record\./)
  })
})
