/**
 * States of a certificate in the register. `withdrawn`: its record was deleted in Odoo. `expired`:
 * it was set to expired there before its last day; otherwise that follows from the last day.
 */
export const REGISTERED_STATES = ['valid', 'revoked', 'superseded', 'withdrawn', 'expired'] as const
export type RegisteredState = (typeof REGISTERED_STATES)[number]
