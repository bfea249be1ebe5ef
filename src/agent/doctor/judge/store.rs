//! The store, and the platform's place for secrets.

use super::super::report::{Details, Finding, Value};
use super::super::text::{Label, Text};
use super::failed;
use crate::answers::Limits;
use crate::error::{Error, Status};
use crate::passwords::Remember;
use crate::rules::offline_grace;
use crate::store::{EntryKind, NoLock, Survey, Surveyed};

/// Less than this is soon used up, in bytes.
const LITTLE_SPACE: u64 = 16 << 20;
/// Entries in a report.
const MAX_SHOWN: usize = 32;

/// At `now`, in Unix seconds by the later of this device's clock and the server's.
pub fn store(found: &Result<Option<Survey>, Error>, limits: Limits, now: i64) -> Finding {
    let survey = match found {
        Ok(Some(survey)) => survey,
        Ok(None) => return Finding::skipped("The store is switched off."),
        Err(error) => return failed("The store cannot be used", error),
    };
    match &survey.state {
        Err(error) => failed("The store cannot be used", error),
        Ok(state) => judged(survey, limits, now).with(
            details(survey, limits, now)
                .and("is_private", state.is_private)
                .and("free_bytes", state.free_bytes),
        ),
    }
}

fn judged(survey: &Survey, limits: Limits, now: i64) -> Finding {
    let answers: Vec<_> =
        survey.entries.iter().filter(|entry| entry.kind == EntryKind::Answer).collect();
    let verdicts = answers.iter().map(|entry| usable(survey, entry, limits, now));
    let verdicts: Vec<Result<(), Error>> = verdicts.collect();
    if let Some(error) = verdicts.iter().flatten_err().find(|error| error.status() == Status::Clock)
    {
        return failed("The store waits for the license server", error);
    }
    if let Some(warning) = warning(survey) {
        return warning;
    }
    let usable = verdicts.iter().filter(|verdict| verdict.is_ok()).count();
    match (verdicts.iter().flatten_err().next(), usable) {
        (Some(error), 0) => Finding::warning(
            Text::of("No stored answer can be used: {}.", &[&Text::of_error(error)]),
            "Start the application once while the license server can be reached.",
        ),
        _ => Finding::ok(Text::of(
            "The store works; {} of {} answers can be used without a network.",
            &[&usable, &answers.len()],
        )),
    }
}

fn warning(survey: &Survey) -> Option<Finding> {
    let state = survey.state.as_ref().ok()?;
    if state.free_bytes.is_some_and(|free| free < LITTLE_SPACE) {
        return Some(Finding::warning("The disk of the store is nearly full.", "Make room on it."));
    }
    if !state.is_private {
        return Some(Finding::warning(
            "Others can look into the store's folder: its file system takes no rights away.",
            "Set a folder on a disk of this device.",
        ));
    }
    if survey.lock == Err(NoLock::Impossible) {
        return Some(Finding::warning(
            "The store's file system has no locks, so that each process asks the license server for itself.",
            "Set a folder on a disk of this device.",
        ));
    }
    (survey.unreadable > 0).then(|| {
        Finding::warning(
            Text::of("{} files of the store hold nothing that this device and user can read.", &[&survey.unreadable]),
            "Nothing, if the store came from another device or its disk was damaged: they are replaced by the next answers.",
        )
    })
}

fn usable(survey: &Survey, entry: &Surveyed, limits: Limits, now: i64) -> Result<(), Error> {
    let newest = survey.mark.map(|mark| mark.newest);
    offline_grace::usable(entry.fetched_at, newest, now, limits.offline_grace)
}

fn details(survey: &Survey, limits: Limits, now: i64) -> Details {
    let count = |kind| survey.entries.iter().filter(|entry| entry.kind == kind).count();
    let shown = newest_first(&survey.entries)
        .take(MAX_SHOWN)
        .map(|entry| shown(survey, entry, limits, now));
    let lock = match survey.lock {
        Ok(()) => "free",
        Err(NoLock::Held) => "held",
        Err(NoLock::Impossible) => "impossible",
    };
    let newest = survey.mark.map(|mark| now.saturating_sub(mark.newest));
    Details::default()
        .and("folder", file(&survey.folder))
        .and("lock", lock)
        .and("answers", count(EntryKind::Answer))
        .and("device_entries", count(EntryKind::Device))
        .and("notes", count(EntryKind::Note))
        .and("unreadable", survey.unreadable)
        .and("newest_time_seconds_ago", newest)
        .and("offline_grace_seconds", limits.offline_grace)
        .and("entries", Value::list(shown))
}

/// There are few: a sort would be more code than they are worth.
fn newest_first(entries: &[Surveyed]) -> impl Iterator<Item = &Surveyed> {
    let mut left: Vec<_> = entries.iter().collect();
    std::iter::from_fn(move || {
        let newest = left.iter().enumerate().max_by_key(|(_, entry)| entry.fetched_at)?;
        let place = newest.0;
        Some(left.swap_remove(place))
    })
}

fn shown(survey: &Survey, entry: &Surveyed, limits: Limits, now: i64) -> Details {
    let age = now.saturating_sub(entry.fetched_at);
    let (kind, grace_left) = match entry.kind {
        EntryKind::Answer => ("answer", Some(limits.offline_grace.saturating_sub(age).max(0))),
        EntryKind::Device => ("device", None),
        EntryKind::Note => ("note", None),
    };
    let is_usable = grace_left.map(|_| usable(survey, entry, limits, now).is_ok());
    Details::default()
        .and("file", file(&entry.file))
        .and("kind", kind)
        .and("age_seconds", age)
        .and("grace_left_seconds", grace_left)
        .and("usable", is_usable)
}

/// Ours are keyed hashes in hexadecimal; somebody may have put another file there.
fn file(name: &str) -> Option<Text> {
    let is_ours = name.bytes().all(|byte| byte.is_ascii_hexdigit());
    Label::of(name).filter(|_| is_ours).map(|name| Text::of("{}", &[&name]))
}

/// The errors of a list of results.
trait FlattenErr<'a> {
    fn flatten_err(self) -> impl Iterator<Item = &'a Error>;
}

impl<'a, I: Iterator<Item = &'a Result<(), Error>>> FlattenErr<'a> for I {
    fn flatten_err(self) -> impl Iterator<Item = &'a Error> {
        self.filter_map(|result| result.as_ref().err())
    }
}

/// `tried`: whether the platform's place for secrets can be used; not asked where nothing is remembered, since it may
/// ask the person for permission.
pub fn secrets(remember: Remember, tried: impl FnOnce() -> Result<(), Error>) -> Finding {
    if remember == Remember::Off {
        return Finding::skipped("Sign-ins are not remembered, so no place for secrets is needed.");
    }
    let error = match tried() {
        Ok(()) => return Finding::ok("The platform's place for secrets can be used."),
        Err(error) => error,
    };
    match remember {
        Remember::PlatformOnly => failed("Sign-ins cannot be remembered", &error),
        Remember::Off | Remember::Anywhere => Finding::warning(
            Text::of(
                "Sign-ins are remembered in the sealed store instead: {}.",
                &[&Text::of_error(&error)],
            ),
            "Install or unlock the platform's place for secrets, if the passwords are to be there.",
        ),
    }
}
