import type { SmallCenter } from '../small-center.js'
import type { StaffApp } from '../staff-app.js'

/** The app and the center in it. Tests share them, because opening them takes long. */
export interface OpenedCenter {
  readonly app: StaffApp
  readonly center: SmallCenter
}
