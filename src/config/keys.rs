//! Every setting: its key, its default, and what it is for.

/// Every key, its default and what it means. In the environment `HAMAHANG_` and the key in capitals;
/// `database_url` is `DATABASE_URL` there. In the file (TOML, flat) the key as it stands.
pub const KEYS: &[(&str, &str, &str)] = &[
    ("listen", "127.0.0.1:8080", "address and port to serve on"),
    ("data_dir", "data", "folder of the database, secrets and mail files"),
    (
        "database_url",
        "",
        "sqlite:FILE or postgres://…; empty: hamahang.db in data_dir",
    ),
    (
        "base_url",
        "",
        "address that links in mails lead to; empty: http:// and listen",
    ),
    (
        "secret_file",
        "",
        "signing key of tokens, shared by all instances; empty: secret.key in data_dir, made when missing",
    ),
    (
        "trust_proxy",
        "false",
        "take the client's address from Forwarded headers: only behind a proxy that sets them",
    ),
    ("http_workers", "2", "threads that serve HTTP"),
    (
        "rate_limit_per_minute",
        "600",
        "requests a minute for a person or, signed out, an address; 0: no limit",
    ),
    ("access_token_minutes", "10", "how long an access token lasts, minutes"),
    ("session_days", "30", "how long an unused session lasts, days"),
    (
        "invitation_hours",
        "72",
        "how long an invitation can be accepted, hours",
    ),
    ("reset_minutes", "60", "how long a password reset link works, minutes"),
    ("mail_from", "hamahang@localhost", "sender's address"),
    ("mail_from_name", "سامانهٔ هماهنگ", "sender's name"),
    (
        "smtp_host",
        "",
        "mail server; empty: mails are written to the folder mail in data_dir",
    ),
    ("smtp_port", "587", "its port"),
    ("smtp_tls", "starttls", "none, starttls or implicit"),
    ("smtp_username", "", "its user; empty: no authentication"),
    ("smtp_password_file", "", "file that holds its password"),
    ("smtp_password", "", "its password, if there is no file"),
    (
        "smtp_ca_file",
        "",
        "PEM file of a certificate authority to trust besides the system's",
    ),
    (
        "smtp_timeout_seconds",
        "30",
        "how long the mail server may take, seconds",
    ),
    ("mail_max_attempts", "12", "tries before a mail is given up"),
    (
        "mail_lease_seconds",
        "120",
        "how long a worker may hold a mail, seconds",
    ),
    (
        "mail_pace_per_minute",
        "0",
        "mails a minute that an instance sends to one domain; the others wait; 0: no limit",
    ),
    (
        "dkim_key_file",
        "",
        "PEM file (PKCS #8) of an Ed25519 or RSA key that signs mails by DKIM; empty: the mail server signs, or nobody",
    ),
    (
        "dkim_selector",
        "hamahang",
        "where the public key stands: SELECTOR._domainkey.DOMAIN",
    ),
    (
        "dkim_domain",
        "",
        "the domain that signs; empty: that of the sender's address",
    ),
    (
        "mail_digests",
        "true",
        "whether what is not urgent comes in a digest on working mornings; false: it comes at once",
    ),
    (
        "mail_reply_address",
        "",
        "address that answers go to, such as requests@pr.example.org, with + as the delimiter of extensions; empty: mails name none",
    ),
    ("mail_in_max_mib", "40", "longest mail that is taken in, MiB"),
    (
        "mail_in_per_request_hour",
        "30",
        "comments by mail on one request within an hour; further mail is held",
    ),
    (
        "mail_in_per_sender_hour",
        "30",
        "mails of one sender within an hour; further mail is held",
    ),
    (
        "mail_in_keep_days",
        "90",
        "how long a mail that came in is kept after it was dealt with, days; what is held is kept until then",
    ),
    (
        "mail_in_auth_server",
        "",
        "the name by which the mail server in front signs its Authentication-Results: mail that it did not find genuine is held; empty: not asked for",
    ),
    (
        "webhook_networks",
        "",
        "networks that webhooks may lead into although they are not public, such as 10.20.0.0/16; commas between them",
    ),
    ("webhook_http", "false", "whether webhooks may lead to http addresses"),
    (
        "webhook_seconds",
        "10",
        "how long a webhook's receiver may take, seconds",
    ),
    (
        "webhook_max_attempts",
        "12",
        "tries in a row in vain after which a webhook is paused",
    ),
    (
        "webhook_log_days",
        "30",
        "how long the log of webhooks is kept, and what could not be sent waits, days",
    ),
    (
        "close_after_working_days",
        "10",
        "working days without an answer after which a request that is done is closed",
    ),
    (
        "proposals_close_working_days",
        "2",
        "working days before a meeting at whose end units can propose no more items for it",
    ),
    (
        "approval_link_days",
        "14",
        "how long the link in an approver's mail works, days",
    ),
    (
        "approval_reminder_working_days",
        "3",
        "working days without a decision after which those who can decide an approval's step are reminded",
    ),
    (
        "approval_escalation_working_days",
        "6",
        "working days without a decision after which the director is told of it",
    ),
    (
        "commitment_reminder_working_days",
        "2",
        "working days before the day of a promise on whose morning who promised is reminded",
    ),
    (
        "commitment_escalation_working_days",
        "2",
        "working days after the day of a promise until the director is told that it is not kept",
    ),
    (
        "escalate_after_working_minutes",
        "420",
        "working minutes after a missed deadline until the director hears of it, if it is still open",
    ),
    (
        "chase_every_working_days",
        "3",
        "working days between two reminders of a party that a request waits for",
    ),
    ("chase_times", "3", "reminders of a party before the director is told"),
    (
        "minutes_review_working_days",
        "5",
        "working days that attendees have to object to minutes, unless the series says otherwise",
    ),
    (
        "guests_read_papers",
        "true",
        "whether guests of meetings get the agenda and, when they attended, the approved minutes: by mail and by their link",
    ),
    (
        "triage_undo_seconds",
        "10",
        "how long a batch of triage can be taken back, and its mails wait, seconds; 0: not at all",
    ),
    (
        "attachments_url",
        "",
        "where attachments lie: file:///FOLDER or s3://BUCKET/PREFIX; empty: the folder attachments in data_dir",
    ),
    ("attachment_max_mib", "25", "longest attachment, MiB"),
    (
        "attachment_quota_mib",
        "2048",
        "what the attachments of one unit may come to, MiB",
    ),
    (
        "s3_endpoint",
        "",
        "address of an S3-compatible store; empty: Amazon's of the region",
    ),
    ("s3_region", "us-east-1", "its region"),
    ("s3_access_key", "", "its access key"),
    ("s3_secret_key_file", "", "file that holds its secret key"),
    ("s3_secret_key", "", "its secret key, if there is no file"),
    (
        "organization",
        "شهرداری",
        "whose letterhead papers carry: the municipality",
    ),
    (
        "organization_office",
        "مدیریت ارتباطات و امور بین‌الملل",
        "its department, below the municipality on papers; may be empty",
    ),
    (
        "pdf_program",
        "",
        "the program that sets PDF; empty: hamahang-pdf beside this program",
    ),
    ("pdf_seconds", "20", "how long setting a PDF may take, seconds"),
    ("pdf_memory_mib", "512", "memory that setting a PDF may take, MiB"),
    ("pdf_at_once", "2", "PDFs that are set at the same time; others wait"),
    (
        "web_dir",
        "",
        "folder with another build of the web app, to serve in place of the one inside the program",
    ),
    (
        "shutdown_seconds",
        "20",
        "how long requests and mails in hand may take to end, seconds",
    ),
    ("log", "info", "log filter, as of the Rust tracing EnvFilter"),
    ("log_format", "text", "text or json"),
];
