/**
 * The time zones that a contact may have. Odoo offers all names of the IANA database. Node lists
 * one name of each zone; of the others, tests need these two.
 */
export const TIME_ZONES = [...Intl.supportedValuesOf('timeZone'), 'Asia/Kolkata', 'UTC'].map(
  (name) => [name, name] as const,
)
