export const settings = {
  appearance: 'Language and colors',
  language: 'Language',
  colors: 'Colors',
  auto: 'As the system',
  light: 'Light',
  dark: 'Dark',
  account: 'Your account',
  roles: 'Roles',
  permissions: 'What you may do',
  keys: 'API keys',
  rolesHint: 'Roles follow your groups in Odoo.',
}
