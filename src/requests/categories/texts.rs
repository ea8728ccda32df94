//! What categories, fields and the words of fixed lists are called, in Persian (the glossary's words) and in English.
//! The order of a form's fields here is the order in which they are asked and shown.

use super::Category;
use crate::error::Locale;

/// A name in both languages.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Label {
    pub fa: &'static str,
    pub en: &'static str,
}

impl Label {
    /// In one language.
    pub fn text(self, locale: Locale) -> &'static str {
        locale.pick(self.fa, self.en)
    }
}

/// A field of a form, or a word of a fixed list, and its label.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Named {
    /// The Rust type that it belongs to.
    pub of: &'static str,
    /// Its name in JSON.
    pub name: &'static str,
    pub label: Label,
}

/// What a category is called.
pub fn title(category: Category, locale: Locale) -> &'static str {
    said(category).0.text(locale)
}

/// What belongs into a category, in a sentence.
pub fn description(category: Category, locale: Locale) -> &'static str {
    said(category).1.text(locale)
}

/// The fields of a form, in order. `form` is the name of its Rust type.
pub fn fields(form: &str) -> impl Iterator<Item = &'static Named> {
    FIELDS.iter().filter(move |field| field.of == form)
}

/// The words of a fixed list, in order. `list` is the name of its Rust type.
pub fn words(list: &str) -> impl Iterator<Item = &'static Named> {
    WORDS.iter().filter(move |word| word.of == list)
}

const fn both(fa: &'static str, en: &'static str) -> Label {
    Label { fa, en }
}

const fn named(of: &'static str, name: &'static str, fa: &'static str, en: &'static str) -> Named {
    Named {
        of,
        name,
        label: both(fa, en),
    }
}

fn said(category: Category) -> (Label, Label) {
    use Category as C;
    match category {
        C::JobDescription => (
            both("شرح وظایف", "Job description"),
            both(
                "شرح وظایف واحد یا پستی که وظایف آن مشخص نشده است.",
                "A unit or post whose duties nobody has defined.",
            ),
        ),
        C::Equipment => (
            both("تجهیزات", "Equipment"),
            both(
                "دوربین، رایانه، ضبط صدا و هر وسیله‌ای که واحد ندارد.",
                "Cameras, computers, recorders: whatever the unit lacks.",
            ),
        ),
        C::Staffing => (
            both("کمبود نیرو", "Understaffing"),
            both("نیروی انسانی لازم برای واحد.", "People that the unit needs."),
        ),
        C::Budget => (
            both("بودجه و اعتبارات", "Budget"),
            both(
                "اعتبار یک سال مالی برای واحد، ردیف به ردیف.",
                "Money for one fiscal year, line by line.",
            ),
        ),
        C::PettyCash => (
            both("تنخواه‌گردان", "Petty cash"),
            both(
                "تنخواه‌گردان برای خریدهای جزئی واحد.",
                "An imprest float for the unit's small purchases.",
            ),
        ),
        C::Training => (
            both("دورهٔ آموزشی", "Training course"),
            both(
                "دوره‌ای که کارکنان واحد به آن نیاز دارند.",
                "A course that the unit's people need.",
            ),
        ),
        C::PressTour => (
            both("تور خبری", "Press tour"),
            both(
                "بازدید خبرنگاران از طرح‌ها و خدمات شهرداری.",
                "A guided visit of reporters to the municipality's works.",
            ),
        ),
        C::TrainingPackage => (
            both("بستهٔ آموزشی و فرهنگی", "Training or cultural package"),
            both(
                "بستهٔ آموزشی یا فرهنگی برای کارکنان یا شهروندان.",
                "A training or cultural package for staff or citizens.",
            ),
        ),
        C::MayorMeeting => (
            both("دیدار با شهردار", "Meeting with the mayor"),
            both(
                "جلسهٔ مستقل روابط عمومی‌ها با شهردار.",
                "A meeting of the PR units alone with the mayor.",
            ),
        ),
        C::StudyTrip => (
            both("بازدید آموزشی", "Study trip"),
            both(
                "تجربه‌اندوزی با سفر به شهرهای دیگر.",
                "Learning from other cities by going there.",
            ),
        ),
        C::StrayDuty => (
            both("وظایف غیرمرتبط", "Stray duties"),
            both(
                "کارهای متفرقه و آمارهایی که بخش‌های دیگر به روابط عمومی می‌سپارند.",
                "Odd jobs and statistics that other offices push on the unit.",
            ),
        ),
        C::InformationAccess => (
            both("ضعف همکاری واحدها", "Poor cooperation"),
            both(
                "پرسش‌هایی که بخش‌های دیگر به آن‌ها پاسخ نمی‌دهند.",
                "Questions that departments do not answer.",
            ),
        ),
        C::Motivation => (
            both("انگیزش کارکنان", "Motivation"),
            both(
                "پیشنهاد برای قدردانی و ایجاد انگیزه.",
                "A proposal for recognition and morale.",
            ),
        ),
        C::SocialMedia => (
            both("شبکه‌های اجتماعی", "Social media"),
            both(
                "حساب، مهارت یا ضابطه برای کار در فضای مجازی.",
                "An account, a skill or a rule for social media.",
            ),
        ),
        C::Other => (both("سایر", "Other"), both("هر مسئلهٔ دیگر.", "Anything else.")),
    }
}

#[rustfmt::skip]
const FIELDS: &[Named] = &[
    named("JobDescription", "post_title", "عنوان پست", "Post title"),
    named("JobDescription", "duties_now", "وظایف کنونی", "Duties now"),
    named("JobDescription", "duties_asked", "وظایف پیشنهادی", "Duties asked for"),
    named("JobDescription", "draft_text", "متن پیشنهادی", "Draft text"),
    named("Equipment", "items", "اقلام", "Items"),
    named("EquipmentItem", "name", "نام وسیله", "Name"),
    named("EquipmentItem", "kind", "نوع", "Kind"),
    named("EquipmentItem", "quantity", "تعداد لازم", "Quantity needed"),
    named("EquipmentItem", "have_now", "موجودی کنونی", "Have now"),
    named("EquipmentItem", "unit_price_rials", "برآورد بهای واحد (ریال)", "Estimated unit price (Rials)"),
    named("EquipmentItem", "justification", "دلیل نیاز", "Justification"),
    named("Staffing", "people_now", "نیروی کنونی (نفر)", "People now"),
    named("Staffing", "people_needed", "نیروی لازم افزون بر نیروی کنونی (نفر)", "People needed besides"),
    named("Staffing", "skills", "مهارت‌های لازم", "Skills"),
    named("Staffing", "contract_kind", "نوع به‌کارگیری", "Contract kind"),
    named("Budget", "fiscal_year", "سال مالی", "Fiscal year"),
    named("Budget", "lines", "ردیف‌ها", "Lines"),
    named("Budget", "total_rials", "جمع کل (ریال)", "Total (Rials)"),
    named("Budget", "programme", "برنامه", "Programme"),
    named("BudgetLine", "title", "عنوان ردیف", "Title"),
    named("BudgetLine", "amount_rials", "مبلغ (ریال)", "Amount (Rials)"),
    named("PettyCash", "amount_rials", "مبلغ تنخواه (ریال)", "Amount (Rials)"),
    named("PettyCash", "purpose", "موارد هزینه‌کرد", "Purpose"),
    named("PettyCash", "custodian", "تنخواه‌دار", "Custodian"),
    named("PettyCash", "period", "دورهٔ ترمیم", "Replenished"),
    named("Training", "topic", "موضوع دوره", "Topic"),
    named("Training", "level", "سطح", "Level"),
    named("Training", "people", "تعداد شرکت‌کنندگان (نفر)", "People"),
    named("Training", "names", "شرکت‌کنندگان", "Names"),
    named("Training", "preferred_dates", "زمان‌های مناسب", "Preferred dates"),
    named("Training", "format", "شیوهٔ برگزاری", "Format"),
    named("Trip", "destination", "مقصد", "Destination"),
    named("Trip", "start_on", "تاریخ آغاز", "First day"),
    named("Trip", "end_on", "تاریخ پایان", "Last day"),
    named("Trip", "people", "تعداد همراهان (نفر)", "People"),
    named("Trip", "hosts", "میزبانان", "Hosts"),
    named("Trip", "programme", "برنامهٔ بازدید", "Programme"),
    named("Trip", "cost_estimate_rials", "برآورد هزینه (ریال)", "Cost estimate (Rials)"),
    named("TrainingPackage", "subject", "موضوع بسته", "Subject"),
    named("TrainingPackage", "audience", "مخاطبان", "Audience"),
    named("TrainingPackage", "medium", "قالب", "Medium"),
    named("TrainingPackage", "copies", "تعداد نسخه", "Copies"),
    named("MayorMeeting", "subjects", "موضوع‌های گفت‌وگو", "Subjects"),
    named("MayorMeeting", "preferred_dates", "زمان‌های مناسب", "Preferred dates"),
    named("MayorMeeting", "units_joining", "واحدهای همراه", "Units joining"),
    named("MayorMeeting", "documents", "مدارک", "Documents"),
    named("StrayDuty", "delegating_department", "واحد محول‌کننده", "Delegating department"),
    named("StrayDuty", "duty", "کار محول‌شده", "Duty"),
    named("StrayDuty", "legal_basis", "مستند قانونی ادعاشده", "Legal basis claimed"),
    named("StrayDuty", "hours_per_month", "زمان صرف‌شده (ساعت در ماه)", "Time spent (hours per month)"),
    named("StrayDuty", "recurrence", "تکرار", "Recurrence"),
    named("StrayDuty", "since", "از تاریخ", "Since"),
    named("InformationAccess", "department_asked", "واحد مورد پرسش", "Department asked"),
    named("InformationAccess", "question", "اطلاعات درخواستی", "What was asked"),
    named("InformationAccess", "asked_on", "تاریخ درخواست", "Asked on"),
    named("InformationAccess", "asked_by", "درخواست‌کنندهٔ اطلاعات", "Asked by"),
    named("InformationAccess", "answer_so_far", "پاسخ تاکنون", "Answer so far"),
    named("Motivation", "proposal", "پیشنهاد", "Proposal"),
    named("SocialMedia", "platform", "شبکه یا پیام‌رسان", "Platform"),
    named("SocialMedia", "handle", "نشانی حساب", "Handle"),
    named("SocialMedia", "need", "نیاز", "Need"),
    named("Other", "need", "نیاز", "Need"),
];

#[rustfmt::skip]
const WORDS: &[Named] = &[
    named("EquipmentKind", "photo_camera", "دوربین عکاسی", "Photo camera"),
    named("EquipmentKind", "video_camera", "دوربین فیلم‌برداری", "Video camera"),
    named("EquipmentKind", "sound", "ضبط و پخش صدا", "Sound"),
    named("EquipmentKind", "computer", "رایانه", "Computer"),
    named("EquipmentKind", "printing", "چاپ و تکثیر", "Printing"),
    named("EquipmentKind", "network", "شبکه و اینترنت", "Network"),
    named("EquipmentKind", "software", "نرم‌افزار", "Software"),
    named("EquipmentKind", "furniture", "اثاثیهٔ اداری", "Furniture"),
    named("EquipmentKind", "other", "سایر", "Other"),
    named("ContractKind", "permanent", "رسمی", "Permanent"),
    named("ContractKind", "contract", "قراردادی", "Contract"),
    named("ContractKind", "hourly", "ساعتی", "Hourly"),
    named("ContractKind", "transfer", "انتقال از واحد دیگر", "Transfer from another unit"),
    named("ContractKind", "internship", "کارآموزی", "Internship"),
    named("FloatPeriod", "monthly", "ماهانه", "Monthly"),
    named("FloatPeriod", "quarterly", "سه‌ماهه", "Quarterly"),
    named("FloatPeriod", "half_yearly", "شش‌ماهه", "Half-yearly"),
    named("FloatPeriod", "yearly", "سالانه", "Yearly"),
    named("FloatPeriod", "once", "یک‌بار", "Once"),
    named("TrainingLevel", "beginner", "مقدماتی", "Beginner"),
    named("TrainingLevel", "intermediate", "میانی", "Intermediate"),
    named("TrainingLevel", "advanced", "پیشرفته", "Advanced"),
    named("TrainingFormat", "in_person", "حضوری", "In person"),
    named("TrainingFormat", "online", "برخط", "Online"),
    named("TrainingFormat", "workshop", "کارگاهی", "Workshop"),
    named("Medium", "print", "چاپی", "Print"),
    named("Medium", "video", "تصویری", "Video"),
    named("Medium", "audio", "صوتی", "Audio"),
    named("Medium", "digital", "دیجیتال", "Digital"),
    named("Medium", "mixed", "ترکیبی", "Mixed"),
    named("Recurrence", "once", "یک‌بار", "Once"),
    named("Recurrence", "recurring", "مستمر", "Recurring"),
];

#[cfg(test)]
pub(super) fn every_label() -> impl Iterator<Item = &'static Named> {
    FIELDS.iter().chain(WORDS)
}
