//! One filled form per category: the examples of the published schemas, and the seeds of the tests.

use serde_json::{Value, json};

use super::Category;

/// A filled form that fits the category's schema.
pub fn example(category: Category) -> Value {
    match category {
        Category::JobDescription => json!({
            "post_title": "مسئول روابط عمومی منطقه",
            "duties_now": ["تهیهٔ خبر", "عکاسی", "پاسخ‌گویی به ۱۳۷"],
            "duties_asked": ["تهیه و بارگذاری خبر در پورتال", "پایش رسانه‌ها"],
            "draft_text": "مسئول روابط عمومی زیر نظر مدیر منطقه کار می‌کند.",
        }),
        Category::Equipment => json!({
            "items": [
                {"name": "دوربین عکاسی با لنز ۱۸ تا ۱۳۵", "kind": "photo_camera", "quantity": 1, "have_now": 0,
                 "unit_price_rials": 180_000_000, "justification": "عکس خبرها با تلفن همراه شخصی گرفته می‌شود."},
                {"name": "ضبط صدای خبرنگاری", "kind": "sound", "quantity": 2, "unit_price_rials": 12_000_000},
            ],
        }),
        Category::Staffing => json!({
            "people_now": 1, "people_needed": 2, "skills": ["خبرنویسی", "عکاسی"], "contract_kind": "contract",
        }),
        Category::Budget => json!({
            "fiscal_year": 1399,
            "lines": [
                {"title": "چاپ بنر و تراکت", "amount_rials": 400_000_000},
                {"title": "تولید فیلم کوتاه", "amount_rials": 600_000_000},
            ],
            "total_rials": 1_000_000_000, "programme": "اطلاع‌رسانی و ارتباطات شهری",
        }),
        Category::PettyCash => json!({
            "amount_rials": 50_000_000, "purpose": "پذیرایی از خبرنگاران و خریدهای جزئی روزانه",
            "custodian": "مسئول روابط عمومی", "period": "monthly",
        }),
        Category::Training => json!({
            "topic": "عکاسی خبری", "level": "beginner", "people": 2, "names": ["مسئول روابط عمومی", "کارشناس روابط عمومی"],
            "preferred_dates": ["یکشنبه‌ها بعد از ساعت ۱۰"], "format": "workshop",
        }),
        Category::PressTour => json!({
            "destination": "کارخانهٔ کمپوست", "start_on": "2019-12-18", "end_on": "2019-12-18", "people": 15,
            "hosts": ["سازمان مدیریت پسماند"], "programme": "بازدید از خط پردازش و گفت‌وگو با مدیرعامل",
            "cost_estimate_rials": 60_000_000,
        }),
        Category::TrainingPackage => json!({
            "subject": "تفکیک زباله از مبدأ", "audience": "دانش‌آموزان ابتدایی", "medium": "print", "copies": 2000,
        }),
        Category::MayorMeeting => json!({
            "subjects": ["جایگاه روابط عمومی در چارت سازمانی", "اعتبار مستقل روابط عمومی‌ها"],
            "preferred_dates": ["نیمهٔ اول دی"], "units_joining": ["شهرداری منطقهٔ ۱"], "documents": ["گزارش عملکرد شش‌ماهه"],
        }),
        Category::StudyTrip => json!({
            "destination": "شهرداری اصفهان", "start_on": "2020-01-20", "end_on": "2020-01-22", "people": 20,
            "hosts": ["ادارهٔ کل ارتباطات شهرداری اصفهان"], "cost_estimate_rials": 450_000_000,
        }),
        Category::StrayDuty => json!({
            "delegating_department": "معاونت برنامه‌ریزی", "duty": "تهیهٔ آمار ماهانهٔ ارباب‌رجوع", "legal_basis": "بخشنامهٔ داخلی",
            "hours_per_month": 40, "recurrence": "recurring", "since": "2019-04-21",
        }),
        Category::InformationAccess => json!({
            "department_asked": "معاونت فنی و عمرانی", "question": "فهرست پروژه‌های آسفالت با درصد پیشرفت",
            "asked_on": "2019-11-10", "asked_by": "مسئول روابط عمومی", "answer_so_far": "پاسخی نرسیده است.",
        }),
        Category::Motivation => json!({"proposal": "معرفی روابط عمومی برتر در پایان هر فصل و تقدیر از کارکنان آن"}),
        Category::SocialMedia => json!({
            "platform": "اینستاگرام", "handle": "rasht.region1", "need": "ضابطهٔ انتشار و آموزش تولید محتوا",
        }),
        Category::Other => json!({"need": "یک اتاق برای مصاحبه با شهروندان"}),
    }
}
