import { label } from '../fields.js'
import { Certificate, CertificateTemplate } from '../certificates.js'
import { screen } from './screen.js'

export const CertificateScreen = screen(Certificate, {
  list: [
    'name',
    'student',
    'certificateTitle',
    { field: 'trainingProgram', optional: 'show' },
    { field: 'certificateType', optional: 'hide' },
    { field: 'issueDate', optional: 'show' },
    { field: 'validUntil', optional: 'hide' },
    { field: 'finalGrade', optional: 'hide', total: 'average' },
    {
      field: 'state',
      tones: {
        draft: 'muted',
        issued: 'info',
        delivered: 'success',
        verified: 'success',
        revoked: 'danger',
        expired: 'warning',
      },
    },
  ],
  form: {
    status: { field: 'state', steps: ['draft', 'issued', 'delivered', 'verified'] },
    heading: 'name',
    groups: [
      {
        title: label('Certificate', 'الشهادة'),
        items: [
          'student',
          'certificateTitle',
          'certificateType',
          'trainingProgram',
          'courseName',
          'completionDate',
        ],
      },
      {
        title: label('Validity', 'الصلاحية'),
        items: ['issueDate', 'validFrom', 'validUntil', 'template'],
      },
      {
        title: label('Delivery', 'التسليم'),
        items: [
          'deliveryDate',
          'deliveryMethod',
          { field: 'certificateFile', fileName: 'certificateFilename' },
        ],
      },
      {
        title: label('Verification', 'التحقق'),
        items: [
          { field: 'verificationCode', readonly: true },
          { field: 'verificationUrl', widget: 'link', readonly: true },
          { field: 'orchestratorKey', readonly: true },
        ],
      },
    ],
    pages: [
      { title: label('Description', 'الوصف'), texts: ['certificateDescription'] },
      { title: label('Notes', 'ملاحظات'), texts: ['notes'] },
    ],
  },
  kanban: { title: 'name', by: 'state', lines: ['student', 'certificateTitle', 'issueDate'] },
  graph: { type: 'line', by: [{ field: 'issueDate', interval: 'month' }] },
  pivot: {
    rows: ['trainingProgram'],
    columns: [{ field: 'issueDate', interval: 'month' }],
    measures: [],
  },
  search: {
    fields: ['name', 'student', 'certificateTitle', 'trainingProgram', 'verificationCode'],
    filters: [
      [{ name: 'mine', title: label('My students', 'طلابي'), mine: true }],
      [
        {
          name: 'valid',
          title: label('Issued', 'صادرة'),
          where: [['state', 'in', ['issued', 'delivered', 'verified']]],
        },
        { name: 'revoked', title: label('Revoked', 'ملغاة'), where: [['state', '=', 'revoked']] },
      ],
      [{ name: 'issued', title: label('Issued on', 'تاريخ الإصدار'), period: 'issueDate' }],
    ],
    groupBy: ['state', 'trainingProgram', { field: 'issueDate', interval: 'month' }],
  },
  whenEmpty: {
    title: label('No certificates yet', 'لا توجد شهادات بعد'),
    text: label(
      'The training orchestrator issues a certificate when a student has met all requirements of the program.',
      'يصدر منسّق التدريب الشهادة عندما يستوفي الطالب كل ما يتطلبه برنامجه.',
    ),
  },
})

export const CertificateTemplateScreen = screen(CertificateTemplate, {
  list: ['name', 'templateType', { field: 'isDefault', widget: 'toggle' }],
  form: {
    heading: 'name',
    groups: [{ title: label('Template', 'القالب'), items: ['templateType', 'isDefault', 'signatureText'] }],
    pages: [
      { title: label('Description', 'الوصف'), texts: ['description'] },
      { title: label('Header', 'الترويسة'), texts: ['headerContent'] },
      { title: label('Body', 'النص'), texts: ['bodyContent'] },
      { title: label('Footer', 'التذييل'), texts: ['footerContent'] },
    ],
  },
  search: {
    fields: ['name'],
    filters: [[{ name: 'archived', title: label('Archived', 'مؤرشف'), where: [['active', '=', false]] }]],
    groupBy: ['templateType'],
  },
  whenEmpty: {
    title: label('No templates yet', 'لا توجد قوالب بعد'),
    text: label(
      'Texts that staff maintain for certificates. Certificates are printed with the template of the training orchestrator.',
      'نصوص يحتفظ بها الموظفون للشهادات. ما يُطبع هو قالب منسّق التدريب.',
    ),
  },
})
