import type { GeneratedInstant, Json } from '../columns.js'
import type { ViewSettings } from '../saved-views.js'

export interface SavedViewTables {
  saved_view: {
    owner: string
    name: string
    settings: Json<ViewSettings>
    changed_at: GeneratedInstant
  }
}
