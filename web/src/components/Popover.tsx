/** What opens over the page from a control. */
import { Popover as AriaPopover, type PopoverProps } from 'react-aria-components'
import { cx } from './cx'

export const Popover = ({ className, ...props }: Omit<PopoverProps, 'className'> & { className?: string }) => (
  <AriaPopover
    offset={6}
    {...props}
    className={cx('rounded-xl border border-line bg-raised shadow-overlay outline-none overflow-auto overscroll-contain entering:animate-fade', className)}
  />
)
