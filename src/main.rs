//! The command line, thin: reads options, calls the library, prints what a person has to know.

#![allow(clippy::print_stdout, clippy::print_stderr, reason = "a command line speaks")]

use std::io::Read;
use std::path::PathBuf;
use std::process::ExitCode;
use std::sync::Arc;

use clap::{Args, Parser, Subcommand};
use hamahang::app::files::{self, How, What};
use hamahang::app::{self, Server};
use hamahang::clock::Clock;
use hamahang::config::Settings;
use hamahang::db::Db;
use hamahang::error::{Error, Result};
use hamahang::mail_in::receive::{Envelope, exit};
use hamahang::tables::TableImport;
use hamahang::{accounts, demo, telemetry};

/// هماهنگ: the request tracker of a municipality's public-relations units.
#[derive(Parser)]
#[command(name = "hamahang", version, about)]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Serve the API; migrates the database first.
    Serve(Options),
    /// Load the real meeting of 1398/09/12 as a demonstration and serve it; safe to run twice.
    Demo {
        #[command(flatten)]
        options: Options,
        /// One password for all demo people; without it each gets a random one, printed.
        #[arg(long, env = "HAMAHANG_PASSWORD")]
        password: Option<String>,
        /// Load only, do not serve.
        #[arg(long)]
        load_only: bool,
    },
    /// Print the OpenAPI document.
    Openapi,
    /// Bring the database's schema up to date.
    Migrate(Options),
    /// Take units, people or old requests from a CSV or XLSX file, whole or not at all; docs/imports.md.
    Import {
        /// units, people or requests.
        what: What,
        /// A file that ends in .csv or .xlsx.
        file: PathBuf,
        /// Only say what would come of it.
        #[arg(long)]
        dry_run: bool,
        /// Mail new people an invitation.
        #[arg(long)]
        invite: bool,
        /// Do it as the person with this address, with their rights.
        #[arg(long = "as", value_name = "EMAIL")]
        by: Option<String>,
        #[command(flatten)]
        options: Options,
    },
    /// Write units, people or requests into a CSV or XLSX file.
    Export {
        /// units, people or requests.
        what: What,
        /// A file that ends in .csv or .xlsx.
        file: PathBuf,
        /// Only the requests that the person with this address may see.
        #[arg(long = "as", value_name = "EMAIL")]
        by: Option<String>,
        #[command(flatten)]
        options: Options,
    },
    /// Mail.
    Mail {
        #[command(subcommand)]
        command: MailCommand,
    },
    /// People.
    User {
        #[command(subcommand)]
        command: UserCommand,
    },
}

#[derive(Subcommand)]
enum MailCommand {
    /// Take one mail in from standard input, for a mail server that hands it over; exit codes are those of sysexits.h:
    /// 0 taken or held, 65 too long or empty, 75 try again. docs/mail-in.md.
    Receive {
        /// Who is told when it cannot be delivered; empty or MAILER-DAEMON: nobody.
        #[arg(long, allow_hyphen_values = true)]
        sender: Option<String>,
        /// Which of our addresses it was sent to.
        #[arg(long, allow_hyphen_values = true)]
        recipient: Option<String>,
        #[command(flatten)]
        options: Options,
    },
}

#[derive(Subcommand)]
enum UserCommand {
    /// Create a person with a role; the password comes on standard input.
    Create {
        #[command(flatten)]
        options: Options,
        /// Address to sign in with.
        #[arg(long)]
        email: String,
        /// Name or post.
        #[arg(long)]
        name: String,
        /// unit_head, unit_member, owner, director, mayor_office, auditor or admin.
        #[arg(long)]
        role: String,
        /// Id of the unit, for heads and members.
        #[arg(long)]
        unit: Option<i64>,
        /// Id of the desk, for owners.
        #[arg(long)]
        desk: Option<i64>,
        /// Read the password from standard input.
        #[arg(long, required = true)]
        password_stdin: bool,
    },
}

/// Every other setting comes from the environment or the file; see docs/operations.md.
#[derive(Args)]
struct Options {
    /// Address and port [default: 127.0.0.1:8080; HAMAHANG_LISTEN]
    #[arg(long)]
    listen: Option<String>,
    /// Folder of the database, secrets and mail files [default: data; HAMAHANG_DATA_DIR]
    #[arg(long)]
    data_dir: Option<String>,
    /// sqlite:FILE or postgres://… [DATABASE_URL]
    #[arg(long)]
    database_url: Option<String>,
}

impl Options {
    fn settings(self) -> Result<Arc<Settings>> {
        let given = [
            ("listen", self.listen),
            ("data_dir", self.data_dir),
            ("database_url", self.database_url),
        ];
        let given: Vec<(&str, String)> = given
            .into_iter()
            .filter_map(|(key, value)| Some((key, value?)))
            .collect();
        Settings::load(&given).map(Arc::new)
    }
}

fn main() -> ExitCode {
    match Cli::try_parse() {
        Ok(Cli {
            command:
                Command::Mail {
                    command:
                        MailCommand::Receive {
                            sender,
                            recipient,
                            options,
                        },
                },
        }) => receive(options, Envelope { sender, recipient }),
        Ok(cli) => exit_code(run(cli)),
        // A wrong line in the mail server's settings must not send everybody's mail back.
        Err(wrong) if wrong.use_stderr() && std::env::args().nth(1).is_some_and(|first| first == "mail") => {
            eprintln!("hamahang: {wrong}");
            ExitCode::from(exit::TEMPFAIL)
        }
        Err(other) => other.exit(),
    }
}

fn exit_code(done: Result<()>) -> ExitCode {
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(Error::Invalid(errors)) => {
            for error in errors {
                eprintln!("hamahang: {:>8}  {}  {}", error.pointer, error.fa, error.en);
            }
            ExitCode::FAILURE
        }
        Err(error) => {
            eprintln!("hamahang: {error}");
            ExitCode::FAILURE
        }
    }
}

/// Takes a mail in, and says to the mail server whether it has to keep it. What breaks off leaves it there, too.
fn receive(options: Options, envelope: Envelope) -> ExitCode {
    let done = std::panic::catch_unwind(|| app::receive_mail(&options.settings()?, envelope, std::io::stdin().lock()))
        .unwrap_or_else(|_| Err(Error::internal("taking the mail broke off", "see above")));
    if let Err(error) = &done {
        // Mail servers write this into their log, or to the sender of what is too long.
        eprintln!("hamahang: {error}");
    }
    ExitCode::from(exit::code(&done))
}

fn run(cli: Cli) -> Result<()> {
    match cli.command {
        // It has exit codes of its own, and does not come here.
        Command::Mail { .. } => Ok(()),
        Command::Serve(options) => serve(&options.settings()?, |server| {
            let link = server.db().write_now(accounts::links::first_admin_link)?;
            if let Some(link) = link {
                println!("هنوز مدیر سامانه‌ای نیست. نخستین مدیر با این پیوند یک‌بارمصرف ساخته می‌شود:");
                println!("No administrator yet; the first one is created with this one-time link:\n  {link}");
            }
            Ok(())
        }),
        Command::Demo {
            options,
            password,
            load_only,
        } => {
            let settings = options.settings()?;
            if load_only {
                let server = Server::build(&settings, &Clock::System)?;
                return demo::load(server.db(), password.as_deref()).map(|people| print_people(&people));
            }
            serve(&settings, |server| {
                demo::load(server.db(), password.as_deref()).map(|people| print_people(&people))
            })
        }
        Command::Openapi => {
            // By way of a value, which sorts: so what differs is the API.
            let document = serde_json::to_value(app::document())
                .and_then(|document| serde_json::to_string_pretty(&document))
                .map_err(|e| Error::internal("the document cannot be written", e))?;
            println!("{document}");
            Ok(())
        }
        Command::Migrate(options) => {
            let settings = options.settings()?;
            app::create_data_dir(&settings)?;
            Db::open(&settings, &Clock::System)?.migrate()
        }
        Command::Import {
            what,
            file,
            dry_run,
            invite,
            by,
            options,
        } => {
            let db = open(options)?;
            let how = How { dry_run, invite, by };
            files::import(&db, what, &file, &how).and_then(|report| print_report(&report))
        }
        Command::Export {
            what,
            file,
            by,
            options,
        } => {
            let rows = files::export(&open(options)?, what, &file, by.as_ref())?;
            println!("{rows} → {}", file.display());
            Ok(())
        }
        Command::User {
            command:
                UserCommand::Create {
                    options,
                    email,
                    name,
                    role,
                    unit,
                    desk,
                    password_stdin: _,
                },
        } => {
            let mut password = String::new();
            std::io::stdin()
                .read_to_string(&mut password)
                .map_err(|e| Error::internal("no password on standard input", e))?;
            let db = open(options)?;
            let id = accounts::service::create_by_command(
                &db,
                &email,
                &name,
                &role,
                unit,
                desk,
                password.trim_end_matches(['\r', '\n']),
            )?;
            println!("{id}");
            Ok(())
        }
    }
}

/// The database, brought up to date.
fn open(options: Options) -> Result<Db> {
    let settings = options.settings()?;
    app::create_data_dir(&settings)?;
    let db = Db::open(&settings, &Clock::System)?;
    db.migrate()?;
    Ok(db)
}

/// What came of a file.
///
/// # Errors
/// When a dry run found faults: then the file would not be taken.
fn print_report(report: &TableImport) -> Result<()> {
    for row in &report.rows {
        println!(
            "{:>6}  {}  {}  {}",
            row.row,
            row.outcome,
            row.name,
            row.fields.join(", ")
        );
    }
    for note in &report.notes {
        println!("{:>8}  {}", note.pointer, note.message);
    }
    let (created, changed, unchanged) = (report.created, report.changed, report.unchanged);
    println!("created {created}, changed {changed}, unchanged {unchanged}");
    for fault in &report.errors {
        eprintln!("{:>8}  {}", fault.pointer, fault.message);
    }
    let faults = report.errors.len() + report.more_errors;
    if faults == 0 {
        return Ok(());
    }
    Err(Error::config(
        "FILE",
        format!("{faults} faults: nothing of the file would be taken"),
    ))
}

fn serve(settings: &Arc<Settings>, before: impl FnOnce(&Server) -> Result<()>) -> Result<()> {
    telemetry::init(settings)?;
    let server = Server::build(settings, &Clock::System)?;
    before(&server)?;
    let address = server.address()?;
    actix_web::rt::System::new().block_on(async move {
        println!("ready http://{address}");
        server.run().await
    })
}

fn print_people(people: &[demo::SignIn]) {
    println!("افراد نمایشی / demo people:");
    for person in people {
        println!(
            "  {:<28} {:<24} {}",
            person.email,
            person.password.as_deref().unwrap_or("(as before)"),
            person.name
        );
    }
}
