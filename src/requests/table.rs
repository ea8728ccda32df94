//! Old requests from a table: what was raised before this system was there, with its dates. They get numbers of their own
//! Jalali years in the order of their days, one line of history that says so, and no mails. What is there already stays as
//! it is: a request has a life of its own from then on.

use std::collections::{HashMap, HashSet};

use chrono::{NaiveDate, NaiveTime};
use serde_json::{Value, json};

use super::Category;
use super::acting::{next_number, record};
use super::categories::{self, Details};
use super::deadlines::keeping;
use super::findable;
use super::policy;
use super::service::{draft, resolve};
use super::state::State;
use super::store::{self, Request};
use super::table_details::{self, Given};
use super::table_store;
use crate::accounts::{self, Actor};
use crate::clock::Timestamp;
use crate::db::{Conn, Cx};
use crate::error::{Error, FieldCode, Locale, Result};
use crate::ids::{DeskId, UnitId, UserId};
use crate::persian::{digits, text};
use crate::resource::Patch;
use crate::routing::Priority;
use crate::tables::cells::{Line, shortened};
use crate::tables::columns::{Column, Use, column};
use crate::tables::report::Made;
use crate::tables::{File, Mode, Outcome, Report, TableImport};
use crate::units;

/// The columns; docs/imports.md has them, too.
pub const COLUMNS: &[Column] = &[
    column("number", "شمارهٔ پیگیری", &[], Use::Taken),
    column(
        "import_key",
        "شمارهٔ قدیمی",
        &["شمارهٔ قبلی", "ردیف قدیمی", "old_number"],
        Use::Taken,
    ),
    column("category", "دسته", &["موضوع", "دستهٔ درخواست"], Use::Needed),
    column("unit", "واحد درخواست‌کننده", &["واحد", "نام واحد"], Use::Needed),
    column("title", "عنوان", &["عنوان درخواست"], Use::Needed),
    column("description", "شرح", &["توضیحات"], Use::Taken),
    column("state", "وضعیت", &[], Use::Needed),
    column("priority", "اولویت", &[], Use::Taken),
    column("private", "محرمانه", &[], Use::Taken),
    column("filed_on", "تاریخ ثبت", &["تاریخ", "تاریخ درخواست"], Use::Needed),
    column("filed_on_gregorian", "تاریخ ثبت (میلادی)", &[], Use::Shown),
    column("closed_on", "تاریخ پایان", &["تاریخ اختتام", "تاریخ بستن"], Use::Taken),
    column("closed_on_gregorian", "تاریخ پایان (میلادی)", &[], Use::Shown),
    column("amount_rials", "مبلغ (ریال)", &["مبلغ", "مبلغ به ریال"], Use::Taken),
    column("desk", "میز", &[], Use::Taken),
    column("owner", "مسئول اقدام", &[], Use::Shown),
    column(
        "owner_email",
        "رایانامهٔ مسئول اقدام",
        &["ایمیل مسئول اقدام"],
        Use::Taken,
    ),
    column("filer", "درخواست‌کننده", &[], Use::Shown),
    column(
        "filer_email",
        "رایانامهٔ درخواست‌کننده",
        &["ایمیل درخواست‌کننده"],
        Use::Taken,
    ),
    column(
        "department",
        "اداره یا معاونت مربوط",
        &["اداره", "معاونت مربوط"],
        Use::Taken,
    ),
    column("quantity", "تعداد", &[], Use::Taken),
    column("people_now", "تعداد کارکنان کنونی", &[], Use::Taken),
    column("platform", "شبکهٔ اجتماعی", &["بستر"], Use::Taken),
    column("due_on", "مهلت اقدام", &[], Use::Shown),
    column("theme", "موضوع مشترک", &[], Use::Shown),
    column("details", "جزئیات", &[], Use::Taken),
];

/// Columns of which an export has the same by name, or in the details.
pub const IMPORTED_ONLY: &[&str] = &[
    "owner_email",
    "filer_email",
    "department",
    "quantity",
    "people_now",
    "platform",
];

/// The states that an old request may be in: where nobody waits for an answer of this system.
const STATES: &[State] = &[
    State::Submitted,
    State::Assigned,
    State::InProgress,
    State::Closed,
    State::Rejected,
    State::Withdrawn,
];

/// Characters, at most: of an old number, a title and a description; as in `CreateRequest`.
const MAX_KEY: usize = 100;
const MAX_TITLE: usize = 300;
const MAX_DESCRIPTION: usize = 20_000;
/// Characters of other names and of the details.
const MAX_NAME: usize = 254;
const MAX_DETAILS: usize = 32_767;
/// The largest number of people or things.
const MAX_COUNT: i64 = 100_000;

fn state_names(state: State) -> Vec<&'static str> {
    let mut names = vec![state.as_str(), state.label_fa(), state.label_en()];
    names.extend_from_slice(match state {
        State::Submitted => &["باز", "open"],
        State::InProgress => &["در حال اقدام"],
        State::Closed => &["بسته", "بسته‌شده", "خاتمه‌یافته"],
        State::Rejected => &["با درخواست موافقت نشد"],
        State::Withdrawn => &["لغوشده", "انصراف"],
        _ => &[],
    });
    names
}

/// An old request as its row has it.
struct Old {
    row: u32,
    import_key: String,
    category: Category,
    unit_id: UnitId,
    filer_id: UserId,
    title: String,
    description: String,
    details: Details,
    state: State,
    priority: Priority,
    private: bool,
    desk_id: Option<DeskId>,
    owner_id: Option<UserId>,
    filed_on: NaiveDate,
    closed_on: Option<NaiveDate>,
}

/// What names in the file mean.
struct Names {
    units: HashMap<String, UnitId>,
    desks: HashMap<String, DeskId>,
    people: HashMap<String, Option<UserId>>,
}

/// Takes a file of old requests; on the command line there may be no actor. Nothing is written in a dry run, and nothing of
/// a file with a fault.
///
/// # Errors
/// 403; 422 when something in the file cannot be taken and this is no dry run.
pub fn import(c: &mut Conn, cx: &Cx, actor: Option<&Actor>, file: &File, mode: Mode) -> Result<TableImport> {
    if actor.is_some_and(|actor| !policy::may_import(actor)) {
        return Err(Error::not_your_right());
    }
    let (sheet, headings) = match Report::begin(file.read(), COLUMNS) {
        Ok(begun) => begun,
        Err(report) => return report.finish(mode),
    };
    let (units, desks) = units::service::by_names(c)?;
    let mut names = Names {
        units,
        desks,
        people: HashMap::new(),
    };
    let mut report = Report::default();
    let (mut new, mut seen) = (Vec::new(), HashSet::new());
    for row in &sheet.rows {
        let mut line = Line::new(&headings, row);
        let (name, known) = identify(c, &mut line, &mut seen)?;
        if !known && line.is_good() {
            new.extend(read(c, cx, &mut line, actor, &mut names, &name)?);
        }
        report.made.push(Made {
            row: line.number(),
            name,
            outcome: if known { Outcome::Unchanged } else { Outcome::Created },
            fields: Vec::new(),
        });
        let refused = line.into_refused();
        if !refused.is_empty() {
            report.made.pop();
        }
        report.refused.extend(refused);
    }
    if !mode.dry_run && report.refused.is_empty() {
        new.sort_by_key(|old| (old.filed_on, old.row));
        for old in new {
            write(c, cx, actor, old)?;
        }
    }
    report.finish(mode)
}

/// What the row calls its request, and whether it is there already: by its old number, or by the number it has here.
fn identify(c: &mut Conn, line: &mut Line<'_>, seen: &mut HashSet<String>) -> Result<(String, bool)> {
    let plain = |typed: String| digits::latin(&typed).to_lowercase();
    let number = line.text("number", MAX_KEY);
    let name = match (line.text("import_key", MAX_KEY), number) {
        (Patch::Set(key), _) => {
            let key = plain(key);
            let known = table_store::find(c, &key)?.is_some();
            (key, known)
        }
        (_, Patch::Set(number)) => {
            let number = plain(number);
            let title = line.text("title", MAX_TITLE);
            let found = resolve(c, &number)?.filter(|row| row.number.as_deref() == Some(&number));
            match found {
                None => line.refuse(
                    "number",
                    FieldCode::NotFound,
                    "درخواستی با این شماره نیست. شماره را سامانه می‌دهد؛ شمارهٔ پیشین را در ستون «شمارهٔ قدیمی» بنویسید.",
                    "There is no request of this number. Numbers are given here: put old ones into import_key.",
                ),
                Some(row) if matches!(&title, Patch::Set(title) if text::key(title) != text::key(&row.title)) => line
                    .refuse(
                        "number",
                        FieldCode::Conflict,
                        "این شماره در سامانه از آنِ درخواستی با عنوان دیگری است.",
                        "The request of this number has another title here.",
                    ),
                Some(_) => {}
            }
            (number, true)
        }
        (_, Patch::Keep | Patch::Clear) => {
            line.needed::<()>("import_key", Patch::Clear);
            (String::new(), false)
        }
    };
    if !name.0.is_empty() && !seen.insert(name.0.clone()) {
        let (fa, en) = (
            "این شماره دو بار در پرونده آمده است.",
            "This number comes twice in the file.",
        );
        let column = if line.place("import_key").column.is_some() {
            "import_key"
        } else {
            "number"
        };
        line.refuse(column, FieldCode::Conflict, fa, en);
    }
    Ok(name)
}

fn given<T>(patch: Patch<T>) -> Option<T> {
    patch.apply(None)
}

fn read(
    c: &mut Conn,
    cx: &Cx,
    line: &mut Line<'_>,
    actor: Option<&Actor>,
    names: &mut Names,
    import_key: &str,
) -> Result<Option<Old>> {
    let category = line.word("category", Category::ALL, |category| {
        let title = |locale| categories::title(category, locale);
        vec![category.as_str(), title(Locale::Fa), title(Locale::En)]
    });
    let category = line.needed("category", category);
    let title = line.name("title", MAX_TITLE);
    let title = line.needed("title", title);
    let description = line.long_text("description", MAX_DESCRIPTION);
    let priority = line.word("priority", Priority::ALL, |priority| {
        vec![priority.as_str(), priority.label(Locale::Fa)]
    });
    let private = line.truth("private");
    let unit = line.text("unit", MAX_NAME);
    let unit_id = line.needed("unit", unit).and_then(|name| {
        let found = names.units.get(&text::key(&name)).copied();
        not_found(line, "unit", &name, found, "واحدی به نام", "unit called")
    });
    let desk_id = given(line.text("desk", MAX_NAME)).and_then(|name| {
        let found = names.desks.get(&text::key(&name)).copied();
        not_found(line, "desk", &name, found, "میزی به نام", "desk called")
    });
    let owner_id = person(c, line, "owner_email", names)?;
    let filer_id = match person(c, line, "filer_email", names)? {
        Some(filer) => Some(filer),
        None => match actor {
            Some(actor) => Some(actor.id),
            None => line.needed("filer_email", Patch::Keep),
        },
    };
    let (state, filed_on, closed_on) = state_and_days(cx, line, desk_id.is_some() || owner_id.is_some());
    let mut form = Given {
        details: given(line.long_text("details", MAX_DETAILS)),
        amount: given(line.rials("amount_rials")),
        department: given(line.text("department", MAX_NAME)),
        quantity: given(line.number_within("quantity", 1..=MAX_COUNT)),
        people_now: given(line.number_within("people_now", 0..=MAX_COUNT)),
        platform: given(line.text("platform", MAX_NAME)),
        ..Given::default()
    };
    let (Some(category), Some(title), Some(unit_id), Some(filer_id), Some(state), Some(filed_on), true) =
        (category, title, unit_id, filer_id, state, filed_on, line.is_good())
    else {
        return Ok(None);
    };
    (form.title, form.filed_on) = (title.clone(), filed_on);
    let details = table_details::read(line, category, form)?;
    Ok(details.map(|details| Old {
        row: line.number(),
        import_key: import_key.to_owned(),
        category,
        unit_id,
        filer_id,
        title,
        description: given(description).unwrap_or_default(),
        details,
        state,
        priority: given(priority).unwrap_or_default(),
        private: given(private).unwrap_or_default(),
        desk_id,
        owner_id,
        filed_on,
        closed_on,
    }))
}

fn not_found<T>(line: &mut Line<'_>, column: &str, name: &str, found: Option<T>, fa: &str, en: &str) -> Option<T> {
    if found.is_none() {
        let name = shortened(name);
        let fa = format!("{fa} «{name}» نیست.");
        line.refuse(column, FieldCode::NotFound, fa, format!("There is no {en} {name:?}."));
    }
    found
}

fn person(c: &mut Conn, line: &mut Line<'_>, column: &str, names: &mut Names) -> Result<Option<UserId>> {
    let Some(address) = given(line.text(column, MAX_NAME)) else {
        return Ok(None);
    };
    let address = accounts::service::fold_email(&address);
    let found = if let Some(found) = names.people.get(&address) {
        *found
    } else {
        let found = accounts::service::find_by_email(c, &address)?;
        names.people.insert(address.clone(), found);
        found
    };
    Ok(not_found(
        line,
        column,
        &address,
        found,
        "حسابی با نشانی",
        "account with the address",
    ))
}

/// Where the request stands, and its days, which have to go together.
fn state_and_days(cx: &Cx, line: &mut Line<'_>, routed: bool) -> (Option<State>, Option<NaiveDate>, Option<NaiveDate>) {
    let state = line.word("state", STATES, state_names);
    let state = line.needed("state", state).map(|state| match state {
        // Open, and somebody has it.
        State::Submitted if routed => State::Assigned,
        other => other,
    });
    let filed_on = line.day("filed_on");
    let filed_on = line.needed("filed_on", filed_on);
    let closed_on = line.day("closed_on");
    let closed_on = match state {
        Some(state) if !state.is_open() => line.needed("closed_on", closed_on),
        Some(_) if matches!(closed_on, Patch::Set(_)) => {
            let fa = "درخواست باز تاریخ پایان ندارد.";
            line.refuse("closed_on", FieldCode::NotAllowed, fa, "An open request has not ended.");
            None
        }
        _ => given(closed_on),
    };
    if matches!(state, Some(State::Assigned | State::InProgress)) && !routed {
        let fa = "درخواست ارجاع‌شده میز یا مسئول اقدام می‌خواهد.";
        line.refuse(
            "desk",
            FieldCode::Required,
            fa,
            "An assigned request wants its desk or owner.",
        );
    }
    let today = cx.now.date_tehran();
    for (column, day) in [("filed_on", filed_on), ("closed_on", closed_on)] {
        if day.is_some_and(|day| day > today || day < first_day()) {
            let fa = "تاریخ باید از ۱۳۰۰/۰۱/۰۱ تا امروز باشد.";
            line.refuse(
                column,
                FieldCode::OutOfRange,
                fa,
                "Wants a day from 1300/01/01 to today.",
            );
        }
    }
    if filed_on.zip(closed_on).is_some_and(|(filed, closed)| closed < filed) {
        let fa = "تاریخ پایان پیش از تاریخ ثبت است.";
        line.refuse("closed_on", FieldCode::Conflict, fa, "It ended before it was filed.");
    }
    (state, filed_on, closed_on)
}

/// 1 Farvardin 1300.
fn first_day() -> NaiveDate {
    NaiveDate::from_ymd_opt(1921, 3, 21).unwrap_or_default()
}

/// Noon of a day in Tehran, more or less: the hour is not known.
fn noon(day: NaiveDate) -> Timestamp {
    let noon = NaiveTime::from_hms_opt(8, 30, 0).unwrap_or_default();
    Timestamp::new(day.and_time(noon).and_utc())
}

fn write(c: &mut Conn, cx: &Cx, actor: Option<&Actor>, old: Old) -> Result<()> {
    let number = next_number(c, old.filed_on)?;
    let mut row = Request {
        number: Some(number),
        state: old.state,
        is_open: old.state.is_open(),
        priority: old.priority,
        private: old.private,
        desk_id: old.desk_id,
        owner_id: old.owner_id,
        created_at: noon(old.filed_on),
        submitted_at: Some(noon(old.filed_on)),
        closed_at: old.closed_on.map(noon),
        title: old.title,
        description: old.description,
        ..draft(old.category, old.unit_id, old.filer_id, &old.details, cx.now)?
    };
    // Its clocks begin with the import: what was before is not in the history.
    let draft = Request {
        state: State::Draft,
        ..row.clone()
    };
    keeping::keep(c, cx, &draft, &mut row, "changed", None, &Value::Null)?;
    row.id = store::insert(c, &row, &findable::index(&row, &old.details))?;
    table_store::insert(c, row.id, &old.import_key)?;
    let data = json!({ "import_key": old.import_key, "row": old.row, "number": row.number, "filed_on": old.filed_on, "closed_on": old.closed_on });
    record(c, cx, actor, &row, "imported", None, data)
}
