import type { Environment } from '../orm/environment.js'
import type { Values } from '../orm/field.js'
import { create } from '../orm/records.js'

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

const QUESTIONS = [
  { title: 'Which password is safer?', right: 'a long phrase', wrong: '123456' },
  { title: 'Which file is a spreadsheet?', right: 'budget.ods', wrong: 'holiday.jpg' },
]

/** Creates courses with contents and one final certification. Returns the ids of the courses. */
export async function createCourses(env: Environment): Promise<number[]> {
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
    if (course !== undefined) courses.push(course)
  }
  return courses
}
