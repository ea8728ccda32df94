//! Who may do what with people's accounts, and which parts of the system a role opens. Pure.

use super::model::{Actor, Role};
use crate::error::{Error, Result};
use crate::ids::UserId;

crate::text_enum! {
    /// What a person may do somewhere, for a client to know what to offer; each operation decides for itself.
    pub enum Permission {
        /// File requests for a unit.
        FileRequests = "file_requests",
        /// Work on what is routed to a desk.
        WorkOnRequests = "work_on_requests",
        /// See all requests.
        ReadRequests = "read_requests",
        /// Triage: assign, defer, reject.
        Triage = "triage",
        /// Change the routing rules.
        ManageRouting = "manage_routing",
        /// Change the chains of approval.
        ManageApprovals = "manage_approvals",
        /// Plan and hold meetings, record outcomes.
        ManageMeetings = "manage_meetings",
        /// Change weekends, working hours and holidays.
        ManageCalendar = "manage_calendar",
        /// Change units and desks.
        ManageUnits = "manage_units",
        /// See who has an account.
        ListPeople = "list_people",
        /// Invite people, give and take roles, deactivate.
        ManagePeople = "manage_people",
        /// See the mail outbox and send again.
        ManageMail = "manage_mail",
        /// Record that people are away and who stands in.
        ManageAbsences = "manage_absences",
        /// Read the history of everything.
        ReadAudit = "read_audit",
    }
}

/// What a role opens; product.md, People.
pub fn permissions_of(role: Role) -> &'static [Permission] {
    use Permission as P;
    match role {
        Role::UnitHead | Role::UnitMember => &[P::FileRequests],
        Role::Owner => &[P::WorkOnRequests],
        Role::Director => &[
            P::ReadRequests,
            P::Triage,
            P::ManageRouting,
            P::ManageApprovals,
            P::ManageMeetings,
            P::ManageCalendar,
            P::ListPeople,
            P::ManageAbsences,
        ],
        Role::MayorOffice => &[P::ReadRequests],
        Role::Auditor => &[P::ReadRequests, P::ListPeople, P::ReadAudit],
        Role::Admin => &[
            P::ManageCalendar,
            P::ManageUnits,
            P::ListPeople,
            P::ManagePeople,
            P::ManageMail,
            P::ManageAbsences,
        ],
    }
}

/// What all these roles open together, each once, in the order of the declaration.
pub fn permissions(roles: impl Iterator<Item = Role>) -> Vec<Permission> {
    let mut all: Vec<_> = roles.flat_map(|role| permissions_of(role).iter().copied()).collect();
    all.sort_unstable();
    all.dedup();
    all
}

/// What is done with people's accounts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Deed {
    /// Read the list of people.
    List,
    /// Read one person's account.
    Read(UserId),
    /// Change one's language.
    ChangeLocale(UserId),
    /// Change a name: it is what others know a person by, so nobody changes their own.
    ChangeName(UserId),
    /// Deactivate and activate.
    ChangeActive(UserId),
    /// Give and take roles.
    ChangeRoles(UserId),
    /// Record when one is away and who stands in.
    ChangeAbsences(UserId),
    /// Invite somebody new.
    Invite,
}

/// Whether the actor may do this.
pub fn allows(actor: &Actor, deed: Deed) -> bool {
    let (mut lists, mut manages, mut absences) = (false, false, false);
    for grant in &actor.grants {
        let opened = permissions_of(grant.role);
        lists |= opened.contains(&Permission::ListPeople);
        manages |= opened.contains(&Permission::ManagePeople);
        absences |= opened.contains(&Permission::ManageAbsences);
    }
    match deed {
        Deed::List => lists,
        Deed::Read(who) => lists || who == actor.id,
        Deed::ChangeLocale(who) => manages || who == actor.id,
        Deed::ChangeAbsences(who) => absences || who == actor.id,
        Deed::ChangeName(_) | Deed::ChangeActive(_) | Deed::ChangeRoles(_) | Deed::Invite => manages,
    }
}

/// Refuses what the actor may not do.
///
/// # Errors
/// 404 about a person the actor may not see; 403 for the rest.
pub fn require(actor: &Actor, deed: Deed) -> Result<()> {
    if allows(actor, deed) {
        return Ok(());
    }
    match deed {
        Deed::Read(_) => Err(Error::NotFound),
        Deed::ChangeLocale(who)
        | Deed::ChangeName(who)
        | Deed::ChangeActive(who)
        | Deed::ChangeRoles(who)
        | Deed::ChangeAbsences(who) => {
            if allows(actor, Deed::Read(who)) {
                Err(Error::not_your_right())
            } else {
                Err(Error::NotFound)
            }
        }
        Deed::List | Deed::Invite => Err(Error::not_your_right()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::accounts::Grant;

    fn actor(role: Role) -> Actor {
        let grants = vec![Grant::everywhere(role)];
        Actor {
            name: role.to_string(),
            ..Actor::holding(UserId(1), grants)
        }
    }

    /// Role × deed: `+` may, `3` is told that it is not their right, `4` is told nothing.
    #[test]
    fn the_table_of_rights() {
        let (me, other) = (UserId(1), UserId(2));
        let deeds = [
            Deed::List,
            Deed::Invite,
            Deed::Read(me),
            Deed::Read(other),
            Deed::ChangeLocale(me),
            Deed::ChangeLocale(other),
            Deed::ChangeName(me),
            Deed::ChangeName(other),
            Deed::ChangeActive(other),
            Deed::ChangeRoles(other),
            Deed::ChangeAbsences(me),
            Deed::ChangeAbsences(other),
        ];
        for role in Role::ALL {
            let row: String = deeds
                .iter()
                .map(|deed| match require(&actor(*role), *deed) {
                    Ok(()) => '+',
                    Err(Error::NotFound) => '4',
                    Err(_) => '3',
                })
                .collect();
            let wanted = match role {
                Role::Admin => "++++++++++++",
                Role::Director => "+3+++33333++",
                Role::Auditor => "+3+++33333+3",
                Role::UnitHead | Role::UnitMember | Role::Owner | Role::MayorOffice => "33+4+43444+4",
            };
            assert_eq!(row, wanted, "{role}");
        }
    }

    #[test]
    fn the_auditor_changes_nothing_and_the_admin_has_no_say_in_requests() {
        use Permission as P;
        assert!(
            permissions_of(Role::Auditor)
                .iter()
                .all(|p| matches!(p, P::ReadRequests | P::ListPeople | P::ReadAudit))
        );
        assert!(
            !permissions_of(Role::Admin)
                .iter()
                .any(|p| matches!(p, P::ReadRequests | P::Triage | P::FileRequests | P::WorkOnRequests))
        );
        assert_eq!(
            permissions([Role::Admin, Role::Auditor].into_iter())
                .iter()
                .filter(|p| **p == P::ListPeople)
                .count(),
            1
        );
    }
}
