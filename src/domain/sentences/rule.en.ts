import { wanted, found, type StatedRequirement } from './requirement.en.js'

/** What other rules would change for a student: where they stand, in a few words, and why. */
export const ruleSentences = {
  // Where they stand.
  is_eligible: () => 'eligible',
  is_not_eligible: () => 'not eligible',
  fact_is_missing: () => 'a fact is missing',
  does_not_apply: () => 'does not apply',
  not_of_program: () => 'not part of the program',
  progress_of_threshold: ({ overall, threshold }: { overall: number; threshold: number }) =>
    `${overall} % of ${threshold} %`,
  progress_is: ({ percent }: { percent: number }) => `${percent} %`,
  certificate_issued: () => 'is issued',
  person_decides: () => 'a person decides',
  not_due_yet: () => 'not due yet',

  // Why.
  every_rule_met: () => 'Every rule is met.',
  may_not_apply: () => 'The rules do not let them apply any more.',
  course_added: () => 'The program gets this course.',
  threshold_reached: () => 'The threshold is reached.',
  threshold_not_reached: () => 'The threshold is not reached any more.',
  completed_before: () =>
    'The threshold is not reached any more. The course was completed before and stays so.',
  program_progress: () => 'Progress in the program.',
  milestone_email_due: ({ percent }: { percent: number }) => `An email about ${percent} % is due.`,
  courses_open: ({ courses }: { courses: readonly string[] }) =>
    `Open: ${courses.map((title) => `“${title}”`).join(', ')}.`,
  every_requirement_met: () => 'Every requirement is met.',
  requirement_missed: (stated: StatedRequirement) => `${wanted(stated)}: ${found(stated.detail)}.`,
}
