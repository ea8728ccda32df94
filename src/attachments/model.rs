//! What attachments are made of: the kinds of files that are taken, an upload, and what the API shows.

use std::sync::atomic::{AtomicBool, Ordering};

use serde::Serialize;

use crate::accounts::model::UserRef;
use crate::clock::Timestamp;
use crate::ids::{AttachmentId, UnitId};
use crate::resource::Resource;

crate::text_enum! {
    /// What a file is, by its content. Nothing else is taken: no programs, no markup that a browser would run, no archives
    /// whose inside nobody sees.
    pub enum FileKind {
        /// A photo.
        Jpeg = "jpeg",
        /// A picture.
        Png = "png",
        /// A picture of the web.
        Webp = "webp",
        /// A picture, perhaps moving.
        Gif = "gif",
        /// A photo of newer phones.
        Heic = "heic",
        /// A scan.
        Tiff = "tiff",
        /// A document as it is printed.
        Pdf = "pdf",
        /// Word.
        Docx = "docx",
        /// Excel.
        Xlsx = "xlsx",
        /// PowerPoint.
        Pptx = "pptx",
        /// OpenDocument text.
        Odt = "odt",
        /// OpenDocument spreadsheet.
        Ods = "ods",
        /// OpenDocument presentation.
        Odp = "odp",
        /// Word until 2003.
        Doc = "doc",
        /// Excel until 2003.
        Xls = "xls",
        /// PowerPoint until 2003.
        Ppt = "ppt",
        /// Rich text.
        Rtf = "rtf",
        /// Plain text.
        Text = "text",
        /// A table as text.
        Csv = "csv",
        /// A film.
        Mp4 = "mp4",
        /// A film of Apple's.
        Mov = "mov",
        /// Sound.
        M4a = "m4a",
        /// Sound.
        Mp3 = "mp3",
        /// Sound, as messengers record it.
        Ogg = "ogg",
    }
}

impl FileKind {
    /// The media type that it is sent as.
    pub const fn media_type(self) -> &'static str {
        match self {
            Self::Jpeg => "image/jpeg",
            Self::Png => "image/png",
            Self::Webp => "image/webp",
            Self::Gif => "image/gif",
            Self::Heic => "image/heic",
            Self::Tiff => "image/tiff",
            Self::Pdf => "application/pdf",
            Self::Docx => "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
            Self::Xlsx => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            Self::Pptx => "application/vnd.openxmlformats-officedocument.presentationml.presentation",
            Self::Odt => "application/vnd.oasis.opendocument.text",
            Self::Ods => "application/vnd.oasis.opendocument.spreadsheet",
            Self::Odp => "application/vnd.oasis.opendocument.presentation",
            Self::Doc => "application/msword",
            Self::Xls => "application/vnd.ms-excel",
            Self::Ppt => "application/vnd.ms-powerpoint",
            Self::Rtf => "application/rtf",
            Self::Text => "text/plain",
            Self::Csv => "text/csv",
            Self::Mp4 => "video/mp4",
            Self::Mov => "video/quicktime",
            Self::M4a => "audio/mp4",
            Self::Mp3 => "audio/mpeg",
            Self::Ogg => "audio/ogg",
        }
    }

    /// The endings that a name of this kind may have; the first is given to a name that has none of them.
    pub const fn endings(self) -> &'static [&'static str] {
        match self {
            Self::Jpeg => &["jpg", "jpeg", "jfif"],
            Self::Png => &["png"],
            Self::Webp => &["webp"],
            Self::Gif => &["gif"],
            Self::Heic => &["heic", "heif"],
            Self::Tiff => &["tif", "tiff"],
            Self::Pdf => &["pdf"],
            Self::Docx => &["docx", "docm", "dotx", "dotm"],
            Self::Xlsx => &["xlsx", "xlsm", "xltx", "xltm", "xlsb"],
            Self::Pptx => &["pptx", "pptm", "potx", "potm", "ppsx", "ppsm"],
            Self::Odt => &["odt", "ott"],
            Self::Ods => &["ods", "ots"],
            Self::Odp => &["odp", "otp"],
            Self::Doc => &["doc", "dot"],
            Self::Xls => &["xls", "xlt"],
            Self::Ppt => &["ppt", "pps", "pot"],
            Self::Rtf => &["rtf", "doc"],
            // None that a double click would run.
            Self::Text => &["txt", "csv", "tsv", "md", "log", "json", "ics", "vcf", "srt"],
            Self::Csv => &["csv", "tsv", "txt"],
            Self::Mp4 => &["mp4", "m4v", "3gp"],
            Self::Mov => &["mov"],
            Self::M4a => &["m4a"],
            Self::Mp3 => &["mp3"],
            Self::Ogg => &["ogg", "oga", "opus"],
        }
    }

    /// Whether a browser may show it in place of saving it: what it draws itself, without running anything of it.
    pub const fn may_be_shown(self) -> bool {
        matches!(self, Self::Jpeg | Self::Png | Self::Webp | Self::Gif | Self::Pdf)
    }
}

crate::text_enum! {
    /// What somebody who opens the file should know.
    pub enum FileWarning {
        /// It holds macros: programs that an office suite may run.
        Macros = "macros",
    }
}

/// What a file belongs to.
#[derive(Debug, Clone, Copy)]
pub struct Owner {
    /// The kind of thing: `request`.
    pub subject: &'static str,
    /// Its id.
    pub subject_id: i64,
    /// The unit whose quota it is counted against.
    pub unit_id: UnitId,
}

/// A file whose bytes lie in the vault, and which nothing refers to yet.
#[derive(Debug)]
pub struct Upload {
    /// Its cleaned name.
    pub name: String,
    /// What it is.
    pub kind: FileKind,
    /// Whether it holds macros.
    pub macros: bool,
    /// Its length, bytes.
    pub size_bytes: i64,
    /// SHA-256 of its content, hexadecimal.
    pub sha256: String,
    /// Where its bytes are.
    pub object: String,
    /// Whether there is a thumbnail beside it.
    pub thumbnail: bool,
    /// When it was put there.
    pub kept_at: Timestamp,
    taken: AtomicBool,
}

impl Upload {
    /// An upload that nothing refers to yet.
    pub fn new(name: String, kind: FileKind, macros: bool, sha256: String, kept_at: Timestamp) -> Self {
        Self {
            name,
            kind,
            macros,
            sha256,
            kept_at,
            size_bytes: 0,
            object: String::new(),
            thumbnail: false,
            taken: AtomicBool::new(false),
        }
    }

    /// Says whether a row refers to it: what no row took is thrown away at once.
    pub fn set_taken(&self, taken: bool) {
        self.taken.store(taken, Ordering::SeqCst);
    }

    /// Whether a row refers to it, provided that its transaction was committed.
    pub fn is_taken(&self) -> bool {
        self.taken.load(Ordering::SeqCst)
    }
}

/// A file that belongs to something. It never changes: another content is another attachment.
#[derive(Debug, Clone, Serialize, utoipa::ToSchema)]
#[schema(example = json!({ "id": 7, "subject": "request", "subject_id": 1, "name": "دوربین شکسته.jpg", "kind": "jpeg", "media_type": "image/jpeg", "size_bytes": 2_483_112, "sha256": "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08", "warnings": [], "thumbnail": true, "uploader": { "id": 2, "name": "مدیر روابط عمومی منطقهٔ ۱" }, "created_at": "2019-12-03T06:30:00Z" }))]
pub struct AttachmentView {
    /// Which.
    pub id: AttachmentId,
    /// The kind of thing that it belongs to: `request`.
    pub subject: String,
    /// That thing's id.
    pub subject_id: i64,
    /// Its name: cleaned, and with an ending that fits its content.
    pub name: String,
    /// What it is, by its content.
    pub kind: FileKind,
    /// The media type that it is sent as.
    pub media_type: String,
    /// Its length, bytes.
    pub size_bytes: i64,
    /// SHA-256 of its content, hexadecimal; the `ETag` of the content as well.
    pub sha256: String,
    /// What somebody who opens it should know.
    pub warnings: Vec<FileWarning>,
    /// Whether there is a small picture of it.
    pub thumbnail: bool,
    /// Who attached it.
    pub uploader: Option<UserRef>,
    /// When it was attached.
    pub created_at: Timestamp,
}

impl Resource for AttachmentView {
    fn version(&self) -> i32 {
        1
    }
    fn path(&self) -> String {
        format!("/attachments/{}", self.id)
    }
}
