import { pick } from '@/lib/i18n'
import { number } from '@/lib/numbers'

const fa = {
  title: 'رایانامه‌های خروجی',
  lead: 'هر رایانامه همراه با تغییری که از آن خبر می‌دهد ثبت و سپس فرستاده می‌شود؛ اگر نشود چند بار دیگر، با فاصله. آنچه رها شده باشد این‌جا دیده می‌شود و گم نمی‌شود.',
  states: { queued: 'در صف', leased: 'در حال فرستادن', sent: 'فرستاده', dead: 'رها شده', withheld: 'بازداشته' },
  all: 'همه',
  state: 'وضعیت',
  kind: 'موضوع',
  to: 'گیرنده',
  created: 'ثبت',
  attempts: 'کوشش',
  times: (n: number) => `${number(n)} بار`,
  next: (when: string) => `کوشش بعدی ${when}`,
  sentAt: (when: string) => `فرستاده ${when}`,
  error: 'خطا',
  retry: 'فرستادن دوباره',
  retried: 'دوباره در صف است.',
  none: 'رایانامه‌ای نیست',
  noneDead: 'هیچ رایانامه‌ای رها نشده است',
  noneDeadLead: 'هر چه ثبت شده رسیده یا در صف است.',
  messageId: 'شناسهٔ پیام',
}

const en: typeof fa = {
  title: 'Outgoing mail',
  lead: 'Each mail is recorded with the change that it tells of, and sent afterwards; when that fails, some times more with pauses. What was given up shows here and is not lost.',
  states: { queued: 'Queued', leased: 'Being sent', sent: 'Sent', dead: 'Given up', withheld: 'Withheld' },
  all: 'All',
  state: 'State',
  kind: 'About',
  to: 'To',
  created: 'Recorded',
  attempts: 'Tries',
  times: (n) => (n === 1 ? 'once' : `${number(n)} times`),
  next: (when) => `next try ${when}`,
  sentAt: (when) => `sent ${when}`,
  error: 'Error',
  retry: 'Send again',
  retried: 'It is queued again.',
  none: 'No mail',
  noneDead: 'Nothing was given up',
  noneDeadLead: 'All that was recorded has arrived or is queued.',
  messageId: 'Message-ID',
}

export const t = pick({ fa, en })
