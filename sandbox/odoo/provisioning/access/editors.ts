/** Groups that may see and change models, fields and rights. */
export const ACCESS_EDITORS = { 'base.group_erp_manager': 'rwcu' } as const

/** Groups that may see and change technical settings. */
export const SETTINGS_EDITORS = { 'base.group_system': 'rwcu' } as const
