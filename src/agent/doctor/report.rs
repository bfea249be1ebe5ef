//! The report: steps, each with what was found, a sentence for a person, and what to do.

use serde::ser::{Serialize, SerializeMap, SerializeSeq, SerializeStruct, Serializer};

use super::text::{Harmless, Text};

/// Of the form that docs/doctor-report.schema.json describes. Members are added; none is changed or taken away
/// without another number.
const FORM: i64 = 1;

/// What was looked at, in this order.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StepId {
    Settings,
    Environment,
    Names,
    Connection,
    Proxy,
    Tls,
    Http,
    Clock,
    Application,
    User,
    Signature,
    Store,
    Secrets,
    Versions,
}

impl StepId {
    pub(crate) const ALL: [Self; 14] = [
        Self::Settings,
        Self::Environment,
        Self::Names,
        Self::Connection,
        Self::Proxy,
        Self::Tls,
        Self::Http,
        Self::Clock,
        Self::Application,
        Self::User,
        Self::Signature,
        Self::Store,
        Self::Secrets,
        Self::Versions,
    ];

    pub fn name(self) -> &'static str {
        match self {
            Self::Settings => "settings",
            Self::Environment => "environment",
            Self::Names => "names",
            Self::Connection => "connection",
            Self::Proxy => "proxy",
            Self::Tls => "tls",
            Self::Http => "http",
            Self::Clock => "clock",
            Self::Application => "application",
            Self::User => "user",
            Self::Signature => "signature",
            Self::Store => "store",
            Self::Secrets => "secrets",
            Self::Versions => "versions",
        }
    }
}

/// How a step went. The numbers that C sees are in `ffi::doctor`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Health {
    Ok,
    /// It works, and something about it may not go on to.
    Warning,
    Failed,
    /// It was not looked at; the sentence says why.
    Skipped,
}

impl Health {
    fn name(self) -> &'static str {
        match self {
            Self::Ok => "ok",
            Self::Warning => "warning",
            Self::Failed => "failed",
            Self::Skipped => "skipped",
        }
    }
}

/// What was found, without the step that it was found by.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    pub health: Health,
    pub sentence: Text,
    /// What to do about it.
    pub advice: Option<Text>,
    pub details: Details,
}

impl Finding {
    pub fn ok(sentence: impl Into<Text>) -> Self {
        Self::new(Health::Ok, sentence)
    }

    pub fn warning(sentence: impl Into<Text>, advice: impl Into<Text>) -> Self {
        Self::of(Health::Warning, sentence.into(), Some(advice.into()))
    }

    pub fn failed(sentence: impl Into<Text>, advice: impl Into<Text>) -> Self {
        Self::of(Health::Failed, sentence.into(), Some(advice.into()))
    }

    pub fn skipped(why: impl Into<Text>) -> Self {
        Self::new(Health::Skipped, why)
    }

    fn new(health: Health, sentence: impl Into<Text>) -> Self {
        Self::of(health, sentence.into(), None)
    }

    /// One copy for all kinds of texts.
    #[inline(never)]
    fn of(health: Health, sentence: Text, advice: Option<Text>) -> Self {
        Self { health, sentence, advice, details: Details::default() }
    }

    pub fn with(mut self, details: Details) -> Self {
        self.details = details;
        self
    }
}

/// A step that was taken.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Step {
    pub id: StepId,
    pub milliseconds: u64,
    pub finding: Finding,
}

impl Step {
    pub fn name(&self) -> &'static str {
        self.id.name()
    }

    pub fn health(&self) -> Health {
        self.finding.health
    }

    pub fn sentence(&self) -> &str {
        self.finding.sentence.as_str()
    }
}

/// Named values, in their order.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Details(Vec<(&'static str, Value)>);

impl Details {
    pub fn and(mut self, name: &'static str, value: impl Into<Value>) -> Self {
        self.push(name, value.into());
        self
    }

    /// One copy for all kinds of values.
    #[inline(never)]
    fn push(&mut self, name: &'static str, value: Value) {
        self.0.push((name, value));
    }
}

/// None of these can hold what a report must not: see [`Text`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Value {
    Nothing,
    Flag(bool),
    Number(i64),
    Text(Text),
    List(Vec<Value>),
    Details(Details),
}

impl Value {
    pub fn shown(part: &dyn Harmless) -> Self {
        Self::Text(Text::of("{}", &[part]))
    }

    pub fn list<T: Into<Value>>(items: impl IntoIterator<Item = T>) -> Self {
        Self::List(items.into_iter().map(Into::into).collect())
    }
}

impl From<bool> for Value {
    fn from(flag: bool) -> Self {
        Self::Flag(flag)
    }
}

impl From<i64> for Value {
    fn from(number: i64) -> Self {
        Self::Number(number)
    }
}

impl From<u64> for Value {
    fn from(number: u64) -> Self {
        Self::Number(i64::try_from(number).unwrap_or(i64::MAX))
    }
}

impl From<usize> for Value {
    fn from(number: usize) -> Self {
        Self::Number(i64::try_from(number).unwrap_or(i64::MAX))
    }
}

impl From<&'static str> for Value {
    fn from(text: &'static str) -> Self {
        Self::Text(text.into())
    }
}

impl From<Text> for Value {
    fn from(text: Text) -> Self {
        Self::Text(text)
    }
}

impl From<Details> for Value {
    fn from(details: Details) -> Self {
        Self::Details(details)
    }
}

impl<T: Into<Value>> From<Option<T>> for Value {
    fn from(value: Option<T>) -> Self {
        value.map_or(Self::Nothing, Into::into)
    }
}

/// All steps, and what they come to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Report {
    pub steps: Vec<Step>,
    pub milliseconds: u64,
    /// By this device's clock, in Unix seconds.
    pub made_at: i64,
}

impl Report {
    /// The first step that has failed: those after it may have failed for it.
    pub fn first_failed(&self) -> Option<StepId> {
        let is_failed = |step: &&Step| step.finding.health == Health::Failed;
        self.steps.iter().find(is_failed).map(|step| step.id)
    }

    fn outcome(&self) -> Health {
        let any = |health| self.steps.iter().any(|step| step.finding.health == health);
        match (any(Health::Failed), any(Health::Warning)) {
            (true, _) => Health::Failed,
            (false, true) => Health::Warning,
            (false, false) => Health::Ok,
        }
    }
}

/// As JSON. A report has numbers, texts and flags: nothing that cannot be written.
pub fn json<T: Serialize>(value: &T) -> String {
    serde_json::to_string(value).unwrap_or_default()
}

impl Serialize for Report {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut report = serializer.serialize_struct("Report", 7)?;
        report.serialize_field("form", &FORM)?;
        report.serialize_field("version", env!("CARGO_PKG_VERSION"))?;
        report.serialize_field("made_at", &self.made_at)?;
        report.serialize_field("milliseconds", &self.milliseconds)?;
        report.serialize_field("outcome", self.outcome().name())?;
        report.serialize_field("first_failed", &self.first_failed().map(StepId::name))?;
        report.serialize_field("steps", &self.steps)?;
        report.end()
    }
}

impl Serialize for Step {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let Finding { health, sentence, advice, details } = &self.finding;
        let mut step = serializer.serialize_struct("Step", 6)?;
        step.serialize_field("id", self.id.name())?;
        step.serialize_field("status", health.name())?;
        step.serialize_field("milliseconds", &self.milliseconds)?;
        step.serialize_field("sentence", sentence.as_str())?;
        step.serialize_field("advice", &advice.as_ref().map(Text::as_str))?;
        step.serialize_field("details", details)?;
        step.end()
    }
}

impl Serialize for Details {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut details = serializer.serialize_map(Some(self.0.len()))?;
        for (name, value) in &self.0 {
            details.serialize_entry(name, value)?;
        }
        details.end()
    }
}

impl Serialize for Value {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Nothing => serializer.serialize_unit(),
            Self::Flag(flag) => serializer.serialize_bool(*flag),
            Self::Number(number) => serializer.serialize_i64(*number),
            Self::Text(text) => serializer.serialize_str(text.as_str()),
            Self::List(items) => {
                let mut list = serializer.serialize_seq(Some(items.len()))?;
                for item in items {
                    list.serialize_element(item)?;
                }
                list.end()
            }
            Self::Details(details) => details.serialize(serializer),
        }
    }
}
