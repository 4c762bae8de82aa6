/** Who answers for access may see and change what makes models. */
export const RESPONSIBLE = { 'base.group_erp_manager': 'rwcu' } as const

/** Only who may change settings. */
export const SETTINGS = { 'base.group_system': 'rwcu' } as const
