/** An hour of the day, such as `09:30`: typed in parts, in the digits of the language. Its value is in ASCII. */
import { parseTime } from '@internationalized/date'
import { DateInput, DateSegment, TimeField } from 'react-aria-components'
import { Box, column, FieldError, Label, type FieldProps } from '@/components/Field'
import { cx } from '@/components/cx'

export function ClockField({ label, value, onChange, error, className }: Omit<FieldProps, 'hint' | 'hideLabel'> & { value: string; onChange: (clock: string) => void }) {
  return (
    <TimeField
      value={parseTime(value)}
      onChange={(at) => at && onChange(at.toString().slice(0, 5))}
      hourCycle={24}
      shouldForceLeadingZeros
      {...(error ? { isInvalid: true } : {})}
      className={cx(column, className)}
    >
      <Label>{label}</Label>
      <Box>
        {/* A block, never flex: the segments are ordered by bidi isolates, which flex items ignore. */}
        <DateInput className="block flex-1 px-3 whitespace-nowrap text-[1rem] md:text-base">
          {(segment) => <DateSegment segment={segment} className="inline rounded px-0.5 outline-none focus:bg-accent focus:text-on-accent placeholder-shown:text-muted" />}
        </DateInput>
      </Box>
      <FieldError>{error}</FieldError>
    </TimeField>
  )
}
