//! How the fourth meeting is prepared: what units propose for it, what becomes of that, and what the director says to the
//! lines of its agenda.

use super::{Proposal, Saying};
use crate::meetings::proposals::model::ProposalAction;

/// What units propose for the fourth meeting, and what the director answers.
pub const PROPOSALS: &[Proposal] = &[
    Proposal {
        unit: 24,
        request: None,
        subject: Some("هماهنگی پوشش خبری نوروز ۱۳۹۹"),
        why: "تا پایان سال تنها یک جلسهٔ دیگر پیش رو داریم و کشیک واحدها باید پیش از آن روشن شود.",
        action: ProposalAction::Accept,
        answer: None,
    },
    Proposal {
        unit: 23,
        request: Some("interview-room"),
        subject: None,
        why: "از بهمن‌ماه نشست‌های خبری سازمان هر هفته برگزار می‌شود.",
        action: ProposalAction::Accept,
        answer: Some("با حضور مسئول ساختمان بررسی می‌شود."),
    },
    Proposal {
        unit: 9,
        request: None,
        subject: Some("تقدیر از خبرنگاران همراه در پایان سال"),
        why: "برنامهٔ تقدیر به هماهنگی همهٔ واحدها نیاز دارد.",
        action: ProposalAction::PutOff,
        answer: Some("پس از روشن شدن اعتبار پایان سال در جلسهٔ بعد بررسی می‌شود."),
    },
    Proposal {
        unit: 6,
        request: None,
        subject: Some("نشانی تازهٔ زیرپورتال‌ها"),
        why: "نشانی برخی زیرپورتال‌ها در سربرگ‌ها قدیمی است.",
        action: ProposalAction::Decline,
        answer: Some("نیاز به جلسه ندارد؛ فهرست نشانی‌ها با نامه برای واحدها فرستاده می‌شود."),
    },
];

const fn said(request: &'static str) -> Saying {
    Saying {
        request,
        pinned: false,
        left_out: None,
        minutes: None,
        position: None,
        note: None,
    }
}

/// What the director says to the lines of requests before the agenda is published.
pub const BEFORE: &[Saying] = &[
    Saying {
        pinned: true,
        note: Some("مدیر فناوری اطلاعات دعوت شود."),
        ..said("computers")
    },
    Saying {
        left_out: Some("شیوه‌نامهٔ انگیزشی در کارگروهی جداگانه در دست تهیه است."),
        ..said("motivation")
    },
    Saying {
        minutes: Some(20),
        ..said("staffing")
    },
    Saying {
        minutes: Some(25),
        ..said("stray-duty")
    },
    Saying {
        minutes: Some(20),
        position: Some(4),
        ..said("job-description")
    },
];

/// What is changed after that: a second revision.
pub const AFTER: &[Saying] = &[
    Saying {
        minutes: Some(10),
        ..said("staffing")
    },
    Saying {
        left_out: Some("با موافقت واحد، پس از بازدید کارشناس بررسی می‌شود."),
        ..said("training-package")
    },
];
