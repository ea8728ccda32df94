//! People, roles and who acts.

use serde::{Deserialize, Serialize};

use crate::error::Locale;
use crate::ids::{DeskId, SessionId, UnitId, UserId};

crate::text_enum! {
    /// What a person may do; product.md, People.
    pub enum Role {
        /// Head of a PR unit: files, follows, confirms for the unit.
        UnitHead = "unit_head",
        /// Staff of a unit: files and follows for it.
        UnitMember = "unit_member",
        /// Member of a desk: works on what is routed to it.
        Owner = "owner",
        /// Director of communications: triage, routing, meetings, reports.
        Director = "director",
        /// The mayor's office.
        MayorOffice = "mayor_office",
        /// Reads everything, changes nothing.
        Auditor = "auditor",
        /// Technical administration; no say in requests.
        Admin = "admin",
    }
}

impl Role {
    /// Its Persian name.
    pub const fn label_fa(self) -> &'static str {
        match self {
            Self::UnitHead => "مسئول روابط عمومی واحد",
            Self::UnitMember => "کارشناس روابط عمومی واحد",
            Self::Owner => "عضو میز",
            Self::Director => "مدیر ارتباطات",
            Self::MayorOffice => "دفتر شهردار",
            Self::Auditor => "ناظر",
            Self::Admin => "مدیر سامانه",
        }
    }

    /// Whether the role is held at a unit.
    pub fn needs_unit(self) -> bool {
        matches!(self, Self::UnitHead | Self::UnitMember)
    }

    /// Whether the role is held at a desk.
    pub fn needs_desk(self) -> bool {
        matches!(self, Self::Owner)
    }
}

/// A role, with where it is held.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Grant {
    /// The role.
    pub role: Role,
    /// Of this unit, for heads and members.
    pub unit_id: Option<UnitId>,
    /// At this desk, for owners.
    pub desk_id: Option<DeskId>,
}

impl Grant {
    /// A role that is bound to no unit or desk.
    pub const fn everywhere(role: Role) -> Self {
        Self {
            role,
            unit_id: None,
            desk_id: None,
        }
    }
}

/// Somebody who is away and in whose place another acts, with what passes on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Substitution {
    /// Who is away.
    pub user_id: UserId,
    /// Their name or post.
    pub name: String,
    /// Their roles whose rights over requests pass on: of units, at desks, and the director's.
    pub grants: Vec<Grant>,
}

impl Substitution {
    /// Whether the role passes on.
    pub fn has(&self, role: Role) -> bool {
        self.grants.iter().any(|g| g.role == role)
    }

    /// Whether they sit at the desk.
    pub fn sits_at(&self, desk: DeskId) -> bool {
        self.grants.iter().any(|g| g.desk_id == Some(desk))
    }

    /// Whether they head the unit.
    pub fn heads(&self, unit: UnitId) -> bool {
        self.headed().any(|headed| headed == unit)
    }

    /// Whether they head the unit or are on its staff.
    pub fn belongs_to(&self, unit: UnitId) -> bool {
        self.grants.iter().any(|g| g.unit_id == Some(unit))
    }

    /// The units they head.
    pub fn headed(&self) -> impl Iterator<Item = UnitId> {
        let heads = self.grants.iter().filter(|g| g.role == Role::UnitHead);
        heads.filter_map(|g| g.unit_id)
    }

    /// The units they are on the staff of.
    pub fn staffed(&self) -> impl Iterator<Item = UnitId> {
        let staff = self.grants.iter().filter(|g| g.role == Role::UnitMember);
        staff.filter_map(|g| g.unit_id)
    }
}

/// The person who acts, with what they hold at this moment.
#[derive(Debug, Clone)]
pub struct Actor {
    /// Who.
    pub id: UserId,
    /// Their name or post.
    pub name: String,
    /// Their address.
    pub email: String,
    /// Their language.
    pub locale: Locale,
    /// The session they act in; none for the command line.
    pub session_id: Option<SessionId>,
    /// Their own roles.
    pub grants: Vec<Grant>,
    /// Those who are away today and for whom they stand in; only what is done to requests asks for it.
    pub stands_in_for: Vec<Substitution>,
    /// In whose place they do what they are doing; the history keeps it.
    pub acting_for: Option<UserRef>,
}

impl Actor {
    /// Nobody in particular, who holds nothing: reads what everybody may read, for papers that go to many.
    pub fn nobody() -> Self {
        Self::holding(UserId(0), Vec::new())
    }

    /// Somebody with these rights, without a session, in nobody's place and without a name.
    pub fn holding(id: UserId, grants: Vec<Grant>) -> Self {
        Self {
            id,
            name: String::new(),
            email: String::new(),
            locale: Locale::Fa,
            session_id: None,
            grants,
            stands_in_for: Vec::new(),
            acting_for: None,
        }
    }

    /// The same person, acting in the place of one for whom they stand in.
    #[must_use]
    pub fn in_place_of(&self, absent: &Substitution) -> Self {
        let acting_for = Some(UserRef {
            id: absent.user_id,
            name: absent.name.clone(),
        });
        Self {
            acting_for,
            ..self.clone()
        }
    }

    /// Whether they hold the role anywhere.
    pub fn has(&self, role: Role) -> bool {
        self.grants.iter().any(|g| g.role == role)
    }

    /// Whether they head the unit.
    pub fn heads(&self, unit: UnitId) -> bool {
        self.grants
            .iter()
            .any(|g| g.role == Role::UnitHead && g.unit_id == Some(unit))
    }

    /// Whether they head the unit or are on its staff.
    pub fn belongs_to(&self, unit: UnitId) -> bool {
        self.grants
            .iter()
            .any(|g| g.role.needs_unit() && g.unit_id == Some(unit))
    }

    /// Whether they sit at the desk.
    pub fn sits_at(&self, desk: DeskId) -> bool {
        self.grants
            .iter()
            .any(|g| g.role == Role::Owner && g.desk_id == Some(desk))
    }

    /// The units they head or work for.
    pub fn units(&self) -> Vec<UnitId> {
        let mut units: Vec<_> = self
            .grants
            .iter()
            .filter(|g| g.role.needs_unit())
            .filter_map(|g| g.unit_id)
            .collect();
        units.sort_unstable();
        units.dedup();
        units
    }

    /// The desks they sit at.
    pub fn desks(&self) -> Vec<DeskId> {
        self.grants
            .iter()
            .filter(|g| g.role == Role::Owner)
            .filter_map(|g| g.desk_id)
            .collect()
    }
}

/// A person as others show them: `{id, name}`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[schema(example = json!({ "id": 2, "name": "مدیر روابط عمومی منطقهٔ ۱" }))]
pub struct UserRef {
    /// Who.
    pub id: UserId,
    /// Their name or post.
    pub name: String,
}

/// A person as mail needs them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Person {
    /// Who.
    pub id: UserId,
    /// Their name or post.
    pub name: String,
    /// Their address.
    pub email: String,
    /// Their language.
    pub locale: Locale,
}

/// People around a thing, among whom a policy then chooses.
#[derive(Debug, Clone)]
pub struct Circle {
    /// Holders of these roles, wherever.
    pub roles: Vec<Role>,
    /// Heads and members of this unit.
    pub unit: UnitId,
    /// Who sits at this desk.
    pub desk: Option<DeskId>,
    /// These people besides.
    pub people: Vec<UserId>,
}

/// An account to be made.
#[derive(Debug, Clone)]
pub struct NewUser {
    /// Their address; letter case and spaces around it do not matter.
    pub email: String,
    /// Their name or post.
    pub name: String,
    /// Their language.
    pub locale: Locale,
    /// From [`super::password::hash`]; none: they choose a password by a link.
    pub password_hash: Option<String>,
    /// Their roles.
    pub grants: Vec<Grant>,
}

crate::text_enum! {
    /// What a link that works once is for.
    pub enum Purpose {
        /// A new person chooses a password.
        Invitation = "invitation",
        /// A password was forgotten.
        PasswordReset = "password_reset",
        /// Whoever installs the system becomes its first administrator.
        FirstAdmin = "first_admin",
    }
}
