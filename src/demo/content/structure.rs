//! Who there is: the units of the municipality, the desks, the people by their roles, and where requests go.

use super::{Desk, Held, Person, Rule, Unit};
use crate::accounts::model::Role;
use crate::approvals::model::CreateChain;
use crate::approvals::rules::{ApproverRole, Rule as ApprovalRule, Step, Who};
use crate::requests::categories::Category as C;
use crate::units::model::UnitKind::{self, Deputy, District, Management, Organization};

const fn unit(name: &'static str, kind: UnitKind, parent: Option<usize>, staff: i32) -> Unit {
    Unit {
        name,
        kind,
        parent,
        staff,
    }
}

/// The PR units; most have one or two people.
pub const UNITS: &[Unit] = &[
    unit("معاونت مالی و اقتصادی", Deputy, None, 2),
    unit("معاونت برنامه‌ریزی و توسعهٔ سرمایهٔ انسانی", Deputy, None, 2),
    unit("معاونت فنی و عمرانی", Deputy, None, 1),
    unit("معاونت خدمات شهری", Deputy, None, 3),
    unit("معاونت شهرسازی و معماری", Deputy, None, 1),
    unit("معاونت حمل‌ونقل و ترافیک", Deputy, None, 2),
    unit("معاونت فرهنگی و اجتماعی", Deputy, None, 2),
    unit("مدیریت املاک", Management, Some(1), 1),
    unit("مدیریت درآمدهای عمومی", Management, Some(1), 1),
    unit("مدیریت آموزش و پژوهش", Management, Some(2), 2),
    unit("مدیریت نظارت بر طرح‌های عمرانی", Management, Some(3), 1),
    unit("مدیریت پیشگیری و رفع تخلفات شهری", Management, Some(4), 1),
    unit("منطقهٔ ۱", District, None, 1),
    unit("منطقهٔ ۲", District, None, 2),
    unit("منطقهٔ ۳", District, None, 1),
    unit("منطقهٔ ۴", District, None, 1),
    unit("منطقهٔ ۵", District, None, 1),
    unit("سازمان آتش‌نشانی و خدمات ایمنی", Organization, Some(4), 4),
    unit("سازمان اتوبوسرانی", Organization, Some(6), 1),
    unit("سازمان فناوری اطلاعات و ارتباطات", Organization, Some(2), 2),
    unit("سازمان مدیریت پسماند", Organization, Some(4), 2),
    unit("سازمان پارک‌ها و فضای سبز", Organization, Some(4), 2),
    unit("سازمان عمران و بازآفرینی فضاهای شهری", Organization, Some(3), 1),
    unit("سازمان فرهنگی، اجتماعی و ورزشی", Organization, Some(7), 3),
];

/// The desks.
pub const DESKS: &[Desk] = &[
    Desk {
        key: "finance",
        name: "میز مالی",
    },
    Desk {
        key: "hr",
        name: "میز منابع انسانی",
    },
    Desk {
        key: "training",
        name: "میز آموزش",
    },
    Desk {
        key: "it",
        name: "میز فناوری اطلاعات",
    },
    Desk {
        key: "mayor",
        name: "میز دفتر شهردار",
    },
    Desk {
        key: "department",
        name: "میز مدیریت ارتباطات و امور بین‌الملل",
    },
];

const FINANCE: &str = "owner-finance@demo.test";
const HR: &str = "owner-hr@demo.test";
const TRAINING: &str = "owner-training@demo.test";
const IT: &str = "owner-it@demo.test";
const MAYOR: &str = "mayor-office@demo.test";

const fn rule(name: &'static str, categories: &'static [C], desk: &'static str, owner: &'static str) -> Rule {
    Rule {
        name,
        categories,
        amount_min_rials: None,
        words: &[],
        desk,
        owner,
    }
}

/// Where requests go; the first that matches. Press tours, stray duties, poor cooperation that is not about a system, and
/// the rest match none on purpose: they stay with the director.
pub const RULES: &[Rule] = &[
    rule(
        "بودجه و تنخواه به میز مالی",
        &[C::Budget, C::PettyCash],
        "finance",
        FINANCE,
    ),
    Rule {
        amount_min_rials: Some(200_000_000),
        ..rule(
            "تجهیزات از دویست میلیون ریال به بالا به میز مالی",
            &[C::Equipment],
            "finance",
            FINANCE,
        )
    },
    rule("تجهیزات دیگر به میز فناوری", &[C::Equipment], "it", IT),
    rule(
        "نیرو، شرح وظایف و انگیزش به منابع انسانی",
        &[C::Staffing, C::JobDescription, C::Motivation],
        "hr",
        HR,
    ),
    rule(
        "آموزش و بازدید به میز آموزش",
        &[C::Training, C::TrainingPackage, C::StudyTrip],
        "training",
        TRAINING,
    ),
    rule("شبکه‌های اجتماعی به میز فناوری", &[C::SocialMedia], "it", IT),
    Rule {
        words: &["پورتال", "سامانه", "بانک اطلاعاتی"],
        ..rule(
            "اطلاعاتی که در سامانه‌ای هست به میز فناوری",
            &[C::InformationAccess],
            "it",
            IT,
        )
    },
    rule("دیدار با شهردار به دفتر شهردار", &[C::MayorMeeting], "mayor", MAYOR),
];

/// The chain of approval that holds when none is named: the director, and from five hundred million Rials on the mayor's
/// office.
pub fn chain() -> CreateChain {
    let step = |role, from_rials| Step {
        who: Who::Role,
        role: Some(role),
        desk_id: None,
        user_id: None,
        rule: ApprovalRule::One,
        needed: None,
        from_rials,
    };
    CreateChain {
        name: "تأیید هزینه".to_owned(),
        steps: vec![
            step(ApproverRole::Director, None),
            step(ApproverRole::MayorOffice, Some(500_000_000)),
        ],
        is_default: true,
    }
}

fn held(role: Role) -> Held {
    Held {
        role,
        unit: None,
        desk: None,
    }
}

fn owner(desk: &'static str) -> Held {
    Held {
        desk: Some(desk),
        ..held(Role::Owner)
    }
}

/// Everybody who signs in: the director and the offices, the owners at the desks, one head per unit.
pub fn people() -> Vec<Person> {
    let person = |email: &str, name: &str, roles| Person {
        email: email.to_owned(),
        name: name.to_owned(),
        roles,
    };
    let mut people = vec![
        person(
            "director@demo.test",
            "مدیر ارتباطات و امور بین‌الملل",
            vec![held(Role::Director), owner("department")],
        ),
        person(MAYOR, "دفتر شهردار", vec![held(Role::MayorOffice), owner("mayor")]),
        person("auditor@demo.test", "بازرس", vec![held(Role::Auditor)]),
        person("admin@demo.test", "مدیر سامانه", vec![held(Role::Admin)]),
        person(FINANCE, "کارشناس مالی", vec![owner("finance")]),
        person(HR, "کارشناس منابع انسانی", vec![owner("hr")]),
        person(TRAINING, "کارشناس آموزش", vec![owner("training")]),
        person(IT, "کارشناس فناوری اطلاعات", vec![owner("it")]),
    ];
    people.extend(UNITS.iter().enumerate().map(|(i, unit)| Person {
        email: Unit::head_email(i + 1),
        name: format!("مدیر روابط عمومی {}", unit.name),
        roles: vec![Held {
            unit: Some(i + 1),
            ..held(Role::UnitHead)
        }],
    }));
    people
}
