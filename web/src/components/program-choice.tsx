import { usePrograms, useProgramName } from '../api/programs.js'
import { useMessages } from '../i18n/language.js'
import { Choice } from './choice.js'

interface Props {
  /** Number of the program, or an empty text. */
  readonly value: string
  readonly onChange: (value: string) => void
  /** The choice of no program. Default: all of them. */
  readonly none?: string
}

/** A program by name. */
export function ProgramChoice({ value, onChange, none }: Props) {
  const label = useMessages().common.program
  const programs = usePrograms()
  const programName = useProgramName()
  return (
    <Choice
      label={label}
      value={value}
      onChange={onChange}
      {...(none !== undefined && { none })}
      options={(programs.data?.programs ?? []).map(({ id }) => ({
        value: String(id),
        label: programName(id),
      }))}
    />
  )
}
