import { pick } from '@/lib/i18n'
import { codeText } from '@/lib/numbers'

const fa = {
  mayorSubjects: 'موضوع‌های شهردار',
  mayorLead: 'آنچه باید با شهردار در میان گذاشته شود. جلسه‌های دیگر تا تصمیم شهردار به آن نمی‌پردازند.',
  mayorMeetings: 'جلسه‌های پیش رو با شهردار',
  addSubject: 'افزودن موضوع',
  subjectAdded: 'در فهرست شهردار نشست.',
  subjectAbout: 'دربارهٔ',
  theme: 'موضوع مشترک',
  requestNumber: 'شمارهٔ درخواست',
  requestNumberHint: `مانند ${codeText('1405-0042')}`,
  editAsked: 'ویرایش خواسته',
  withdrawSubject: 'برداشتن از فهرست',
  withdrawHint: 'جلسه‌های دیگر از این پس دوباره به آن می‌پردازند.',
  subjectWithdrawn: 'از فهرست شهردار برداشته شد.',
  showSubjects: 'کدام موضوع‌ها',
  subjectStates: { waiting: 'در انتظار', decided: 'تصمیم‌گرفته', withdrawn: 'برداشته‌شده' },
  noneOfThese: 'چنین موضوعی نیست.',
  noSubjectsHint: 'از نتیجهٔ «به شهردار» در جلسه‌ها، یا با «افزودن موضوع» به این فهرست می‌رسد.',
}

const en: typeof fa = {
  mayorSubjects: 'For the mayor',
  mayorLead: 'What is to be taken up with the mayor. Other meetings leave it alone until that is decided.',
  mayorMeetings: 'Coming meetings with the mayor',
  addSubject: 'Add a subject',
  subjectAdded: 'It is on the list for the mayor.',
  subjectAbout: 'About',
  theme: 'Theme',
  requestNumber: 'Number of the request',
  requestNumberHint: `Such as ${codeText('1405-0042')}`,
  editAsked: 'Edit what is asked',
  withdrawSubject: 'Take off the list',
  withdrawHint: 'Other meetings take it up again from now on.',
  subjectWithdrawn: 'It is off the list for the mayor.',
  showSubjects: 'Which subjects',
  subjectStates: { waiting: 'Waiting', decided: 'Decided', withdrawn: 'Taken off' },
  noneOfThese: 'There are none of these.',
  noSubjectsHint: 'It comes here from the outcome “To the mayor” of meetings, or by “Add a subject”.',
}

export const t = pick({ fa, en })
