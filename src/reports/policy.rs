//! Who reads reports: they count everybody's requests, private ones too, but name none. Pure.

use crate::accounts::{Actor, Role};
use crate::error::{Error, Result};
use crate::requests::policy;

/// Refuses those who may not read reports: all but the director, or who stands in, the mayor's office and the auditor.
///
/// # Errors
/// 403.
pub fn require_reading(actor: &Actor) -> Result<()> {
    if policy::may_decide(actor) || actor.has(Role::MayorOffice) || actor.has(Role::Auditor) {
        Ok(())
    } else {
        Err(Error::not_your_right())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::accounts::Grant;
    use crate::ids::UserId;

    #[test]
    fn only_those_above_the_units_read_them() {
        let readers: Vec<_> = Role::ALL
            .iter()
            .filter(|role| require_reading(&Actor::holding(UserId(1), vec![Grant::everywhere(**role)])).is_ok())
            .collect();
        assert_eq!(readers, [&Role::Director, &Role::MayorOffice, &Role::Auditor]);
    }
}
