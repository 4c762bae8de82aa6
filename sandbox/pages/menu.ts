import type { Registry } from '../odoo/orm/registry.js'
import type { Model } from '../odoo/orm/model.js'

/** A model in the menu: its title, and the columns of its list besides the name. */
export interface MenuEntry {
  readonly title: string
  readonly model: Model
  readonly columns: readonly string[]
}

interface Entry {
  readonly title: string
  readonly names: readonly string[]
  /** Names of fields, without the prefix that setup gives to the fields of its own models. */
  readonly columns: readonly string[]
}

/** The models of the suite have another name where setup created them. */
const ENTRIES: readonly Entry[] = [
  entry('Students', 'gr.student', 'email birth_date english_level state'),
  entry('Training programs', 'gr.training.program', 'status'),
  entry('Courses of programs', 'gr.course.integration', 'training_program_id elearning_course_id status'),
  entry(
    'Progress trackers',
    'gr.progress.tracker',
    'student_id course_integration_id overall_progress status',
  ),
  entry('Sessions', 'gr.course.session', 'student_id session_date state'),
  entry('Homework', 'gr.homework.attempt', 'student_id homework_title state grade'),
  entry('Document requests', 'gr.document.request', 'student_id document_type state'),
  entry('Certificates', 'gr.certificate', 'student_id certificate_number issue_date state'),
  entry('eLearning courses', 'slide.channel', 'total_slides members_count is_published'),
  entry('Contents', 'slide.slide', 'channel_id slide_category is_published'),
  entry('Memberships', 'slide.channel.partner', 'channel_id partner_id completion member_status'),
  entry('Contacts', 'res.partner', 'email lang'),
]

function entry(title: string, name: string, columns: string): Entry {
  return {
    title,
    names: name.startsWith('gr.') ? [name, `x_${name.replaceAll('.', '_')}`] : [name],
    columns: columns.split(' '),
  }
}

/** The models that the sandbox has now, in the order of the menu. */
export const menuOf = (registry: Registry): MenuEntry[] =>
  ENTRIES.flatMap(({ title, names, columns }) => {
    const model = names.map((name) => registry.find(name)).find((found) => found !== undefined)
    if (!model) return []
    const existing = columns
      .flatMap((column) => [column, `x_${column}`])
      .filter((column) => column in model.fields)
    return [{ title, model, columns: existing }]
  })
