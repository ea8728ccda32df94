/** The clock of a line. It counts by this device's clock from the moment that the state came, so that wrong clocks do no harm. */
import { useEffect, useState } from 'react'
import { cx } from '@/components/cx'
import { number } from '@/lib/numbers'
import { t } from '../texts'

const two = (n: number) => (n < 10 ? `${number(0)}${number(n)}` : number(n))

export function LineClock({ elapsed, running, at, minutes }: { elapsed: number; running: boolean; at: string; minutes: number }) {
  const [came, setCame] = useState(() => performance.now())
  const [now, setNow] = useState(() => performance.now())
  useEffect(() => {
    setCame(performance.now())
    setNow(performance.now())
  }, [elapsed, at, running])
  useEffect(() => {
    if (!running) return undefined
    const timer = setInterval(() => setNow(performance.now()), 500)
    return () => clearInterval(timer)
  }, [running])
  const seconds = Math.max(0, Math.floor(elapsed + (running ? (now - came) / 1000 : 0)))
  const over = seconds > minutes * 60
  return (
    <div role="timer" aria-live="off" className={cx('text-center shrink-0 rounded-2xl px-6 py-3 border', over ? 'border-danger-ink/40 bg-danger-soft text-danger-ink' : 'border-line bg-surface')}>
      <bdi dir="ltr" className="block text-[2.5rem] leading-[3.5rem] md:text-[3.5rem] md:leading-[4.5rem] font-bold">
        {two(Math.floor(seconds / 60))}:{two(seconds % 60)}
      </bdi>
      <span className={cx('text-base', !over && 'text-muted')}>
        {t.ofMinutes(minutes)}
        {over && ` · ${t.overBy}`}
        {!running && ` · ${t.stopped}`}
      </span>
    </div>
  )
}
