import { demoStudents } from './demo-students.js'
import { type Act, type Environment, modelOf } from '../orm/environment.js'
import type { Values } from '../orm/field.js'
import { HOMEWORK_STEPS, SESSION_STEPS, takeStaffStep } from '../suite/staff-steps.js'
import { TrainingRecords } from '../suite/training-records.js'
import { create } from '../orm/records.js'
import { search } from '../orm/search.js'
import { createCourses } from './demo-courses.js'
import { createStaff } from './demo-staff.js'

const PROGRAMS: readonly Values[] = [
  {
    name: 'برنامج الجاهزية الوظيفية – Job Readiness Program',
    duration_weeks: 12,
    eligibility_criteria: 'Adults with intermediate English and a previous certificate.',
  },
  { name: 'برنامج المهارات الرقمية – Digital Skills Program', duration_weeks: 8 },
]

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

/**
 * Creates a small training center: 2 programs, 3 courses, 4 course integrations, 40 students with
 * difficult cases, some contacts, a manager, an agent of every third student, and earlier work of
 * the staff. It depends on the date only, and
 * existing data is not created again. Without the suite, courses come first and the rest after
 * `setup`.
 */
export async function createDemoData(act: Act, admin: number, bot: number): Promise<void> {
  await act(admin, async (administrator) => {
    const env = { ...administrator, superuser: true }
    const known = await search(env, modelOf(env, 'slide.channel'), [], { order: 'id' })
    const courses = known.length > 0 ? known : await createCourses(env)
    const agent = await createStaff(env)
    const training = TrainingRecords.of({ ...env, uid: bot })
    if (training && (await training.isEmpty('gr.training.program')))
      await createTrainingRecords(env, training, { courses, agent })
  })
}

async function createTrainingRecords(
  env: Environment,
  training: TrainingRecords,
  { courses, agent }: { readonly courses: readonly number[]; readonly agent: number },
): Promise<void> {
  const active = { status: 'active' }
  const programs = await training.create('gr.training.program', PROGRAMS)
  await training.press('gr.training.program', 'action_activate', programs, active)
  const integrations = await training.create(
    'gr.course.integration',
    INTEGRATIONS.map(({ name, course, program, values }) => ({
      name,
      elearning_course_id: courses[course],
      training_program_id: programs[program],
      ...values,
    })),
  )
  const activated = integrations.filter((_, place) => INTEGRATIONS[place]?.active)
  await training.press('gr.course.integration', 'action_activate', activated, active)
  const rows = demoStudents(integrations, Number(env.now.slice(0, 4))).map((row, place) =>
    place % 3 === 0 ? { ...row, assigned_agent_id: agent } : row,
  )
  const students = await training.create('gr.student', rows)
  if (training.hasSuite) await createIntakeBatches(training, students)
  await createContacts(env, rows)
  await createHistory(env, training, students, programs, integrations)
}

/** The imports that the first 30 students came with. Our own student model has no imports. */
async function createIntakeBatches(training: TrainingRecords, students: readonly number[]): Promise<void> {
  const size = 15
  const files = ['spring.xlsx', 'autumn.csv']
  const batches = await training.create(
    'gr.intake.batch',
    files.map((filename) => ({
      filename,
      state: 'processed',
      total_records: size,
      processed_records: size,
      created_students_count: size,
    })),
  )
  for (const [place, batch] of batches.entries())
    await training.write('gr.student', students.slice(place * size, (place + 1) * size), {
      intake_batch_id: batch,
    })
}

/** Creates contacts of some students: one contact, two contacts of one person, an archived one. */
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

/**
 * Creates earlier work of the staff: sessions, homework, unfinished enrollments, one certificate.
 */
async function createHistory(
  env: Environment,
  training: TrainingRecords,
  students: readonly number[],
  programs: readonly number[],
  integrations: readonly number[],
): Promise<void> {
  const at = (hours: number) =>
    new Date(Date.parse(`${env.now.slice(0, 19).replace(' ', 'T')}Z`) + hours * 3_600_000)
      .toISOString()
      .slice(0, 19)
      .replace('T', ' ')
  for (const place of [1, 2, 6, 8, 10]) {
    const student = students[place]
    const held = await training.create(
      'gr.course.session',
      [1, 2].map((number) => ({
        student_id: student,
        name: `Live session ${number}`,
        session_date: at(number - 12),
      })),
    )
    for (const session of held) for (const step of SESSION_STEPS) await takeStaffStep(training, step, session)
    await training.create('gr.course.session', [
      { student_id: student, name: 'Live session 3', session_date: at(5 * 24) },
    ])
    const [graded] = await training.create(
      'gr.homework.attempt',
      [
        { student_id: student, homework_title: 'Letter of motivation', due_date: at(-2 * 24) },
        { student_id: student, homework_title: 'Budget sheet', due_date: at(9 * 24) },
      ].map((homework) => ({ submission_date: at(0), ...homework })),
    )
    const homework = first(graded)
    await training.write('gr.homework.attempt', [homework], { grade: 60 + 4 * place })
    for (const step of HOMEWORK_STEPS) await takeStaffStep(training, step, homework)
  }
  await training.write('gr.student', [first(students[16])], {
    state: 'assigned',
    assigned_agent_id: training.staff,
    assignment_date: env.now.slice(0, 19),
  })
  // The suite's enrollment wizard leaves a tracker without course access.
  await training.create(
    'gr.progress.tracker',
    [10, 11].map((place) => ({ student_id: students[place], course_integration_id: integrations[0] })),
  )
  await training.create('gr.certificate.template', [{ name: 'Program certificate', is_default: true }])
  await training.create('gr.progress.tracker', [
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
  await training.write('gr.student', [first(students[13])], {
    state: 'certified',
    integration_status: 'certified',
  })
  const issued = at(0).slice(0, 10)
  const [certificate] = await training.create('gr.certificate', [
    {
      student_id: students[13],
      certificate_type: 'program_completion',
      course_name: INTEGRATIONS[0].name,
      certificate_title: 'Job Readiness',
      training_program_id: programs[0],
      issue_date: issued,
    },
  ])
  await training.press('gr.certificate', 'action_issue', [first(certificate)], {
    state: 'issued',
    name: 'CERT0001',
    valid_from: issued,
  })
}

/** The first id of records that were just created. */
function first(id: number | undefined): number {
  if (id === undefined) throw new Error('the seed expected a record')
  return id
}
