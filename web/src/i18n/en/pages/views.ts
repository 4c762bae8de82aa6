import { isolated } from '../../../../../src/domain/bilingual.js'

export const views = {
  title: 'Views',
  none: 'No view is saved yet.',
  changed: 'changed',
  save: 'Save as a view',
  saveText:
    'Keeps the filters, the order and the columns under a name, for you alone and on every device. What you search for is not kept.',
  name: 'Name',
  replaces: 'Replaces your view of this name.',
  saved: (name: string) => `“${isolated(name)}” is saved.`,
  replace: (name: string) => `Replace “${isolated(name)}”`,
  replaceText: 'The view gets the present filters, order and columns.',
  replaceAction: 'Replace',
  delete: (name: string) => `Delete “${isolated(name)}”`,
  deleteText: 'Only the view is deleted. The page stays as it is.',
  deleteAction: 'Delete',
  deleted: (name: string) => `“${isolated(name)}” is deleted.`,
}
