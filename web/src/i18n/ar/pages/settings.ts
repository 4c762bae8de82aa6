import type { Messages } from '../../messages.js'

export const settings: Messages['pages']['settings'] = {
  appearance: 'اللغة والألوان',
  language: 'اللغة',
  colors: 'الألوان',
  auto: 'كالنظام',
  light: 'فاتحة',
  dark: 'داكنة',
  account: 'حسابكم',
  roles: 'الأدوار',
  permissions: 'ما يمكنكم فعله',
  keys: 'مفاتيح API',
  rolesHint: 'تتبع الأدوار مجموعاتكم في Odoo.',
}
