//! What all formats have in common.

use std::collections::BTreeSet;

use object::read::archive::ArchiveFile;
use object::{BinaryFormat, FileKind, Import, ImportFlags, NameOrOrdinal, Object};

use crate::{elf, macho, pe};

/// What the file of a shared library says of itself, for one processor.
#[derive(Debug)]
pub struct Library {
    /// The processor.
    pub processor: String,
    /// The name by which a program that was linked to it looks for it.
    pub name: String,
    /// The bytes of this processor's part.
    pub bytes: usize,
    /// The names that it exports, as C has them.
    pub exports: BTreeSet<String>,
    /// The libraries that it needs.
    pub libraries: BTreeSet<String>,
    /// The functions that it needs: `LIBRARY NAME VERSION weak`, as far as the format tells.
    pub imports: BTreeSet<String>,
    /// The version of the system that it asks for, if the format tells one.
    pub oldest: Option<String>,
    /// What makes an attack harder.
    pub hardened: BTreeSet<&'static str>,
}

/// What only one format can tell.
pub(crate) struct Own {
    pub(crate) name: String,
    pub(crate) oldest: Option<String>,
    pub(crate) hardened: BTreeSet<&'static str>,
}

/// The libraries in a file, one for each of its processors. `Err` says why it is none.
pub fn read(bytes: &[u8]) -> object::Result<Vec<Library>> {
    match FileKind::parse(bytes)? {
        FileKind::Elf64 => Ok(vec![library(bytes, elf::own(bytes)?)?]),
        FileKind::Pe64 => Ok(vec![library(bytes, pe::own(bytes)?)?]),
        FileKind::MachO64 => Ok(vec![library(bytes, macho::own(bytes)?)?]),
        FileKind::MachOFat32 => joined(bytes, read),
        kind => panic!("no library of a known kind: {kind:?}"),
    }
}

/// Those of each processor, in the order of the file.
fn joined<T>(
    bytes: &[u8],
    read: impl Fn(&[u8]) -> object::Result<Vec<T>>,
) -> object::Result<Vec<T>> {
    let mut all = Vec::new();
    for part in macho::parts(bytes)? {
        all.extend(read(part)?);
    }
    Ok(all)
}

fn library(bytes: &[u8], own: Own) -> object::Result<Library> {
    let file = object::File::parse(bytes)?;
    // Windows does not tell large letters from small ones, and linkers write both.
    let spelt = |name: &[u8]| match file.format() {
        BinaryFormat::Pe => text(name).to_lowercase(),
        _ => text(name),
    };
    let import = |import: Import| imported(spelt(import.library()), &import);
    let exports = file.exports()?.map(|export| Ok(in_c(&name(export?.name()))));
    let imports = file.imports()?.map(|it| Ok(import(it?)));
    let libraries = file.import_libraries()?.map(|library| Ok(spelt(library?.name())));
    Ok(Library {
        processor: format!("{:?}", file.architecture()),
        name: own.name,
        bytes: bytes.len(),
        exports: exports.collect::<object::Result<_>>()?,
        libraries: libraries.collect::<object::Result<_>>()?,
        imports: imports.collect::<object::Result<_>>()?,
        oldest: own.oldest,
        hardened: own.hardened,
    })
}

pub(crate) fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

fn name(name: NameOrOrdinal<&[u8]>) -> String {
    match name {
        NameOrOrdinal::Name(name) => text(name),
        NameOrOrdinal::Ordinal(number) => format!("#{number}"),
    }
}

/// Without the underscore that stands before each name on macOS.
fn in_c(name: &str) -> String {
    name.strip_prefix('_').unwrap_or(name).to_owned()
}

fn imported(library: String, import: &Import) -> String {
    let version = match import.flags() {
        ImportFlags::Elf { version, .. } => version.map(text).unwrap_or_default(),
        _ => String::new(),
    };
    let weak = if import.is_weak() { "weak" } else { "" };
    let words = [library, name(import.name()), version, weak.to_owned()];
    words.into_iter().filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ")
}

/// The names that a static library or an import library defines, as C has them, for each of its processors.
pub fn read_archive(bytes: &[u8]) -> object::Result<Vec<BTreeSet<String>>> {
    if FileKind::parse(bytes)? == FileKind::MachOFat32 {
        return joined(bytes, read_archive);
    }
    let symbols = ArchiveFile::parse(bytes)?.symbols()?.into_iter().flatten();
    let names = symbols.map(|symbol| Ok(in_c(&text(symbol?.name()))));
    Ok(vec![names.collect::<object::Result<_>>()?])
}
