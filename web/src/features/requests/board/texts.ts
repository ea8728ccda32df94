import { pick } from '@/lib/i18n'
import { number } from '@/lib/numbers'

const fa = {
  title: 'تختهٔ کار',
  by: 'ستون‌ها بر پایهٔ',
  byState: 'وضعیت',
  byOwner: 'مسئول اقدام',
  noOwner: 'بی مسئول',
  move: (title: string) => `کار برای ${title}`,
  moveShort: 'کار',
  drag: (title: string) => `کشیدن ${title}`,
  empty: 'چیزی نیست',
  cannot: (state: string) => `اکنون نمی‌توان آن را به «${state}» برد.`,
  count: (n: number) => number(n),
  part: (n: number) => `${number(n)} درخواست نخست نشان داده شده است.`,
  lead: 'کارت را به ستون دیگر بکشید، یا از فهرست کنارش کاری برگزینید.',
  none: 'درخواست بازی نیست',
}
const en: typeof fa = {
  title: 'Board',
  by: 'Columns by',
  byState: 'State',
  byOwner: 'Owner',
  noOwner: 'Nobody',
  move: (title) => `Actions for ${title}`,
  moveShort: 'Action',
  drag: (title) => `Drag ${title}`,
  empty: 'Nothing',
  cannot: (state) => `It cannot go to “${state}” now.`,
  count: (n) => number(n),
  part: (n) => `The first ${number(n)} are shown.`,
  lead: 'Drag a card to another column, or choose an action from its menu.',
  none: 'No open requests',
}
export const t = pick({ fa, en })
