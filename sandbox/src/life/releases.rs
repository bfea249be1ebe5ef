//! The releases of the products, and their installers.

use std::time::SystemTime;

use serde_json::Value;

use super::dates;

const RELEASES: &str = include_str!("../../data/releases.json");

/// The releases there are, of each product the same.
#[derive(Clone, Debug)]
pub struct Releases(Vec<Value>);

impl Default for Releases {
    fn default() -> Self {
        // A test reads the file.
        Self(serde_json::from_str(RELEASES).unwrap_or_default())
    }
}

/// Which releases are wanted.
#[derive(Debug, Default)]
pub struct Wanted {
    /// Of this environment; `win` is any of Windows.
    pub environment: Option<String>,
    /// Of this channel; without one of none.
    pub channel: Option<String>,
    /// Not after this date.
    pub until: Option<String>,
}

impl Releases {
    /// These instead.
    pub fn set(&mut self, releases: Vec<Value>) {
        self.0 = releases;
    }

    /// All of them.
    pub fn all(&self) -> &[Value] {
        &self.0
    }

    /// Those that are wanted, the oldest first.
    pub fn find(&self, wanted: &Wanted) -> Vec<&Value> {
        let mut found: Vec<_> = self.0.iter().filter(|release| wanted.fits(release)).collect();
        found.sort_by_key(|release| moment(&release["release_date"]));
        found
    }
}

impl Wanted {
    fn fits(&self, release: &Value) -> bool {
        let text = |name: &str| release[name].as_str().unwrap_or_default();
        let environment = self.environment.as_deref().unwrap_or_default();
        let channel = self.channel.as_deref().unwrap_or_default();
        let until = self.until.as_deref().and_then(dates::end);
        let released = moment(&release["release_date"]);
        text("environment").starts_with(environment)
            && text("channel") == channel
            && until.is_none_or(|until| {
                released.is_none_or(|released| SystemTime::from(released) < until)
            })
    }
}

fn moment(date: &Value) -> Option<time::OffsetDateTime> {
    date.as_str().and_then(dates::moment)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(environment: &str, channel: &str, until: &str) -> Vec<String> {
        let some = |text: &str| Some(text.to_owned()).filter(|text| !text.is_empty());
        let (environment, channel, until) = (some(environment), some(channel), some(until));
        let releases = Releases::default();
        let found = releases.find(&Wanted { environment, channel, until });
        found.iter().map(|release| release["id"].to_string()).collect()
    }

    #[test]
    fn releases_are_found_by_environment_channel_and_date() {
        assert_eq!(found("", "", ""), ["5001", "5002", "5003"]);
        assert_eq!(found("win", "", ""), ["5001", "5003"]);
        assert_eq!(found("", "beta", ""), ["5004"]);
        assert_eq!(found("", "", "2026-06-30"), ["5001", "5002"]);
        assert_eq!(found("", "", "2026-04-01"), ["5001", "5002"], "the day counts to its end");
    }
}
