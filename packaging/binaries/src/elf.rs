//! Linux.

use std::collections::BTreeSet;

use object::elf::{
    DF_1_NODELETE, DF_BIND_NOW, DF_TEXTREL, DT_FLAGS, DT_FLAGS_1, DT_RPATH, DT_RUNPATH, DT_SONAME,
    DT_TEXTREL, PF_W, PF_X, PT_GNU_RELRO, PT_GNU_STACK, PT_LOAD,
};
use object::read::elf::{Dyn, ElfFile64, ProgramHeader};
use object::{Endianness, Object};

use crate::library::{Own, text};

pub(crate) fn own(bytes: &[u8]) -> object::Result<Own> {
    let file = ElfFile64::<Endianness>::parse(bytes)?;
    Ok(Own { name: soname(&file)?, oldest: oldest(&file)?, hardened: hardened(&file)? })
}

/// The entries of the dynamic section: kind and value.
fn dynamic(file: &ElfFile64) -> object::Result<Vec<(object::elf::DynamicTag, u64)>> {
    let (endian, data) = (file.endian(), file.data());
    let sections = file.elf_section_table();
    let entries = sections.dynamic(endian, data)?.map(|(entries, _)| entries).unwrap_or_default();
    Ok(entries.iter().map(|entry| (entry.d_tag(endian), entry.d_val(endian))).collect())
}

fn soname(file: &ElfFile64) -> object::Result<String> {
    let strings = file.elf_dynamic_symbol_table().strings();
    let entries = dynamic(file)?;
    let at = entries.iter().find(|(tag, _)| *tag == DT_SONAME).map(|(_, at)| *at);
    let name = at.and_then(|at| strings.get(u32::try_from(at).ok()?).ok());
    Ok(name.map(text).unwrap_or_default())
}

/// The newest version of GNU's C library that a function was first in. musl has no versions.
fn oldest(file: &ElfFile64) -> object::Result<Option<String>> {
    let mut newest: Option<(u32, u32)> = None;
    for import in file.imports()? {
        let object::ImportFlags::Elf { version: Some(version), .. } = import?.flags() else {
            continue;
        };
        newest = newest.max(number(&text(version)));
    }
    Ok(newest.map(|(major, minor)| format!("{major}.{minor}")))
}

/// `GLIBC_2.3.4` is 2.3.
fn number(version: &str) -> Option<(u32, u32)> {
    let mut parts = version.strip_prefix("GLIBC_")?.split('.').map(|part| part.parse().ok());
    Some((parts.next()??, parts.next()??))
}

fn hardened(file: &ElfFile64) -> object::Result<BTreeSet<&'static str>> {
    let endian = file.endian();
    let entries = dynamic(file)?;
    let value = |wanted| entries.iter().find(|(tag, _)| *tag == wanted).map(|(_, value)| *value);
    let flag = |wanted, flag| value(wanted).is_some_and(|flags| flags & flag != 0);
    let segments = file.elf_program_headers();
    let any = |kind, flags: object::elf::ProgramFlags| {
        let mut those = segments.iter().filter(|segment| segment.p_type(endian) == kind);
        those.any(|segment| segment.p_flags(endian).contains(flags))
    };
    let has = |kind| segments.iter().any(|segment| segment.p_type(endian) == kind);
    let text_relocations = value(DT_TEXTREL).is_some() || flag(DT_FLAGS, DF_TEXTREL.0);
    let facts = [
        ("read-only relocations", has(PT_GNU_RELRO)),
        ("bound at once", flag(DT_FLAGS, DF_BIND_NOW.0)),
        ("no executable stack", has(PT_GNU_STACK) && !any(PT_GNU_STACK, PF_X)),
        ("no writable code", has(PT_LOAD) && !any(PT_LOAD, PF_W | PF_X)),
        ("no relocations in code", !text_relocations),
        ("no run path", value(DT_RPATH).or(value(DT_RUNPATH)).is_none()),
        ("stays loaded", flag(DT_FLAGS_1, DF_1_NODELETE.0)),
    ];
    Ok(facts.into_iter().filter(|(_, holds)| *holds).map(|(fact, _)| fact).collect())
}
