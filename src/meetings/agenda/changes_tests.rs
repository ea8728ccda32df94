//! The differences of two agendas: a table, and what holds for any two.

use proptest::prelude::*;

use super::*;
use crate::ids::{AgendaItemId, MeetingId, ThemeId};
use crate::meetings::agenda::lines::LineTheme;
use crate::meetings::agenda::ranking::LineKind;
use crate::meetings::agenda::reason::Reason;

fn line(theme: i64, position: i32, placement: Placement) -> Line {
    let title = format!("موضوع {theme}");
    Line {
        id: AgendaItemId(theme),
        meeting_id: MeetingId(1),
        position,
        kind: LineKind::Theme,
        placement,
        title: title.clone(),
        minutes: 10,
        pinned: false,
        placed: false,
        carried: 0,
        reason: Reason::Information,
        exclusion_reason: None,
        standing_id: None,
        discussed: false,
        note: String::new(),
        version: 1,
        request: None,
        theme: Some(LineTheme {
            id: ThemeId(theme),
            title,
            units: Vec::new(),
        }),
        commitment: None,
        proposal: None,
    }
}

/// The lines of an agenda and of what it has no time for.
fn agenda(items: &[i64], overflow: &[i64]) -> Vec<Line> {
    let lines = |ids: &[i64], placement| -> Vec<Line> {
        ids.iter()
            .zip(1..)
            .map(|(id, position)| line(*id, position, placement))
            .collect()
    };
    let mut all = lines(items, Placement::Agenda);
    all.extend(lines(overflow, Placement::Overflow));
    all
}

fn told(before: &[Line], after: &[Line], locale: Locale) -> Vec<String> {
    let found = differences(before, after);
    found.iter().map(|d| d.change.text(&d.line.title, locale)).collect()
}

#[test]
fn what_differs_is_said_in_words() {
    let before = agenda(&[1, 2, 3, 4, 5], &[6, 7]);
    let mut after = agenda(&[1, 8, 6, 4, 2, 3], &[5]);
    after[3].minutes = 15;
    assert_eq!(
        told(&before, &after, Locale::Fa),
        [
            "«موضوع 8» افزوده شد: ردیف ۲.",
            "برای «موضوع 6» وقت پیدا شد: ردیف ۳.",
            "جای «موضوع 4» تغییر کرد: ردیف ۴.",
            "زمان «موضوع 4» از ۱۰ به ۱۵ دقیقه تغییر کرد.",
            "برای «موضوع 5» در این جلسه وقت نیست و در فهرست می‌ماند.",
        ]
    );
    let mut renamed = agenda(&[1], &[]);
    renamed[0].title = "عنوان تازه".into();
    assert_eq!(
        told(&agenda(&[1, 2], &[]), &renamed, Locale::En),
        [
            "A line is called “عنوان تازه” now.",
            "“موضوع 2” was taken off the agenda."
        ]
    );
    assert!(told(&before, &before, Locale::En).is_empty());
    assert!(
        told(&agenda(&[1], &[2, 3]), &agenda(&[1], &[3, 4]), Locale::Fa).is_empty(),
        "beside the agenda"
    );
}

proptest! {
    /// Taking the lines that moved out of both leaves the same order, and nothing is said to have moved in vain.
    #[test]
    fn what_moved_is_what_is_out_of_order(
        (before, after) in (1_i64..12).prop_flat_map(|n| {
            let all: Vec<_> = (1..=n).collect();
            (Just(all.clone()), Just(all).prop_shuffle())
        }),
    ) {
        let (old, new) = (agenda(&before, &[]), agenda(&after, &[]));
        let found = differences(&old, &new);
        let moved: Vec<_> = found.iter().map(|d| d.line.id.0).collect();
        let only_moved = found.iter().all(|d| matches!(d.change, Change::Moved { .. }));
        prop_assert!(only_moved);
        let stay = |ids: &[i64]| ids.iter().copied().filter(|id| !moved.contains(id)).collect::<Vec<_>>();
        prop_assert_eq!(stay(&before), stay(&after));
        prop_assert_eq!(moved.is_empty(), before == after);
    }
}
