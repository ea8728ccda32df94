//! Files as answers: streamed, in parts if asked (RFC 9110, 13 and 14), and with headers that let no browser run them.

use std::ops::Range;

use actix_web::body::SizedStream;
use actix_web::http::StatusCode;
use actix_web::http::header::{self, HeaderMap};
use actix_web::{HttpRequest, HttpResponse};

use super::Parts;
use crate::attachments::service::Attachment;
use crate::attachments::{names, thumbnails};
use crate::error::{Error, Result};

/// A file is shown, if at all, as a document that may do nothing: no scripts, no forms, no origin of ours.
const POLICY: &str = "sandbox; default-src 'none'; style-src 'unsafe-inline'; img-src 'self'; media-src 'self'";
/// May be kept by the one browser, which has to ask each time whether it may still be seen.
const CACHE: &str = "private, no-cache";

/// What is wanted of a file.
#[derive(Debug, PartialEq, Eq)]
enum Wanted {
    /// The caller has it already.
    Nothing,
    /// All of it.
    Whole,
    /// These bytes.
    Part(Range<u64>),
    /// Bytes that it does not have.
    Beyond,
}

fn text(headers: &HeaderMap, name: header::HeaderName) -> Option<&str> {
    headers.get(name).and_then(|value| value.to_str().ok())
}

fn wanted(headers: &HeaderMap, tag: &str, length: u64) -> Wanted {
    let is_tag = |one: &str| one == "*" || one.strip_prefix("W/").unwrap_or(one) == tag;
    if text(headers, header::IF_NONE_MATCH).is_some_and(|tags| tags.split(',').any(|one| is_tag(one.trim()))) {
        return Wanted::Nothing;
    }
    let still = text(headers, header::IF_RANGE).is_none_or(|one| one == tag);
    match text(headers, header::RANGE).filter(|_| still) {
        Some(range) => part(range, length),
        None => Wanted::Whole,
    }
}

/// One range of bytes. What cannot be read as one, or are several, is as if it were not there (RFC 9110, 14.2).
fn part(range: &str, length: u64) -> Wanted {
    let digits = |text: &str| {
        (!text.is_empty() && text.bytes().all(|b| b.is_ascii_digit())).then(|| text.parse().unwrap_or(u64::MAX))
    };
    let Some((first, last)) = range.strip_prefix("bytes=").and_then(|r| r.split_once('-')) else {
        return Wanted::Whole;
    };
    let part = match (digits(first), digits(last)) {
        (Some(first), Some(last)) if first <= last => first..last.saturating_add(1).min(length),
        (Some(first), None) if last.is_empty() => first..length,
        (None, Some(count)) if first.is_empty() => length.saturating_sub(count)..length,
        _ => return Wanted::Whole,
    };
    if part.is_empty() {
        Wanted::Beyond
    } else {
        Wanted::Part(part)
    }
}

/// 200 with a file that was made for this answer, to save.
pub fn made(name: &str, media_type: &'static str, bytes: Vec<u8>) -> HttpResponse {
    HttpResponse::Ok()
        .content_type(media_type)
        .insert_header((header::CONTENT_DISPOSITION, names::disposition(name, false)))
        .body(bytes)
}

impl Parts {
    /// An attachment's content, to be saved or, if `inline` and its kind may be shown, to be shown.
    ///
    /// # Errors
    /// 416 for bytes that it does not have, 503 when its place cannot be used.
    pub async fn content(&self, req: &HttpRequest, file: &Attachment, inline: bool) -> Result<HttpResponse> {
        let length = u64::try_from(file.size_bytes).unwrap_or(0);
        let tag = format!("\"{}\"", file.sha256);
        let part = match wanted(req.headers(), &tag, length) {
            Wanted::Nothing => return Ok(not_modified(tag)),
            Wanted::Beyond => return Err(Error::NoSuchRange(length)),
            Wanted::Whole => None,
            Wanted::Part(part) => Some(part),
        };
        let bytes = self.vault.read(&file.object, part.clone()).await?;
        let mut response = HttpResponse::Ok();
        if let Some(Range { start, end }) = &part {
            response
                .status(StatusCode::PARTIAL_CONTENT)
                .insert_header((header::CONTENT_RANGE, format!("bytes {start}-{}/{length}", end - 1)));
        }
        let inline = inline && file.kind.may_be_shown();
        response
            .insert_header((header::CONTENT_DISPOSITION, names::disposition(&file.name, inline)))
            .insert_header((header::CONTENT_TYPE, file.kind.media_type()))
            .insert_header((header::ACCEPT_RANGES, "bytes"));
        let length = part.map_or(length, |part| part.end - part.start);
        Ok(guarded(&mut response, tag).body(SizedStream::new(length, bytes)))
    }

    /// An attachment's thumbnail.
    ///
    /// # Errors
    /// 404 when it has none, 503 when its place cannot be used.
    pub async fn thumbnail(&self, req: &HttpRequest, file: &Attachment) -> Result<HttpResponse> {
        if !file.thumbnail {
            return Err(Error::NotFound);
        }
        let tag = format!("\"{}-thumbnail\"", file.sha256);
        if wanted(req.headers(), &tag, 0) == Wanted::Nothing {
            return Ok(not_modified(tag));
        }
        let bytes = self.vault.thumbnail(&file.object).await?;
        let mut response = HttpResponse::Ok();
        response.insert_header((header::CONTENT_TYPE, thumbnails::MEDIA_TYPE));
        Ok(guarded(&mut response, tag).body(bytes))
    }
}

fn guarded(response: &mut actix_web::HttpResponseBuilder, tag: String) -> &mut actix_web::HttpResponseBuilder {
    response
        .insert_header((header::ETAG, tag))
        .insert_header((header::CACHE_CONTROL, CACHE))
        .insert_header((header::X_CONTENT_TYPE_OPTIONS, "nosniff"))
        .insert_header((header::CONTENT_SECURITY_POLICY, POLICY))
        // As it is: a compressed part would be a part of something else.
        .insert_header((header::CONTENT_ENCODING, "identity"))
}

fn not_modified(tag: String) -> HttpResponse {
    HttpResponse::NotModified()
        .insert_header((header::ETAG, tag))
        .insert_header((header::CACHE_CONTROL, CACHE))
        .finish()
}

#[cfg(test)]
mod tests {
    use actix_web::http::header::HeaderValue;

    use super::*;

    #[test]
    fn one_range_is_read_and_all_else_is_the_whole() {
        for (range, expected) in [
            ("bytes=0-0", Wanted::Part(0..1)),
            ("bytes=2-", Wanted::Part(2..10)),
            ("bytes=2-99999999999999999999999", Wanted::Part(2..10)),
            ("bytes=-3", Wanted::Part(7..10)),
            ("bytes=-30", Wanted::Part(0..10)),
            ("bytes=-0", Wanted::Beyond),
            ("bytes=10-", Wanted::Beyond),
            ("bytes=99999999999999999999999-", Wanted::Beyond),
            ("bytes=3-2", Wanted::Whole),
            ("bytes=0-1,4-5", Wanted::Whole),
            ("bytes=+1-2", Wanted::Whole),
            ("bytes=-", Wanted::Whole),
            ("items=0-1", Wanted::Whole),
            ("", Wanted::Whole),
        ] {
            assert_eq!(part(range, 10), expected, "{range}");
        }
    }

    #[test]
    fn a_part_of_what_has_changed_is_the_whole() {
        let of = |pairs: &[(header::HeaderName, &'static str)]| {
            let mut headers = HeaderMap::new();
            for (name, value) in pairs {
                headers.insert(name.clone(), HeaderValue::from_static(value));
            }
            wanted(&headers, "\"a\"", 10)
        };
        let range = (header::RANGE, "bytes=0-1");
        assert_eq!(of(&[range.clone(), (header::IF_RANGE, "\"a\"")]), Wanted::Part(0..2));
        assert_eq!(of(&[range.clone(), (header::IF_RANGE, "\"b\"")]), Wanted::Whole);
        assert_eq!(of(&[range, (header::IF_NONE_MATCH, "\"b\", W/\"a\"")]), Wanted::Nothing);
        assert_eq!(of(&[(header::IF_NONE_MATCH, "\"b\"")]), Wanted::Whole);
    }
}
