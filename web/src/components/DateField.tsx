/** A day: typed in parts or picked from a Jalali calendar. Its value is `2026-12-01`, Gregorian, or `null`. */
import { parseDate, type CalendarDate } from '@internationalized/date'
import { use } from 'react'
import {
  Calendar,
  CalendarCell,
  CalendarGrid,
  CalendarGridBody,
  CalendarGridHeader,
  CalendarHeaderCell,
  CalendarStateContext,
  DateInput,
  DatePicker,
  DateSegment,
  Dialog,
  Heading,
} from 'react-aria-components'
import { month, toGregorian, toPersian } from '@/lib/dates'
import { isPersian } from '@/lib/i18n'
import { IconButton } from './Button'
import { cx } from './cx'
import { Box, column, FieldError, Hint, Label, type FieldProps } from './Field'
import { Popover } from './Popover'
import { t } from './texts'

interface Props extends FieldProps {
  value: string | null
  onChange: (day: string | null) => void
  min?: string
  max?: string
  isRequired?: boolean
  isDisabled?: boolean
  name?: string
}

/** Bounds in the calendar of the field: a Gregorian bound would turn a Jalali calendar Gregorian. */
const bound = (day: string | undefined) => (day ? (isPersian ? toPersian(parseDate(day)) : parseDate(day)) : undefined)

export function DateField({ label, hideLabel, hint, error, className, value, onChange, min, max, ...props }: Props) {
  const [minValue, maxValue] = [bound(min), bound(max)]
  return (
    <DatePicker<CalendarDate>
      {...props}
      value={value ? parseDate(value) : null}
      onChange={(day) => onChange(day ? toGregorian(day).toString() : null)}
      {...(minValue ? { minValue } : {})}
      {...(maxValue ? { maxValue } : {})}
      shouldForceLeadingZeros
      {...(error ? { isInvalid: true } : {})}
      className={cx(column, className)}
    >
      <Label isRequired={props.isRequired ?? false} hide={hideLabel ?? false}>
        {label}
      </Label>
      <Box className="pe-1">
        {/* A block, never flex: the segments are ordered by bidi isolates, which flex items ignore. */}
        <DateInput className="block flex-1 px-3 whitespace-nowrap text-[1rem] md:text-base">
          {(segment) => (
            <DateSegment segment={segment} className="inline rounded px-0.5 outline-none focus:bg-accent focus:text-on-accent placeholder-shown:text-muted" />
          )}
        </DateInput>
        <IconButton label={t.openCalendar} icon="calendar" />
      </Box>
      <Hint>{hint}</Hint>
      <FieldError>{error}</FieldError>
      <Popover>
        <Dialog className="p-3 outline-none">
          <Calendar>
            <header className="flex items-center justify-between pb-2">
              <IconButton slot="previous" label="" icon="back" />
              <MonthHeading />
              <IconButton slot="next" label="" icon="next" />
            </header>
            <CalendarGrid weekdayStyle="narrow">
              <CalendarGridHeader>{(day) => <CalendarHeaderCell className="size-9 text-xs font-medium text-muted">{day}</CalendarHeaderCell>}</CalendarGridHeader>
              <CalendarGridBody>
                {(date) => (
                  <CalendarCell
                    date={date}
                    className={({ isToday }) =>
                      cx(
                        'size-11 md:size-9 grid place-items-center rounded-full cursor-pointer outline-none hover:bg-accent-soft focus-visible:focus-ring selected:bg-accent selected:text-on-accent outside-month:hidden unavailable:line-through disabled:text-muted/60',
                        isToday && 'ring-1 ring-accent',
                      )
                    }
                  />
                )}
              </CalendarGridBody>
            </CalendarGrid>
          </Calendar>
        </Dialog>
      </Popover>
    </DatePicker>
  )
}

/** «آذر ۱۴۰۵»: ICU would say «۱۴۰۵ آذر». */
function MonthHeading() {
  const state = use(CalendarStateContext)
  const shown = state ? toGregorian(state.visibleRange.start).toString() : ''
  return <Heading className="font-medium">{isPersian && shown ? month(shown) : undefined}</Heading>
}
