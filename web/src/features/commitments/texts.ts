/** The words of promises. */
import { longDay } from '@/lib/dates'
import { pick } from '@/lib/i18n'
import { number } from '@/lib/numbers'

const fa = {
  title: 'تعهدها',
  one: 'تعهد',
  none: 'تعهدی نیست.',
  noneHint: 'تعهدهایی که در جلسه‌ها داده می‌شود این‌جا می‌آید؛ آنچه دیر شود نخستین بند جلسهٔ بعد است.',
  filters: { open: 'باز', late: 'دیرشده', all: 'همه' },
  show: 'نمایش',
  due: (day: string) => `تا ${longDay(day)}`,
  firstDue: (day: string) => `نخست: ${longDay(day)}`,
  repromised: (n: number) => `${number(n)} بار جابه‌جا شده`,
  actions: { keep: 'انجام شد', drop: 'منتفی شد', repromise: 'روز تازه' },
  keptOn: 'در چه روزی',
  keptOnHint: 'خالی: امروز',
  newDay: 'روز تازه',
  reason: 'دلیل',
  recorded: 'ثبت شد.',
  ofMeeting: (series: string, n: number) => `${series}، جلسهٔ ${number(n)}`,
  ended: (day: string) => `پایان: ${longDay(day)}`,
  export: 'دریافت Excel',
  request: 'درخواست',
  rates: 'پایبندی به تعهدها',
  ratesBy: { person: 'افراد', unit: 'واحدها', meeting: 'جلسه‌ها' },
  by: 'بر پایهٔ',
  rate: (kept: number, all: number) => `${number(kept)} از ${number(all)} به‌موقع`,
  noRates: 'هنوز تعهدی به سرانجام نرسیده است.',
  back: 'انصراف',
  of: (what: string, text: string) => `${what}: ${text}`,
}

const en: typeof fa = {
  title: 'Promises',
  one: 'Promise',
  none: 'No promises.',
  noneHint: 'What is promised in meetings shows here; what is late leads the next agenda.',
  filters: { open: 'Open', late: 'Late', all: 'All' },
  show: 'Show',
  due: (day) => `by ${longDay(day)}`,
  firstDue: (day) => `first: ${longDay(day)}`,
  repromised: (n) => `moved ${number(n)} times`,
  actions: { keep: 'Kept', drop: 'Drop', repromise: 'New day' },
  keptOn: 'On which day',
  keptOnHint: 'Empty: today',
  newDay: 'New day',
  reason: 'Reason',
  recorded: 'Recorded.',
  ofMeeting: (series, n) => `\u2068${series}\u2069, meeting ${number(n)}`,
  ended: (day) => `ended ${longDay(day)}`,
  export: 'Excel',
  request: 'Request',
  rates: 'Promises kept',
  ratesBy: { person: 'People', unit: 'Units', meeting: 'Meetings' },
  by: 'By',
  rate: (kept, all) => `${number(kept)} of ${number(all)} in time`,
  noRates: 'No promise has come to its end yet.',
  back: 'Back',
  of: (what, text) => `${what}: ${text}`,
}

export const t = pick({ fa, en })
