import assert from 'node:assert/strict'
import fc from 'fast-check'
import {
  assessmentProgress,
  attribute,
  comparable,
  openAssessments,
  type Assessment,
  type Work,
} from '../../src/domain/attribution.js'
import { round2 } from '../../src/domain/overall.js'

const NOTHING: Work = { sessions: [], homework: [], attempts: [], quizzes: [] }

let lastId = 500
const assessment = (given: Partial<Assessment> & Pick<Assessment, 'kind'>): Assessment => ({
  id: (lastId += 1),
  name: 'Assessment',
  survey: null,
  slide: null,
  homeworkTitle: null,
  sessionTopic: null,
  weight: 1,
  minimumScore: 0,
  mandatory: true,
  ...given,
})

const session = (
  sessionTopic: string | null,
  state = 'completed',
  attendanceStatus: string | null = 'present',
): Work['sessions'][number] => ({ sessionTopic, state, attendanceStatus })

const homework = (
  homeworkTitle: string,
  grade: number,
  state = 'graded',
  maxGrade = 100,
): Work['homework'][number] => ({ homeworkTitle, grade, state, maxGrade })

const attempt = (
  survey: number,
  scoringPercentage: number,
  given: Partial<Work['attempts'][number]> = {},
): Work['attempts'][number] => ({
  survey,
  state: 'done',
  testEntry: false,
  scoringPercentage,
  scoringSuccess: scoringPercentage >= 70,
  ...given,
})

const about = (topic: string) => assessment({ kind: 'session', sessionTopic: topic })
const titled = (title: string, minimumScore = 0) =>
  assessment({ kind: 'homework', homeworkTitle: title, minimumScore })
const exam = (survey: number | null, minimumScore = 0) =>
  assessment({ kind: 'certification', survey, minimumScore })

describe('attribution', () => {
  describe('sessions held', () => {
    const cases: [string, sessions: Work['sessions'], assessments: Assessment[], held: number][] = [
      ['without an assessment all count', [session('Grammar'), session(null)], [], 2],
      [
        'only of sessions, other kinds change nothing',
        [session('Grammar'), session(null)],
        [titled('Essay')],
        2,
      ],
      [
        'with one only its topic counts',
        [session('Grammar'), session('Speaking'), session(null)],
        [about('Grammar')],
        1,
      ],
      ['each of a topic counts', [session('Grammar'), session('Grammar')], [about('Grammar')], 2],
      [
        'each counts once, also for two assessments',
        [session('Grammar')],
        [about('Grammar'), about('grammar')],
        1,
      ],
      [
        'the topics of several add up',
        [session('A'), session('B'), session('C')],
        [about('A'), about('B')],
        2,
      ],
      ['one that names no topic yet does not count', [session('Grammar'), session(null)], [about(' ')], 2],
      ['late is attended', [session('A', 'completed', 'late')], [], 1],
      ['nobody noted who came: attended', [session('A', 'completed', null)], [], 1],
      [
        'absent or excused is not',
        [session('A', 'completed', 'absent'), session('A', 'completed', 'excused')],
        [],
        0,
      ],
      [
        'what is not over is not',
        [session('A', 'scheduled'), session('A', 'no_show'), session('A', 'cancelled')],
        [],
        0,
      ],
    ]
    for (const [what, sessions, assessments, held] of cases)
      it(what, () => {
        assert.equal(attribute({ ...NOTHING, sessions }, assessments).sessionsHeld, held)
      })
  })

  describe('homework graded', () => {
    const cases: [string, homework: Work['homework'], assessments: Assessment[], graded: number][] = [
      [
        'without an assessment every graded attempt counts',
        [homework('A', 1), homework('A', 2, 'returned')],
        [],
        2,
      ],
      ['without a grade it does not', [homework('A', 0, 'submitted'), homework('A', 0, 'draft')], [], 0],
      ['handed in again, the old attempt does not', [homework('A', 90, 'resubmitted')], [], 0],
      ['only of homework, other kinds change nothing', [homework('A', 1)], [about('Grammar')], 1],
      [
        'with one only its title counts, once',
        [homework('A', 90), homework('A', 80), homework('B', 90)],
        [titled('A')],
        1,
      ],
      ['the titles of several add up', [homework('A', 90), homework('B', 80)], [titled('A'), titled('B')], 2],
      ['below the minimum it does not', [homework('A', 59)], [titled('A', 60)], 0],
      ['the best attempt counts, not the last', [homework('A', 60), homework('A', 10)], [titled('A', 60)], 1],
      [
        'the grade is a share of the best possible one',
        [homework('A', 12, 'graded', 20)],
        [titled('A', 60)],
        1,
      ],
      ['no best possible grade is no share', [homework('A', 12, 'graded', 0)], [titled('A', 60)], 0],
      [
        'two assessments of one title are one homework',
        [homework('A', 70)],
        [titled('A', 60), titled('a ', 80)],
        1,
      ],
      ['one that names no title yet does not count', [homework('A', 1), homework('B', 1)], [titled('')], 2],
    ]
    for (const [what, done, assessments, graded] of cases)
      it(what, () => {
        assert.equal(attribute({ ...NOTHING, homework: done }, assessments).homeworkGraded, graded)
      })
  })

  describe('assessments', () => {
    const cases: [string, Assessment, Partial<Work>, score: number | null, reached: boolean][] = [
      ['a certification not tried', exam(7), { attempts: [attempt(8, 90)] }, null, false],
      ['a certification passed', exam(7), { attempts: [attempt(7, 85)] }, 85, true],
      ['a certification failed', exam(7), { attempts: [attempt(7, 60)] }, 60, false],
      ['the best of several attempts', exam(7), { attempts: [attempt(7, 75), attempt(7, 60)] }, 75, true],
      [
        'enough points do not pass before the attempt is done',
        exam(7),
        { attempts: [attempt(7, 90, { state: 'in_progress' })] },
        null,
        false,
      ],
      ['a teacher’s test entry', exam(7), { attempts: [attempt(7, 90, { testEntry: true })] }, null, false],
      ['passed, but below the minimum of the course', exam(7, 80), { attempts: [attempt(7, 75)] }, 75, false],
      [
        'above the minimum of the course, but not passed',
        exam(7, 50),
        { attempts: [attempt(7, 60)] },
        60,
        false,
      ],
      ['a certification that names no survey', exam(null), { attempts: [attempt(7, 90)] }, null, false],
      [
        'a quiz not completed',
        assessment({ kind: 'quiz', slide: 3 }),
        { quizzes: [{ slide: 3, completed: false }] },
        null,
        false,
      ],
      [
        'a quiz completed',
        assessment({ kind: 'quiz', slide: 3 }),
        { quizzes: [{ slide: 3, completed: true }] },
        100,
        true,
      ],
      [
        'another quiz',
        assessment({ kind: 'quiz', slide: 3 }),
        { quizzes: [{ slide: 4, completed: true }] },
        null,
        false,
      ],
      ['homework graded', titled('A', 60), { homework: [homework('A', 59), homework('A', 61)] }, 61, true],
      ['homework below its minimum', titled('A', 60), { homework: [homework('A', 59)] }, 59, false],
      ['homework graded 0 with no minimum', titled('A'), { homework: [homework('A', 0)] }, 0, true],
      ['homework submitted', titled('A'), { homework: [homework('A', 0, 'submitted')] }, null, false],
      [
        'two thirds are 66.67 %',
        titled('A', 66.67),
        { homework: [homework('A', 2, 'graded', 3)] },
        66.67,
        true,
      ],
      ['a session attended', about('Grammar'), { sessions: [session(' grammar')] }, 100, true],
      [
        'a session missed',
        about('Grammar'),
        { sessions: [session('Grammar', 'completed', 'absent')] },
        null,
        false,
      ],
      ['a session that names no topic', about(''), { sessions: [session(null)] }, null, false],
    ]
    for (const [what, asked, work, score, reached] of cases)
      it(what, () => {
        const [result] = attribute({ ...NOTHING, ...work }, [asked]).assessments
        assert.deepEqual([result?.score, result?.reached], [score, reached])
        assert.deepEqual(openAssessments([result!]), reached ? [] : [asked.id])
        assert.deepEqual(openAssessments([{ ...result!, mandatory: false }]), [])
      })
  })

  it('says whether staff have named what an assessment is about', () => {
    const named = (asked: Assessment) => attribute(NOTHING, [asked]).assessments[0]?.named
    for (const asked of [exam(7), titled('A'), about('A'), assessment({ kind: 'quiz', slide: 3 })])
      assert.equal(named(asked), true)
    for (const asked of [
      exam(null),
      titled(' '),
      about('\u200f'),
      assessment({ kind: 'quiz', homeworkTitle: 'A' }),
    ])
      assert.equal(named(asked), false)
  })

  it('have a weighted mean in which a reached one counts in full', () => {
    const progress = (...assessments: Assessment[]) =>
      assessmentProgress(
        attribute(
          { ...NOTHING, attempts: [attempt(7, 75), attempt(8, 40)], homework: [homework('A', 90)] },
          assessments,
        ).assessments,
      )
    assert.equal(progress(), null)
    assert.equal(progress({ ...exam(7), weight: 0 }), null)
    assert.equal(progress(exam(7)), 100)
    assert.equal(progress(exam(8)), 40)
    assert.equal(progress(exam(7), exam(8)), 70)
    assert.equal(progress(exam(7), { ...exam(8), weight: 3 }), 55)
    assert.equal(progress(exam(7), exam(8), titled('B')), 46.67)
    assert.equal(progress(exam(7), { ...exam(8), weight: 0 }), 100)
    assert.equal(progress(exam(7), titled('A', 60)), 100)
  })

  it('reach 100 % with the last assessment that has a weight, and not before', () => {
    const some = fc.array(
      fc.record({
        survey: fc.integer({ min: 1, max: 4 }),
        weight: fc.constantFrom(0, 0.5, 1, 3),
        minimumScore: fc.constantFrom(0, 50, 90),
      }),
      { minLength: 1, maxLength: 4 },
    )
    const attempts = fc.array(
      fc.record({
        survey: fc.integer({ min: 1, max: 4 }),
        percent: fc.integer({ min: 0, max: 99 }),
        scoringSuccess: fc.boolean(),
      }),
      { maxLength: 6 },
    )
    fc.assert(
      fc.property(some, attempts, (rules, tries) => {
        const { assessments } = attribute(
          {
            ...NOTHING,
            attempts: tries.map(({ survey, percent, scoringSuccess }) =>
              attempt(survey, percent, { scoringSuccess }),
            ),
          },
          rules.map((rule) => ({ ...exam(rule.survey), ...rule })),
        )
        const percent = assessmentProgress(assessments)
        const weighing = assessments.filter(({ weight }) => weight > 0)
        if (weighing.length === 0) {
          assert.equal(percent, null)
          return
        }
        assert.equal(
          percent === 100,
          weighing.every(({ reached }) => reached),
        )
        assert.ok(percent !== null && percent >= 0 && percent === round2(percent))
      }),
    )
  })
})

describe('comparable', () => {
  const same: [string, string][] = [
    ['Final project', ' final  PROJECT\t'],
    ['Final project', 'Final\u00a0project\u200f'],
    ['Café', 'CAFE\u0301'],
    ['Straße', 'STRASSE'],
    ['ΛΟΓΟΣ', 'λογος'],
    ['Ｕｎｉｔ １', 'unit 1'],
    ['\u202bواجب ١\u202c', 'واجب  ١'],
    ['ﻻ', 'لا'],
  ]
  for (const [one, other] of same)
    it(`“${one}” and “${other}” are equal`, () => {
      assert.equal(comparable(one), comparable(other))
    })

  it('keeps different texts different', () => {
    const texts = ['Unit 1', 'Unit 2', 'Unit 11', 'Unit1', 'Essay', 'Essays', 'واجب', 'واجبات']
    assert.equal(new Set(texts.map(comparable)).size, texts.length)
  })

  it('does not change a text that is already comparable', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        assert.equal(comparable(comparable(text)), comparable(text))
      }),
    )
  })
})
