//! The table of platforms, `platforms.txt`.

/// The file's text, for those who hold something else to it.
pub fn table() -> &'static str {
    include_str!("../platforms.txt")
}

/// A system that the library is built for, and the oldest version of it that it runs on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum System {
    /// Linux with GNU's C library.
    Glibc(String),
    /// Linux with musl.
    Musl(String),
    /// macOS.
    MacOs(String),
    /// Windows.
    Windows(String),
}

impl System {
    fn parse(text: &str) -> Option<Self> {
        let (name, version) = text.split_once('-')?;
        let version = version.to_owned();
        match name {
            "glibc" => Some(Self::Glibc(version)),
            "musl" => Some(Self::Musl(version)),
            "macos" => Some(Self::MacOs(version)),
            "windows" => Some(Self::Windows(version)),
            _ => None,
        }
    }
}

/// A row of the table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Platform {
    /// Where its files are, below dist/binaries.
    pub folder: String,
    /// What Rust calls it; several, where one file serves them all.
    pub targets: Vec<String>,
    /// The linker, which is also the group of Debian packages that it takes.
    pub linker: String,
    /// The oldest system.
    pub oldest: System,
    /// Its shared library, below its folder.
    pub shared: String,
}

fn row(line: &str) -> Option<Platform> {
    let words: Vec<_> = line.split_whitespace().map(str::to_owned).collect();
    let [folder, targets, linker, oldest, shared] = <[String; 5]>::try_from(words).ok()?;
    let targets = targets.split(',').map(str::to_owned).collect();
    Some(Platform { folder, targets, linker, oldest: System::parse(&oldest)?, shared })
}

/// All of them. A panic names a line that is none.
pub fn platforms() -> Vec<Platform> {
    let lines = table().lines().filter(|line| !line.is_empty() && !line.starts_with('#'));
    lines.map(|line| row(line).unwrap_or_else(|| panic!("no platform: {line}"))).collect()
}
