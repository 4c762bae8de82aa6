/** The systems that the product works with, and that may be unavailable or paused. */
export const OUTSIDE_SYSTEMS = ['odoo', 'mail'] as const
export type OutsideSystem = (typeof OUTSIDE_SYSTEMS)[number]

/** What a person can pause. */
export const PAUSABLE = ['everything', ...OUTSIDE_SYSTEMS] as const
export type Pausable = (typeof PAUSABLE)[number]
