/** States in Odoo of a certificate that the student may hold. */
export const LIVE_CERTIFICATE_STATES = ['issued', 'delivered', 'verified'] as const
