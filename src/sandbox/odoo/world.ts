import { applicants } from './applicants.js'
import { callMethod } from './calls.js'
import type { Act, Environment } from './environment.js'
import { modelOf } from './environment.js'
import type { Values } from './field.js'
import { create, write } from './records.js'
import { searchCount } from './search.js'

const PROGRAMS: readonly Values[] = [
  {
    name: 'برنامج الجاهزية الوظيفية – Job Readiness Program',
    duration_weeks: 12,
    eligibility_criteria: 'Adults with intermediate English and a previous certificate.',
  },
  { name: 'برنامج المهارات الرقمية – Digital Skills Program', duration_weeks: 8 },
]

const COURSES = [
  {
    name: 'الإنجليزية للعمل – English for Work',
    enroll: 'public',
    lessons: ['Introducing yourself', 'Writing an e-mail', 'Meetings', 'Telephone calls', 'Job interview'],
  },
  {
    name: 'أساسيات المهارات الرقمية – Digital Skills Basics',
    enroll: 'invite',
    lessons: ['Files and folders', 'Spreadsheets', 'Safe passwords', 'Working online', 'Searching well'],
  },
  {
    name: 'السلامة في العمل – Workplace Safety',
    enroll: 'public',
    lessons: ['Hazards', 'Protective equipment', 'Fire drill', 'First aid'],
  },
] as const

const INTEGRATIONS = [
  { name: 'English for Work', course: 0, program: 0, active: true, values: { completion_threshold: 75 } },
  {
    name: 'Digital Skills Basics',
    course: 1,
    program: 1,
    active: true,
    values: { completion_threshold: 90, min_sessions_required: 2, min_homework_required: 1 },
  },
  {
    name: 'Workplace Safety (manual)',
    course: 2,
    program: 0,
    active: true,
    values: { completion_threshold: 100, auto_enroll_eligible: false },
  },
  {
    name: 'English for Work, digital track',
    course: 0,
    program: 1,
    active: false,
    values: { completion_threshold: 80 },
  },
] as const

const QUESTIONS = [
  { title: 'Which password is safer?', right: 'a long phrase', wrong: '123456' },
  { title: 'Which file is a spreadsheet?', right: 'budget.ods', wrong: 'holiday.jpg' },
]

/**
 * Fills a fresh Odoo with a small training centre: 2 programs, 3 courses, 4 course integrations, 40 students with the cases that hurt, a
 * few contacts, and what staff did before any client came. Hangs on the run's date and on nothing else; a second run changes nothing.
 */
export async function seedWorld(act: Act, admin: number, bot: number): Promise<void> {
  if (await act(bot, (env) => searchCount(env, modelOf(env, 'gr.training.program'), []))) return
  await act(admin, async (administrator) => {
    const env = { ...administrator, superuser: true }
    const courses = await createCourses(env)
    const staff = { ...env, uid: bot }
    const programs = await create(staff, 'gr.training.program', PROGRAMS)
    await callMethod(staff, 'gr.training.program', 'action_activate', [programs], {})
    const integrations = await create(
      staff,
      'gr.course.integration',
      INTEGRATIONS.map(({ name, course, program, values }) => ({
        name,
        elearning_course_id: courses[course],
        training_program_id: programs[program],
        ...values,
      })),
    )
    const active = integrations.filter((_, place) => INTEGRATIONS[place]?.active)
    await callMethod(staff, 'gr.course.integration', 'action_activate', [active], {})
    const rows = applicants(integrations, Number(env.now.slice(0, 4)))
    const students = await create(staff, 'gr.student', rows)
    await createContacts(env, rows)
    await createHistory(staff, students, programs, integrations)
  })
}

async function createCourses(env: Environment): Promise<number[]> {
  const [survey] = await create(env, 'survey.survey', [
    {
      title: 'Digital Skills certificate',
      certification: true,
      scoring_type: 'scoring_without_answers',
      scoring_success_min: 70,
      access_mode: 'public',
      users_login_required: true,
      question_and_page_ids: QUESTIONS.map(({ title, right, wrong }) => [
        0,
        0,
        {
          title,
          question_type: 'simple_choice',
          suggested_answer_ids: [
            [0, 0, { value: right, is_correct: true, answer_score: 10 }],
            [0, 0, { value: wrong }],
          ],
        },
      ]),
    },
  ])
  const courses: number[] = []
  for (const { name, enroll, lessons } of COURSES) {
    const byInvitation = enroll === 'invite'
    const [course] = await create(env, 'slide.channel', [
      {
        name,
        channel_type: 'training',
        enroll,
        is_published: true,
        visibility: byInvitation ? 'members' : 'public',
      },
    ])
    const contents: Values[] = lessons.map((lesson) => ({
      name: lesson,
      slide_category: 'article',
      html_content: `<p>${lesson}</p>`,
    }))
    if (byInvitation)
      contents.push({ name: 'Final test', slide_category: 'certification', survey_id: survey })
    await create(
      env,
      'slide.slide',
      contents.map((content, place) => ({
        ...content,
        channel_id: course,
        sequence: place + 1,
        is_published: true,
        completion_time: 0.5,
      })),
    )
    courses.push(first(course))
  }
  return courses
}

/** Contacts that some students already have: a known one, two for one person, an archived one. */
async function createContacts(env: Environment, students: readonly Values[]): Promise<void> {
  const contacts = [
    { place: 1, active: true },
    { place: 2, active: true },
    { place: 2, active: true },
    { place: 4, active: false },
  ]
  await create(
    env,
    'res.partner',
    contacts.map(({ place, active }) => ({
      name: students[place]?.name,
      email: students[place]?.email,
      active,
    })),
  )
}

/** What staff did before a client came: live sessions, homework, half-done enrolments, one certificate. */
async function createHistory(
  env: Environment,
  students: readonly number[],
  programs: readonly number[],
  integrations: readonly number[],
): Promise<void> {
  const at = (hours: number) =>
    new Date(Date.parse(`${env.now.slice(0, 19).replace(' ', 'T')}Z`) + hours * 3_600_000)
      .toISOString()
      .slice(0, 19)
      .replace('T', ' ')
  const call = (model: string, method: string, id: number) => callMethod(env, model, method, [[id]], {})
  for (const place of [1, 2, 6, 8, 10]) {
    const student = students[place]
    const held = await create(
      env,
      'gr.course.session',
      [1, 2].map((number) => ({
        student_id: student,
        name: `Live session ${number}`,
        session_date: at(number - 12),
      })),
    )
    for (const session of held) {
      await call('gr.course.session', 'action_start_session', session)
      await call('gr.course.session', 'action_complete_session', session)
    }
    await create(env, 'gr.course.session', [
      { student_id: student, name: 'Live session 3', session_date: at(5 * 24) },
    ])
    const [graded] = await create(env, 'gr.homework.attempt', [
      { student_id: student, homework_title: 'Letter of motivation', due_date: at(-2 * 24) },
      { student_id: student, homework_title: 'Budget sheet', due_date: at(9 * 24) },
    ])
    const homework = first(graded)
    await call('gr.homework.attempt', 'action_submit', homework)
    await call('gr.homework.attempt', 'action_start_review', homework)
    await write(env, 'gr.homework.attempt', [homework], { grade: 60 + 4 * place })
    await call('gr.homework.attempt', 'action_grade', homework)
  }
  await create(env, 'gr.assignment', [{ student_id: students[16], agent_id: env.uid }])
  // As the suite's enrolment wizard leaves it: a tracker and no course access.
  await create(
    env,
    'gr.progress.tracker',
    [10, 11].map((place) => ({ student_id: students[place], course_integration_id: integrations[0] })),
  )
  await create(env, 'gr.certificate.template', [{ name: 'Program certificate', is_default: true }])
  await create(env, 'gr.progress.tracker', [
    {
      student_id: students[13],
      course_integration_id: integrations[0],
      status: 'certified',
      elearning_progress: 100,
      custom_sessions_completed: 10,
      start_date: at(-60 * 24),
      completion_date: at(-20 * 24),
    },
  ])
  await write(env, 'gr.student', [first(students[13])], {
    state: 'certified',
    integration_status: 'certified',
  })
  const [certificate] = await create(env, 'gr.certificate', [
    {
      student_id: students[13],
      certificate_type: 'program_completion',
      course_name: INTEGRATIONS[0].name,
      certificate_title: 'Job Readiness',
      training_program_id: programs[0],
    },
  ])
  await call('gr.certificate', 'action_issue', first(certificate))
}

/** The id that was asked for one line above. */
function first(id: number | undefined | readonly number[]): number {
  const one = typeof id === 'number' || id === undefined ? id : id[0]
  if (one === undefined) throw new Error('the seed expected a record')
  return one
}
