import { readConfig } from '../../src/config.js'

/** The settings of the center whose emails are tested. */
export const config = readConfig({
  ODOO_URL: 'https://odoo.training.example',
  ODOO_DB: 'training',
  ODOO_LOGIN: 'bot',
  ODOO_API_KEY: 'key',
  TEMPORAL_ADDRESS: '127.0.0.1:7233',
  DATABASE_URL: 'postgres://127.0.0.1/training',
  SMTP_URL: 'smtp://127.0.0.1:2525',
  MAIL_FROM: 'Training <training@training.example>',
  REVIEW_MAIL: 'Reviews <reviews@training.example>',
  ESCALATION_MAIL: 'head@training.example',
  ORGANIZATION_NAME: 'Khalifa Training Centre',
  ORGANIZATION_NAME_AR: 'مركز خليفة للتدريب',
  ORGANIZATION_CODE: 'KFT',
  PUBLIC_URL: 'https://training.example',
})
