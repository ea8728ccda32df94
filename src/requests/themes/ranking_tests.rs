//! What is suggested: a table of titles as people write them, and what holds for any.

use proptest::prelude::*;

use super::*;
use crate::persian::search;

fn tokens(text: &str) -> Vec<String> {
    search::index_text(&[text]).split(' ').map(str::to_owned).collect()
}

fn at(day: i64) -> Timestamp {
    Timestamp::new(chrono::DateTime::UNIX_EPOCH + TimeDelta::days(day))
}

fn loose(id: i64, unit: i64, category: Category, title: &str) -> Loose {
    Loose {
        id: RequestId(id),
        unit: UnitId(unit),
        category,
        at: at(100),
        title: tokens(title),
        text: tokens(title).into_iter().collect(),
    }
}

fn known(id: i64, category: Category, title: &str) -> Known {
    Known {
        id: ThemeId(id),
        titles: vec![tokens(title)],
        text: tokens(title).into_iter().collect(),
        categories: HashSet::from([category]),
    }
}

fn ids(groups: &[Group]) -> Vec<(Option<i64>, Vec<i64>)> {
    let group = |g: &Group| (g.theme.map(|t| t.0), g.requests.iter().map(|r| r.0).collect());
    groups.iter().map(group).collect()
}

/// Three units that have no camera and spell it in three ways, among others.
fn raised() -> Vec<Loose> {
    vec![
        loose(1, 13, Category::Equipment, "نداشتن دوربین عکاسی"),
        loose(2, 15, Category::Equipment, "نداشتن دوربين عكاسي"),
        loose(3, 19, Category::Equipment, "کمبود تجهیزات، دوربین عکاسی نداریم"),
        loose(4, 7, Category::Equipment, "فرسودگی رایانه‌های تدوین"),
        loose(5, 18, Category::Training, "برگزاری دورهٔ عکاسی خبری"),
        loose(6, 13, Category::JobDescription, "مشخص نبودن شرح وظایف"),
    ]
}

#[test]
fn the_same_problem_of_several_units_is_found_however_it_is_spelt() {
    assert_eq!(ids(&suggest(raised(), Vec::new())), [(None, vec![1, 2, 3])]);
}

#[test]
fn one_unit_another_category_or_another_time_make_no_theme() {
    let mut one_unit = raised();
    for request in &mut one_unit {
        request.unit = UnitId(1);
    }
    assert_eq!(suggest(one_unit, Vec::new()), []);
    let two = |category, day| {
        let first = loose(1, 1, Category::Equipment, "نداشتن دوربین عکاسی");
        let second = loose(2, 2, category, "نداشتن دوربین عکاسی");
        vec![first, Loose { at: at(day), ..second }]
    };
    assert_eq!(suggest(two(Category::Training, 100), Vec::new()), []);
    assert_eq!(suggest(two(Category::Equipment, 281), Vec::new()), []);
    assert_eq!(suggest(two(Category::Equipment, 280), Vec::new()).len(), 1);
}

#[test]
fn what_fits_a_theme_is_suggested_for_it_and_not_as_a_new_one() {
    let themes = vec![
        known(8, Category::Equipment, "دوربین عکاسی"),
        known(9, Category::Staffing, "نداشتن دوربین عکاسی"),
    ];
    assert_eq!(ids(&suggest(raised(), themes)), [(Some(8), vec![1, 2, 3])]);
    let mut by_its_requests = known(8, Category::Equipment, "تجهیزات خبر");
    by_its_requests.titles.push(tokens("نداشتن دوربین عکاسی"));
    let fits = ids(&suggest(raised(), vec![by_its_requests]));
    assert_eq!(fits[0].0, Some(8));
    assert!(fits[0].1.starts_with(&[1, 2]), "{fits:?}");
}

fn any_loose() -> impl Strategy<Value = Vec<Loose>> {
    let title = prop::collection::vec(
        prop::sample::select(vec!["دوربین", "عکاسی", "میز", "خرید", "نیرو"]),
        1..4,
    );
    let category = prop::sample::select(vec![Category::Equipment, Category::Other]);
    let one = (title, category, 1_i64..5, 0_i64..400);
    prop::collection::vec(one, 0..25).prop_map(|all| {
        let one = |(id, (title, category, unit, day)): (i64, (Vec<&str>, Category, i64, i64))| Loose {
            at: at(day),
            ..loose(id, unit, category, &title.join(" "))
        };
        (1..).zip(all).map(one).collect()
    })
}

proptest! {
    #[test]
    fn any_order_of_the_input_gives_the_same_suggestions(
        (all, shuffled) in any_loose().prop_flat_map(|all| (Just(all.clone()), Just(all).prop_shuffle())),
    ) {
        let themes = vec![known(1, Category::Equipment, "دوربین")];
        prop_assert_eq!(suggest(all, themes.clone()), suggest(shuffled, themes));
    }

    #[test]
    fn each_request_is_suggested_once_with_others_of_its_category_and_of_other_units(all in any_loose()) {
        let by_id: HashMap<_, _> = all.iter().map(|l| (l.id, l.clone())).collect();
        let mut seen = HashSet::new();
        for group in suggest(all, Vec::new()) {
            let units: HashSet<_> = group.requests.iter().map(|id| by_id[id].unit).collect();
            prop_assert!(units.len() > 1 && group.requests.is_sorted());
            prop_assert!((60..=100).contains(&group.score));
            for id in group.requests {
                prop_assert!(seen.insert(id) && by_id[&id].category == group.category);
            }
        }
    }
}
