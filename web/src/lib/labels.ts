/** The names of states, grades and roles, as the server's papers and mails call them, and the tone each is shown in. */
import type { Tone } from '@/components/Pill'
import type {
  ApprovalState,
  Category,
  CommitmentState,
  MeetingState,
  Priority,
  Role,
  Standing,
  State,
  UnitKind,
  Weekday,
} from '@/api/schema'
import { pick } from './i18n'

type Names<K extends string> = Record<K, string>
const names = <K extends string>(fa: Names<K>, en: Names<K>) => pick({ fa, en })

export const stateName = names<State>(
  {
    draft: 'پیش‌نویس',
    submitted: 'ثبت‌شده',
    needs_info: 'نیازمند تکمیل',
    deferred: 'موکول‌شده',
    assigned: 'ارجاع‌شده',
    in_progress: 'در دست اقدام',
    waiting: 'در انتظار',
    awaiting_approval: 'در انتظار تأیید',
    done: 'انجام‌شده',
    closed: 'مختومه',
    rejected: 'ردشده',
    duplicate: 'تکراری',
    withdrawn: 'پس‌گرفته‌شده',
  },
  {
    draft: 'Draft',
    submitted: 'Submitted',
    needs_info: 'Needs information',
    deferred: 'Deferred',
    assigned: 'Assigned',
    in_progress: 'In progress',
    waiting: 'Waiting',
    awaiting_approval: 'Awaiting approval',
    done: 'Done',
    closed: 'Closed',
    rejected: 'Rejected',
    duplicate: 'Duplicate',
    withdrawn: 'Withdrawn',
  },
)
export const STATES = Object.keys(stateName) as State[]

export const stateTone: Record<State, Tone> = {
  draft: 'neutral',
  submitted: 'accent',
  needs_info: 'warning',
  deferred: 'warning',
  assigned: 'accent',
  in_progress: 'accent',
  waiting: 'warning',
  awaiting_approval: 'warning',
  done: 'success',
  closed: 'success',
  rejected: 'danger',
  duplicate: 'neutral',
  withdrawn: 'neutral',
}

export const priorityName = names<Priority>(
  { normal: 'عادی', urgent: 'فوری', very_urgent: 'آنی' },
  { normal: 'Normal', urgent: 'Urgent', very_urgent: 'Very urgent' },
)
export const priorityTone: Record<Priority, Tone> = { normal: 'neutral', urgent: 'warning', very_urgent: 'danger' }

/** Short names for lists and heads of columns; the full ones, with what they mean, come with `GET /categories`. */
export const categoryName = names<Category>(
  {
    job_description: 'شرح وظایف',
    equipment: 'تجهیزات',
    staffing: 'کمبود نیرو',
    budget: 'بودجه',
    petty_cash: 'تنخواه',
    training: 'آموزش',
    press_tour: 'تور خبری',
    training_package: 'بستهٔ آموزشی',
    mayor_meeting: 'دیدار با شهردار',
    study_trip: 'بازدید آموزشی',
    stray_duty: 'وظایف غیرمرتبط',
    information_access: 'دسترسی به اطلاعات',
    motivation: 'انگیزه',
    social_media: 'شبکه‌های اجتماعی',
    other: 'موضوع دیگر',
  },
  {
    job_description: 'Job description',
    equipment: 'Equipment',
    staffing: 'Staffing',
    budget: 'Budget',
    petty_cash: 'Petty cash',
    training: 'Training',
    press_tour: 'Press tour',
    training_package: 'Training package',
    mayor_meeting: 'Mayor meeting',
    study_trip: 'Study trip',
    stray_duty: 'Stray duty',
    information_access: 'Access to information',
    motivation: 'Motivation',
    social_media: 'Social media',
    other: 'Other',
  },
)
export const CATEGORIES = Object.keys(categoryName) as Category[]

export const roleName = names<Role>(
  {
    unit_head: 'مدیر واحد',
    unit_member: 'کارمند واحد',
    owner: 'عضو میز',
    director: 'مدیر ارتباطات',
    mayor_office: 'دفتر شهردار',
    auditor: 'ناظر',
    admin: 'مدیر سامانه',
  },
  {
    unit_head: 'Unit head',
    unit_member: 'Unit member',
    owner: 'Desk member',
    director: 'Director',
    mayor_office: "Mayor's office",
    auditor: 'Auditor',
    admin: 'Administrator',
  },
)

export const unitKindName = names<UnitKind>(
  { deputy: 'معاونت', management: 'مدیریت', district: 'منطقه', organization: 'سازمان' },
  { deputy: 'Deputy', management: 'Management', district: 'District', organization: 'Organisation' },
)

export const approvalStateName = names<ApprovalState>(
  { pending: 'در انتظار تصمیم', approved: 'تأییدشده', rejected: 'ردشده', returned: 'بازگردانده‌شده', cancelled: 'لغوشده' },
  { pending: 'Pending', approved: 'Approved', rejected: 'Rejected', returned: 'Returned', cancelled: 'Cancelled' },
)
export const approvalStateTone: Record<ApprovalState, Tone> = { pending: 'warning', approved: 'success', rejected: 'danger', returned: 'danger', cancelled: 'neutral' }

export const meetingStateName = names<MeetingState>(
  {
    draft: 'پیش‌نویس',
    scheduled: 'برنامه‌ریزی‌شده',
    agenda_published: 'دستور جلسه منتشر شد',
    in_progress: 'در حال برگزاری',
    minutes_draft: 'صورت‌جلسه در دست نگارش',
    minutes_review: 'صورت‌جلسه در دست بررسی',
    approved: 'صورت‌جلسه تأیید شد',
    cancelled: 'لغوشده',
    postponed: 'به تعویق افتاده',
  },
  {
    draft: 'Draft',
    scheduled: 'Scheduled',
    agenda_published: 'Agenda published',
    in_progress: 'In session',
    minutes_draft: 'Minutes being written',
    minutes_review: 'Minutes in review',
    approved: 'Minutes approved',
    cancelled: 'Cancelled',
    postponed: 'Postponed',
  },
)
export const meetingStateTone: Record<MeetingState, Tone> = {
  draft: 'neutral',
  scheduled: 'accent',
  agenda_published: 'accent',
  in_progress: 'warning',
  minutes_draft: 'warning',
  minutes_review: 'warning',
  approved: 'success',
  cancelled: 'neutral',
  postponed: 'warning',
}

export const standingName = names<Standing>(
  { open: 'در مهلت', broken: 'عمل‌نشده در موعد', kept: 'عمل‌شده در موعد', late: 'عمل‌شده با تأخیر', dropped: 'کنار گذاشته‌شده', taken_back: 'پس‌گرفته‌شده' },
  { open: 'Open', broken: 'Broken', kept: 'Kept', late: 'Kept late', dropped: 'Dropped', taken_back: 'Taken back' },
)
export const standingTone: Record<Standing, Tone> = { open: 'warning', broken: 'danger', kept: 'success', late: 'success', dropped: 'neutral', taken_back: 'neutral' }

export const commitmentStateName = names<CommitmentState>(
  { open: 'باز', kept: 'انجام‌شده', dropped: 'کنار گذاشته‌شده', taken_back: 'پس‌گرفته‌شده' },
  { open: 'Open', kept: 'Kept', dropped: 'Dropped', taken_back: 'Taken back' },
)

/** Saturday first. */
export const WEEK: readonly Weekday[] = ['saturday', 'sunday', 'monday', 'tuesday', 'wednesday', 'thursday', 'friday']
export const weekdayName = names<Weekday>(
  { saturday: 'شنبه', sunday: 'یکشنبه', monday: 'دوشنبه', tuesday: 'سه‌شنبه', wednesday: 'چهارشنبه', thursday: 'پنجشنبه', friday: 'جمعه' },
  { saturday: 'Saturday', sunday: 'Sunday', monday: 'Monday', tuesday: 'Tuesday', wednesday: 'Wednesday', thursday: 'Thursday', friday: 'Friday' },
)
