import type { Messages } from '../../messages.js'

export const notices: Messages['pages']['notices'] = {
  unavailable: (system) => `لا استجابة من ${system}. الأعمال تنتظر وتُستأنف تلقائيًا.`,
  recovering: (system) => `عادت الاستجابة من ${system}، ويجري إنجاز الأعمال التي انتظرت.`,
}
