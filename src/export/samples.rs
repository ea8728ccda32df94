//! A paper with one of everything, for tests.

use super::paper::{
    Block, Cell, Column, Entry, Fact, Item, Letterhead, Paper, Signature, Table, Text, Tone, Verification,
};
use crate::error::Locale;

/// What a paper can have, and texts that would be markup elsewhere.
pub(crate) fn everything() -> Paper {
    Paper {
        language: Locale::Fa,
        letterhead: Letterhead {
            invocation: Text::from("بسمه تعالی"),
            organization: Text::from("شهرداری"),
            office: Text::from("مدیریت ارتباطات و امور بین‌الملل"),
            facts: vec![Fact::new("شماره", "۳"), Fact::new("تاریخ", "۱۳۹۸/۰۹/۱۲")],
        },
        title: Text::from("صورت‌جلسه"),
        subtitle: Text::typed("جلسهٔ هماهنگی <b>روابط عمومی‌ها</b>"),
        mark: Text::from("پیش‌نویس"),
        facts: vec![
            Fact::new("زمان", "سه‌شنبه ۱۲ آذر ۱۳۹۸"),
            Fact::new("تلفن", Text::ltr("013-33221100")),
        ],
        blocks: vec![
            Block::Heading {
                text: Text::from("دستور جلسه"),
            },
            Block::Paragraph {
                text: Text::typed("تماس با 013-33221100\nیا info@example.org؛ #strong[نه] *نه* $x$ &amp; {{7*7}}"),
            },
            Block::Table(Table {
                columns: vec![
                    Column::centered("ردیف", 1),
                    Column::new("موضوع", 5),
                    Column::new("مبلغ", 4),
                ],
                rows: vec![
                    vec![
                        Cell::of(Text::number(1, Locale::Fa)),
                        Cell::default()
                            .and(Tone::Strong, Text::typed("دوربین Canon EOS 90D (۲ دستگاه)"))
                            .and(Tone::Muted, Text::from("منتقل‌شده، برای بار دوم")),
                        Cell::of(Text::rials(2_500_000, Locale::Fa)),
                    ],
                    vec![Cell::of(Text::number(2, Locale::Fa)), Cell::default(), Cell::of("—")],
                ],
            }),
            Block::List {
                items: vec![Text::from("یک"), Text::typed("<script>alert(1)</script>")],
            },
            Block::Note {
                text: Text::from("جمع زمان: ۱۰ دقیقه."),
            },
            Block::Item(Item {
                number: Text::number(1, Locale::Fa),
                title: Text::typed("نبود شرح وظایف"),
                about: Text::typed("منطقهٔ ۱"),
                entries: vec![
                    Entry {
                        label: Text::from("مصوبه"),
                        text: Text::typed("شرح وظایف تدوین شود."),
                        aside: Text::default(),
                    },
                    Entry {
                        label: Text::from("تعهد"),
                        text: Text::typed("تأمین دوربین"),
                        aside: Text::from("مسئول مالی، تا ۱۳۹۸/۱۰/۰۱"),
                    },
                ],
            }),
            Block::Page,
            Block::Paragraph {
                text: Text::from("صفحهٔ دیگر"),
            },
        ],
        signatures: vec![
            Signature {
                role: Text::from("رئیس جلسه"),
                name: Text::from("مدیر ارتباطات"),
                note: Text::default(),
            },
            Signature {
                role: Text::from("دبیر جلسه"),
                name: Text::default(),
                note: Text::from("تأیید شد در ۱۳۹۸/۰۹/۱۳"),
            },
        ],
        verification: Some(Verification {
            number: Text::ltr("۱۳۹۸-۳"),
            hash: "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08".to_owned(),
            url: "https://example.org/verify/9f86d081".to_owned(),
        }),
        footer: Text::from("جلسهٔ هماهنگی، نشست ۳"),
    }
}
