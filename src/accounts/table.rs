//! People from a table and as a table: each row through the use cases that change one person. What a file would come to is
//! found by doing it and taking it back.

use std::collections::{HashMap, HashSet};

use super::bodies::{ChangeUser, ListUsers};
use super::model::{Actor, Grant, NewUser, Role};
use super::policy::{self, Deed};
use super::store::{self, UserRow};
use super::views::RoleView;
use super::{links, people, service};
use crate::db::{Conn, Cx, tried};
use crate::error::{Error, FieldCode, FieldError, Locale, Result};
use crate::ids::{DeskId, UnitId};
use crate::page::{MAX_LIMIT, PageRequest};
use crate::persian::text;
use crate::resource::Patch;
use crate::tables::cells::{Line, is_one_of, shortened};
use crate::tables::columns::{Column, Headings, Use, column};
use crate::tables::export::{Table, Value};
use crate::tables::report::Made;
use crate::tables::{File, Mode, Outcome, Report, Sheet, TableImport};
use crate::units;

/// The columns; docs/imports.md has them, too.
pub const COLUMNS: &[Column] = &[
    column(
        "email",
        "رایانامه",
        &["ایمیل", "پست الکترونیک", "نشانی رایانامه"],
        Use::Needed,
    ),
    column("name", "نام", &["نام و نام خانوادگی", "نام یا سمت", "سمت"], Use::Taken),
    column("roles", "نقش‌ها", &["نقش"], Use::Taken),
    column("locale", "زبان", &[], Use::Taken),
    column("active", "فعال", &[], Use::Taken),
    column("has_password", "گذرواژه دارد", &[], Use::Shown),
];

/// Characters of an address, of a name, and of all roles of a person, at most.
const MAX_EMAIL: usize = 254;
const MAX_NAME: usize = 120;
const MAX_ROLES_TEXT: usize = 20_000;
/// Roles of a person, at most: as in `SetRoles`.
const MAX_ROLES: usize = 50;

/// What stands between the roles of a cell.
const BETWEEN: [char; 4] = ['؛', ';', '|', '\n'];

/// What people call the roles besides.
const fn also_called(role: Role) -> &'static [&'static str] {
    match role {
        Role::UnitHead => &[
            "مدیر روابط عمومی واحد",
            "مدیر روابط عمومی",
            "مسئول واحد",
            "مسئول روابط عمومی",
        ],
        Role::UnitMember => &["کارمند روابط عمومی واحد", "کارشناس روابط عمومی", "کارمند واحد"],
        Role::Owner => &["کارشناس میز", "مسئول اقدام"],
        Role::Director => &["مدیر ارتباطات و امور بین‌الملل"],
        Role::MayorOffice | Role::Auditor | Role::Admin => &[],
    }
}

/// Who does it, and what names mean.
struct Import<'a> {
    actor: Option<&'a Actor>,
    invite: bool,
    units: HashMap<String, UnitId>,
    desks: HashMap<String, DeskId>,
}

/// Takes a file of people; on the command line there is no actor. Nothing stays of a dry run, or of a file with a fault.
///
/// # Errors
/// 403; 422 when something in the file cannot be taken and this is no dry run.
pub fn import(
    c: &mut Conn,
    cx: &Cx,
    actor: Option<&Actor>,
    file: &File,
    invite: bool,
    mode: Mode,
) -> Result<TableImport> {
    if let Some(actor) = actor {
        policy::require(actor, Deed::Invite)?;
    }
    let (sheet, headings) = match Report::begin(file.read(), COLUMNS) {
        Ok(begun) => begun,
        Err(report) => return report.finish(mode),
    };
    let (units, desks) = units::service::by_names(c)?;
    let import = Import {
        actor,
        invite,
        units,
        desks,
    };
    tried(mode.dry_run, c, |c| import.all(c, cx, &sheet, &headings))?.finish(mode)
}

impl Import<'_> {
    fn all(&self, c: &mut Conn, cx: &Cx, sheet: &Sheet, headings: &Headings) -> Result<Report> {
        let mut report = Report::default();
        let mut seen = HashSet::new();
        for row in &sheet.rows {
            let mut line = Line::new(headings, row);
            report.made.extend(self.one(c, cx, &mut line, &mut seen)?);
            report.refused.extend(line.into_refused());
        }
        Ok(report)
    }

    /// One row; none: it was refused.
    fn one(&self, c: &mut Conn, cx: &Cx, line: &mut Line<'_>, seen: &mut HashSet<String>) -> Result<Option<Made>> {
        let email = line.text("email", MAX_EMAIL);
        let email = line.needed("email", email).map(|email| service::fold_email(&email));
        let name = line.name("name", MAX_NAME);
        let locale = line.word("locale", Locale::ALL, |locale| match locale {
            Locale::Fa => vec!["fa", "فارسی", "Persian"],
            Locale::En => vec!["en", "انگلیسی", "English"],
        });
        let active = line.truth("active");
        let roles = line.long_text("roles", MAX_ROLES_TEXT);
        let roles = match roles {
            Patch::Set(typed) => self.roles(line, &typed).map_or(Patch::Keep, Patch::Set),
            Patch::Clear => Patch::Set(Vec::new()),
            Patch::Keep => Patch::Keep,
        };
        let Some(email) = email else { return Ok(None) };
        if !seen.insert(email.clone()) {
            let (fa, en) = (
                "این نشانی دو بار در پرونده آمده است.",
                "This address comes twice in the file.",
            );
            line.refuse("email", FieldCode::Conflict, fa, en);
        }
        let wanted = ChangeUser {
            name: name.clone().apply(None),
            locale: locale.apply(None),
            active: active.apply(None),
        };
        let made = if let Some(row) = store::find_by_email(c, &email)? {
            line.is_good().then(|| self.change(c, cx, row, &wanted, roles))
        } else {
            line.needed("name", name);
            let roles = roles.apply(None).unwrap_or_default();
            if roles.is_empty() {
                line.needed::<()>("roles", Patch::Clear);
            }
            line.is_good().then(|| self.create(c, cx, &email, &wanted, roles))
        };
        let (outcome, fields) = match made {
            None => return Ok(None),
            Some(Ok(done)) => done,
            Some(Err(error)) => return refuse(line, error).map(|()| None),
        };
        Ok(Some(Made {
            row: line.number(),
            name: email,
            outcome,
            fields,
        }))
    }

    fn create(&self, c: &mut Conn, cx: &Cx, email: &str, wanted: &ChangeUser, grants: Vec<Grant>) -> Result<Done> {
        let new = NewUser {
            email: email.to_owned(),
            name: wanted.name.clone().unwrap_or_default(),
            locale: wanted.locale.unwrap_or_default(),
            password_hash: None,
            grants,
        };
        let id = service::create_user(c, cx, self.actor, new)?;
        let row = store::find_user(c, id)?.ok_or(Error::NotFound)?;
        if wanted.active == Some(false) {
            let leaves = ChangeUser {
                active: Some(false),
                ..ChangeUser::default()
            };
            people::apply_change(c, cx, self.actor.map(|a| a.id), row, &leaves)?;
        } else if self.invite {
            let by = self.actor.map_or(Role::Admin.label_fa(), |actor| &actor.name);
            links::invite(c, cx, &row, by)?;
        }
        Ok((Outcome::Created, Vec::new()))
    }

    fn change(
        &self,
        c: &mut Conn,
        cx: &Cx,
        row: UserRow,
        wanted: &ChangeUser,
        roles: Patch<Vec<Grant>>,
    ) -> Result<Done> {
        let by = self.actor.map(|a| a.id);
        let mut fields = Vec::new();
        let before = row.clone();
        if people::apply_change(c, cx, by, row, wanted)? {
            let of = |changed: bool, field| changed.then_some(field);
            let changed = [
                of(wanted.name.as_ref().is_some_and(|name| *name != before.name), "name"),
                of(wanted.locale.is_some_and(|locale| locale != before.locale), "locale"),
                of(wanted.active.is_some_and(|active| active != before.active), "active"),
            ];
            fields.extend(changed.into_iter().flatten());
        }
        if let Patch::Set(roles) = roles {
            // What was changed just now has the next version.
            let row = store::find_user(c, before.id)?.ok_or(Error::NotFound)?;
            if people::apply_roles(c, cx, by, &row, &roles)? {
                fields.push("roles");
            }
        }
        let outcome = if fields.is_empty() {
            Outcome::Unchanged
        } else {
            Outcome::Changed
        };
        Ok((outcome, fields))
    }

    /// `role: place`, one after the other.
    fn roles(&self, line: &mut Line<'_>, typed: &str) -> Option<Vec<Grant>> {
        let mut grants: Vec<Grant> = Vec::new();
        for part in typed.split(BETWEEN).map(str::trim).filter(|part| !part.is_empty()) {
            let (role, place) = part.split_once(':').unwrap_or((part, ""));
            let called = |r: &&Role| is_one_of(role, &[r.as_str(), r.label_fa()]) || is_one_of(role, also_called(**r));
            let Some(role) = Role::ALL.iter().find(called).copied() else {
                let known = |name: fn(Role) -> &'static str| Role::ALL.iter().map(|r| name(*r)).collect::<Vec<_>>();
                let role = shortened(role);
                let fa = format!(
                    "نقش «{role}» شناخته نشد؛ نقش‌های ممکن: {}.",
                    known(Role::label_fa).join("، ")
                );
                let en = format!("{role:?} is no role; wants one of: {}.", known(Role::as_str).join(", "));
                line.refuse("roles", FieldCode::Invalid, fa, en);
                return None;
            };
            let grant = self.grant(line, role, place)?;
            if !grants.contains(&grant) {
                grants.push(grant);
            }
        }
        if grants.len() > MAX_ROLES {
            line.refuse(
                "roles",
                FieldCode::TooLong,
                "حداکثر ۵۰ نقش پذیرفته می‌شود.",
                "At most 50 roles.",
            );
            return None;
        }
        Some(grants)
    }

    fn grant(&self, line: &mut Line<'_>, role: Role, place: &str) -> Option<Grant> {
        let key = text::key(place);
        let mut grant = Grant::everywhere(role);
        let label = role.label_fa();
        if key.is_empty() && (role.needs_unit() || role.needs_desk()) {
            let fa = format!("نقش «{label}» نام واحد یا میز می‌خواهد، مانند «{label}: …».");
            let en = format!("The role {role} wants the name of its unit or desk, as in “{role}: …”.");
            line.refuse("roles", FieldCode::Required, fa, en);
            return None;
        }
        if role.needs_unit() {
            grant.unit_id = self.units.get(&key).copied();
        } else if role.needs_desk() {
            grant.desk_id = self.desks.get(&key).copied();
        } else if !key.is_empty() {
            let fa = format!("نقش «{label}» نام واحد یا میز نمی‌خواهد.");
            let en = format!("The role {role} is held at no unit or desk.");
            line.refuse("roles", FieldCode::NotAllowed, fa, en);
            return None;
        }
        if !key.is_empty() && grant.unit_id.is_none() && grant.desk_id.is_none() {
            let place = shortened(place.trim());
            let fa = format!("واحد یا میزی به نام «{place}» نیست.");
            let en = format!("There is no unit or desk called {place:?}.");
            line.refuse("roles", FieldCode::NotFound, fa, en);
            return None;
        }
        Some(grant)
    }
}

/// What became of a person, and the columns that changed something.
type Done = (Outcome, Vec<&'static str>);

/// What a use case refused, at the cell that it came from.
fn refuse(line: &mut Line<'_>, error: Error) -> Result<()> {
    match error {
        Error::Invalid(errors) => {
            for error in errors {
                let column = match error.pointer.split('/').nth(1) {
                    Some("name") => "name",
                    Some("roles") => "roles",
                    _ => "email",
                };
                line.refuse_field(column, &error);
            }
        }
        Error::Conflict { said, .. } => {
            line.refuse_field("email", &FieldError::with("", FieldCode::Conflict, said.fa, said.en));
        }
        other => return Err(other),
    }
    Ok(())
}

/// All people as a table; who may see it is asked by whoever calls.
///
/// # Errors
/// Only the database's.
pub fn export(c: &mut Conn) -> Result<Table> {
    let page = PageRequest {
        limit: MAX_LIMIT,
        after: None,
    };
    let mut people: Vec<(UserRow, Vec<RoleView>)> = Vec::new();
    loop {
        let after = people.last().map(|(row, _)| (row.sort_key.clone(), row.id));
        let rows = store::list_users(c, &ListUsers::default(), &page, after)?;
        if rows.is_empty() {
            break;
        }
        let ids: Vec<_> = rows.iter().map(|row| row.id).collect();
        let mut roles = store::named_grants(c, &ids)?;
        people.extend(rows.into_iter().map(|row| {
            let held = roles.remove(&row.id).unwrap_or_default();
            (row, held)
        }));
    }
    let cell = |(row, roles): &(UserRow, Vec<RoleView>), column: &Column| match column.key {
        "email" => Value::text(&row.email),
        "name" => Value::text(&row.name),
        "roles" => Value::text(roles.iter().map(told).collect::<Vec<_>>().join("؛ ")),
        "locale" => Value::text(match row.locale {
            Locale::Fa => "فارسی",
            Locale::En => "انگلیسی",
        }),
        "active" => Value::truth(row.active),
        "has_password" => Value::truth(row.password_hash.is_some()),
        _ => Value::Empty,
    };
    Ok(Table::of("افراد", COLUMNS.iter(), &people, cell))
}

/// A role as a cell has it. What would end it is left out of a place's name, whose key stays the same.
fn told(held: &RoleView) -> String {
    let unit = held.unit.as_ref().map(|unit| &unit.name);
    let place = unit.or(held.desk.as_ref().map(|desk| &desk.name));
    let label = held.role.label_fa();
    place.map_or(label.to_owned(), |place| {
        format!("{label}: {}", place.replace(BETWEEN, " "))
    })
}
