//! Any bytes make a letter: without a panic, and within the bounds that those who store it count on.

#![no_main]

use hamahang::mail_in::parse;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|raw: &[u8]| {
    let letter = parse::read(raw);
    assert!(letter.subject.chars().count() <= 300);
    assert!(letter.files.len() <= 20);
    assert!(letter.sender.is_none_or(|sender| sender.address.is_ascii() && sender.address.contains('@')));
    // A text is never much longer than the mail: markup and charsets widen a byte to a few.
    let longest = 1024 + 8 * raw.len();
    assert!(letter.said.len() <= longest && letter.whole.len() <= longest);
    assert!(letter.files.iter().all(|file| file.bytes.len() <= raw.len()));
});
