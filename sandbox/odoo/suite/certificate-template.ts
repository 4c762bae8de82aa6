import { declaredFields } from './declared-fields.js'
import { binary, char, datetime, float, integer, keys, one2many, selection } from '../orm/field.js'
import { model } from '../orm/model.js'
import { onlyOne } from './checks.js'
import { suiteAccess } from './suite-access.js'
import * as declared from '../../../src/odoo/schema/index.js'

const TEMPLATE = 'gr.certificate.template'
export const TEMPLATE_TYPES = keys(
  'program_completion course_completion achievement participation excellence custom',
)
const TOP = 'top_left top_center top_right'
const BOTTOM = 'bottom_left bottom_center bottom_right'
const FONTS = ['Arial', 'Times New Roman', 'Helvetica', 'Georgia', 'Verdana', 'Courier New']

export const CertificateTemplate = model(TEMPLATE, {
  description: 'Certificate Template',
  access: suiteAccess('rwcu', 'rwc', 'rw', 'r'),
  fields: {
    ...declaredFields(declared.CertificateTemplate, {
      template_type: { default: 'program_completion' },
      header_content: { default: '<h1>{organization_name}</h1>' },
      body_content: { default: '<p>{student_name}: {program_name}, {completion_date}</p>' },
      footer_content: { default: '<p>{certificate_number}, {issue_date}</p>' },
      signature_text: { default: 'Program Director' },
      active: { default: true },
      is_default: { default: false },
    }),
    background_color: char({ default: '#ffffff' }),
    text_color: char({ default: '#000000' }),
    accent_color: char({ default: '#007bff' }),
    font_family: selection(
      FONTS.map((font) => [font, font] as const),
      { default: 'Arial' },
    ),
    page_width: float({ default: 8.5 }),
    page_height: float({ default: 11 }),
    margin_top: float({ default: 1 }),
    margin_bottom: float({ default: 1 }),
    margin_left: float({ default: 1 }),
    margin_right: float({ default: 1 }),
    logo_image: binary(),
    logo_filename: char(),
    logo_position: selection(keys(`${TOP} ${BOTTOM}`), { default: 'top_center' }),
    signature_image: binary(),
    signature_filename: char(),
    signature_position: selection(keys(BOTTOM), { default: 'bottom_right' }),
    usage_count: integer({ default: 0 }),
    last_used_date: datetime(),
    certificate_ids: one2many('gr.certificate', 'template_id'),
    certificate_count: integer({ readonly: true }),
  },
  computes: [
    {
      fields: ['certificate_count'],
      depends: ['certificate_ids'],
      compute: async (env, ids) => {
        const rows = await env.sql<{ id: number; count: number }>(
          'SELECT template_id AS id, count(*)::int FROM gr_certificate WHERE template_id = ANY($1) GROUP BY template_id',
          [ids],
        )
        const counts = new Map(rows.map(({ id, count }) => [id, count]))
        return new Map(ids.map((id) => [id, { certificate_count: counts.get(id) ?? 0 }]))
      },
    },
  ],
  checks: [
    onlyOne(
      TEMPLATE,
      'There is already a default template of this type.',
      ['template_type'],
      [['is_default', '=', true]],
    ),
  ],
})
