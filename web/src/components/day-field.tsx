import { Group, Text, TextInput } from '@mantine/core'

interface Props {
  readonly label: string
  /** `YYYY-MM-DD`, or an empty text. */
  readonly value: string
  readonly onChange: (value: string) => void
}

/** A day to filter by. Browsers show it as their reader writes dates. */
export const DayField = ({ label, value, onChange }: Props) => (
  <Group gap={6} wrap="nowrap" component="label">
    <Text size="xs" c="dimmed" component="span">
      {label}
    </Text>
    <TextInput
      type="date"
      size="xs"
      value={value}
      onChange={({ currentTarget }) => onChange(currentTarget.value)}
    />
  </Group>
)

/** Returns the text if it is a day of the calendar, else an empty text. */
export const dayIn = (text: string): string =>
  /^\d{4}-\d\d-\d\d$/.test(text) && !Number.isNaN(Date.parse(text)) ? text : ''
