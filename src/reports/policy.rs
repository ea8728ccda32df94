//! Who reads reports: they count everybody's requests, private ones too, but name none. Pure.

use crate::accounts::{Actor, Role};
use crate::error::{Error, Result};

/// Refuses those who may not read reports: all but the director, or who stands in, the mayor's office and the auditor.
///
/// # Errors
/// 403.
pub fn require_reading(actor: &Actor) -> Result<()> {
    let stands_in = actor.stands_in_for.iter().any(|absent| absent.has(Role::Director));
    let reads = [Role::Director, Role::MayorOffice, Role::Auditor];
    if stands_in || reads.into_iter().any(|role| actor.has(role)) {
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
